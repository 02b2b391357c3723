"""What the candidates stage writes, and its state as it reads it, by compiled codecs.

Both records are nested and wide, and nearly every event costs one of each: see
docs/decisions/candidates.md for what that saves.
"""

from schemas import codec
from schemas.compiled_reader import Read, compiled_reader
from schemas.compiled_writer import Write, compiled_writer
from schemas.events import CandidateState, MembershipRecorded
from schemas.schema_files import SchemaVersion, versions_of


def _newest(record: type[object]) -> SchemaVersion:
    return versions_of(record.__name__)[-1]


def _header(record: type[object]) -> bytes:
    return codec.MARKER + _newest(record).fingerprint


def _writer(record: type[object]) -> Write:
    return compiled_writer(_newest(record), _header(record))


STATE_HEADER = _header(CandidateState)
membership_bytes: Write = _writer(MembershipRecorded)
state_bytes: Write = _writer(CandidateState)
_read_state: Read = compiled_reader(_newest(CandidateState), CandidateState, codec.HEADER_BYTES)


def state_of(value: bytes) -> CandidateState:
    """Raises ContractError; state in an older schema is read as the newest one."""
    newest = value.startswith(STATE_HEADER)
    state: CandidateState = _read_state(value) if newest else codec.decode(value)
    return state
