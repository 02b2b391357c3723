"""The pool's records by compiled codecs: what comes with every record, and what it writes most."""

from typing import Any

from schemas import codec
from schemas.compiled_reader import Read, compiled_reader
from schemas.compiled_writer import Write, compiled_writer
from schemas.events import (
    MembershipActivated,
    MembershipChanged,
    MembershipExpired,
    MembershipRecorded,
    MembershipRemoved,
    MembershipSuspended,
    PooledMembership,
    ProposalEmitted,
    ProposalRevised,
)
from schemas.schema_files import versions_of

_READ = (MembershipRecorded, PooledMembership)
_WRITTEN = (
    MembershipActivated,
    MembershipChanged,
    MembershipExpired,
    MembershipRemoved,
    MembershipSuspended,
    ProposalEmitted,
    ProposalRevised,
)


def _header(record: type[Any]) -> bytes:
    return codec.MARKER + versions_of(record.__name__)[-1].fingerprint


def _reader(record: type[Any]) -> Read:
    return compiled_reader(versions_of(record.__name__)[-1], record, codec.HEADER_BYTES)


_readers: dict[bytes, Read] = {_header(record): _reader(record) for record in _READ}
_writers: dict[type[Any], Write] = {
    record: compiled_writer(versions_of(record.__name__)[-1], _header(record))
    for record in _WRITTEN
}


def decode(value: bytes) -> Any:
    """As the codec decodes it, whatever version of its schema wrote it; raises ContractError."""
    return _readers.get(value[: codec.HEADER_BYTES], codec.decode)(value)


def encode(record: Any) -> bytes:
    """As the codec encodes it; raises Unencodable."""
    return _writers.get(type(record), codec.encode)(record)
