"""From the framings that upstream systems use to the one that Pathways writes."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from schemas import schema_files
from schemas.codec import MARKER
from schemas.errors import RegistryUnavailable, UnknownFraming, UnknownSchema

CONFLUENT_MAGIC = 0
CONFLUENT_HEADER_BYTES = 5


class SchemaIds(Protocol):
    """Tells the fingerprint of the schema that an id of somebody's registry stands for."""

    def __call__(self, schema_id: int) -> bytes:
        """Raises UnknownSchema where the id stands for nothing that the contract has."""


def to_single_object(value: bytes, ids: SchemaIds) -> bytes:
    """The value in single-object framing, its body untouched.

    Raises UnknownFraming, UnknownSchema or RegistryUnavailable.
    """
    if value[:2] == MARKER:
        return value
    if value[:1] == b"\0" and len(value) >= CONFLUENT_HEADER_BYTES:
        schema_id = int.from_bytes(value[1:CONFLUENT_HEADER_BYTES], "big")
        return MARKER + ids(schema_id) + value[CONFLUENT_HEADER_BYTES:]
    raise UnknownFraming(
        f"{len(value)} bytes that begin with {value[:2].hex(' ') or 'nothing'}: neither "
        "single-object Avro (c3 01) nor the Confluent framing (00 and a 4-byte schema id)"
    )


class NoIds:
    """The ids of a system that has told of none."""

    def __call__(self, schema_id: int) -> bytes:
        raise UnknownSchema(
            f"schema id {schema_id}: no id is known; give a file of ids or a registry's address"
        )


class IdsFromFile:
    """Ids from a JSON object such as `{"1042": "VacancyOpened.v1"}`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fingerprints = _fingerprints(path, _names(path))

    def __call__(self, schema_id: int) -> bytes:
        try:
            return self._fingerprints[schema_id]
        except KeyError:
            raise UnknownSchema(f"schema id {schema_id} is not in {self._path}") from None


class IdsFromRegistry:
    """Ids from a schema registry with the Confluent HTTP interface, each asked for once."""

    def __init__(self, address: str, timeout_s: float = 5.0) -> None:
        self._address = address.rstrip("/")
        self._timeout_s = timeout_s
        self._known: dict[int, bytes] = {}

    def __call__(self, schema_id: int) -> bytes:
        if schema_id not in self._known:
            self._known[schema_id] = self._ask(schema_id)
        return self._known[schema_id]

    def _ask(self, schema_id: int) -> bytes:
        try:
            answer = self._get(f"{self._address}/schemas/ids/{schema_id}")
            fingerprint = schema_files.fingerprint_of(json.loads(answer["schema"]))
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise UnknownSchema(f"{self._address} has no schema id {schema_id}") from error
            raise RegistryUnavailable(f"{self._address} answered {error}") from error
        except (OSError, ValueError, KeyError) as error:
            raise RegistryUnavailable(f"{self._address} gave no schema: {error!r}") from error
        if fingerprint not in schema_files.by_fingerprint():
            raise UnknownSchema(f"schema id {schema_id} is none of the contract's schemas")
        return fingerprint

    def _get(self, address: str) -> dict[str, Any]:
        with urllib.request.urlopen(address, timeout=self._timeout_s) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


def _names(path: Path) -> dict[str, str]:
    document = json.loads(path.read_text())
    if not isinstance(document, dict) or not all(isinstance(it, str) for it in document.values()):
        raise UnknownSchema(f'{path} is not an object such as {{"1042": "VacancyOpened.v1"}}')
    return document


def _fingerprints(path: Path, names: Mapping[str, str]) -> dict[int, bytes]:
    files = {
        f"{schema.name}.v{schema.version}": schema.fingerprint
        for schema in schema_files.by_fingerprint().values()
    }
    unknown = sorted(set(names.values()) - set(files))
    if unknown:
        raise UnknownSchema(f"{path} names {', '.join(unknown)}: the contract has no such schema")
    return {int(schema_id): files[name] for schema_id, name in names.items()}
