"""Which fields of a record are not what they should be."""

from collections.abc import Iterator
from typing import Any

from schemas.codec import decode
from schemas.errors import ContractError
from schemas.text import to_json
from streams.engine.stage import Headers
from streams.history.audit.findings import FieldDifference

SHOWN_MAX = 12
VALUE_MAX = 120
_ABSENT = object()


def different_fields(found: bytes | None, decided: bytes | None) -> tuple[FieldDifference, ...]:
    """The first few that differ; nothing where either of the two cannot be read."""
    try:
        pair = [to_json(decode(value or b"")) for value in (found, decided)]
    except ContractError:
        return ()
    return _first(_compared("", *pair))


def different_headers(found: Headers, decided: Headers) -> tuple[FieldDifference, ...]:
    pair = [{f"header {name}": repr(value) for name, value in it} for it in (found, decided)]
    return _first(_compared("", *pair))


def _first(differences: Iterator[FieldDifference]) -> tuple[FieldDifference, ...]:
    return tuple(one for one, _ in zip(differences, range(SHOWN_MAX), strict=False))


def _compared(path: str, found: Any, decided: Any) -> Iterator[FieldDifference]:
    if isinstance(found, dict) and isinstance(decided, dict):
        for name in {**decided, **found}:
            inner = f"{path}.{name}" if path else name
            yield from _compared(inner, found.get(name, _ABSENT), decided.get(name, _ABSENT))
    elif isinstance(found, list) and isinstance(decided, list):
        for index in range(max(len(found), len(decided))):
            pair = (it[index] if index < len(it) else _ABSENT for it in (found, decided))
            yield from _compared(f"{path}[{index}]", *pair)
    elif found != decided:
        yield FieldDifference(field=path, found=_shown(found), decided=_shown(decided))


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = str(value)
    return text if len(text) <= VALUE_MAX else f"{text[: VALUE_MAX - 3]}..."
