"""Records of the contract as models: the API's document says of them what the contract says."""

import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, create_model

from consumers.api.parameters import CODE_PATTERN
from schemas import schema_files
from schemas.events import (
    DecisionRefused,
    Event,
    ProposalAdvised,
    ProposalDeferred,
    ProposalEmitted,
    ProposalExpired,
    ProposalHeld,
    ProposalRevised,
    ProposalWithdrawn,
)
from schemas.fields import INTEGER_MAX, TEXT_CHARACTERS_MAX, is_code

ABOUT_PROPOSALS: tuple[type[Event], ...] = (
    ProposalEmitted,
    ProposalRevised,
    ProposalWithdrawn,
    ProposalDeferred,
    ProposalHeld,
    ProposalExpired,
    ProposalAdvised,
)
TOLD: tuple[type[Event], ...] = (*ABOUT_PROPOSALS, DecisionRefused)
"""What stands on the topic of proposals."""

_DATE = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"),
    Field(json_schema_extra={"format": "date"}, examples=["2026-03-14"]),
]
_TEXT = Annotated[
    str,
    # Some text, and no NUL, which not every database takes.
    StringConstraints(
        min_length=1, max_length=TEXT_CHARACTERS_MAX, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"
    ),
]
_CODE = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
_NUMBER = Annotated[int, Field(strict=True, ge=0, le=INTEGER_MAX)]


def docs_of(record: type[Any]) -> Mapping[tuple[str, str], str]:
    """By record and field, of a record and those in it: what its schema says of each."""
    schema = schema_files.versions_of(record.__name__)[-1]
    return {
        (one["name"].rpartition(".")[2], field["name"]): field["doc"]
        for one in schema.named.values()
        for field in one["fields"]
        if "doc" in field
    }


def records_in(record: type[Any]) -> frozenset[str]:
    """The names of a record and of those in it."""
    named = schema_files.versions_of(record.__name__)[-1].named
    return frozenset(one["name"].rpartition(".")[2] for one in named.values())


def summary_of(record: type[Any]) -> str:
    return str(schema_files.versions_of(record.__name__)[-1].parsed["doc"])


def told_model(record: type[Event]) -> type[BaseModel]:
    """An event as `schemas.text.to_json` writes it: all its fields, and its name as `type`."""
    docs = docs_of(record)
    fields: dict[str, Any] = {
        name: (hint, Field(description=docs.get((record.__name__, name))))
        for name, hint in typing.get_type_hints(record).items()
    }
    return _model(record, BaseModel, fields)


def stated_model(
    record: type[Event], due: frozenset[str], free: frozenset[str], parent: type[BaseModel]
) -> type[BaseModel]:
    """What a caller states of an event: the fields that are `due`, unless the contract knows a null
    for them, and the `free` ones where it likes."""
    docs, hints = docs_of(record), typing.get_type_hints(record)
    fields: dict[str, Any] = {}
    for name in hints:
        if name in due | free:
            optional = name in free or types.NoneType in typing.get_args(hints[name])
            kind = _stated(name, hints[name], record)
            described = Field(
                default=None if optional else ..., description=docs.get((record.__name__, name))
            )
            fields[name] = (kind | None if optional else kind, described)
    return _model(record, parent, fields)


def _model(record: type[Event], parent: type[BaseModel], fields: dict[str, Any]) -> type[BaseModel]:
    kind: Any = Literal[record.__name__]
    named = {"type": (kind, ...), **fields}
    return create_model(record.__name__, __base__=parent, __doc__=summary_of(record), **named)


def _stated(name: str, hint: Any, record: type[Any]) -> Any:
    """The form of a value; what the contract asks beyond that is asked when the event is made."""
    inner = next((one for one in typing.get_args(hint) if one is not types.NoneType), hint)
    if typing.get_origin(hint) is Literal:
        return hint
    if typing.get_origin(hint) is types.UnionType or typing.get_origin(hint) is typing.Union:
        return _stated(name, inner, record)
    if hint is bool:
        return Annotated[bool, Field(strict=True)]
    if hint is str:
        return _CODE if is_code(name, record) else _TEXT
    return {int: _NUMBER, date: _DATE}.get(hint, hint)
