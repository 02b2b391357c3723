"""A refused event put right: pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from deploy.rejected.errors import CannotRetry
from schemas.errors import MalformedText
from schemas.events import EventRejected
from schemas.shape import problems
from schemas.text import from_json, to_json


@dataclass(frozen=True, slots=True)
class Correction:
    """Nothing in it: the event is published again as it is."""

    document: Mapping[str, Any] = field(default_factory=dict)
    """With a `type` the whole event, else fields that replace the event's own."""
    settings: tuple[tuple[str, Any], ...] = ()
    """Single fields, `duty_station.country` for one inside another."""

    @property
    def whole(self) -> bool:
        return "type" in self.document

    @property
    def empty(self) -> bool:
        return not self.document and not self.settings


def settings(texts: Iterable[str]) -> tuple[tuple[str, Any], ...]:
    """From `field=value`: the value is JSON where it reads as JSON, else a text.

    Raises CannotRetry.
    """
    return tuple(_setting(text) for text in texts)


def corrected(letter: EventRejected, original: Any | None, correction: Correction) -> Any:
    """The event to publish. Its id stays, unless the id was wrong; it names the dead letter as its
    cause, where it was changed and names no cause of its own.

    Raises CannotRetry.
    """
    if original is None and not correction.whole:
        raise CannotRetry(
            f"the event cannot be read from its bytes ({letter.reason}): give the whole event, "
            "its `type` included, by --with-correction FILE"
        )
    if correction.empty:
        return original
    event = _event(original, correction)
    if original is not None:
        _require_same(original, event)
    return event if event.causation_id else replace(event, causation_id=letter.event_id)


def _event(original: Any | None, correction: Correction) -> Any:
    document = dict(correction.document)
    if not correction.whole:
        document = to_json(original) | document
    for path, value in correction.settings:
        _set(document, path.split("."), value, path)
    try:
        return from_json(document)
    except MalformedText as error:
        raise CannotRetry(f"the correction does not fit the event: {error}") from error


def _set(inside: Any, path: list[str], value: Any, whole: str) -> None:
    name, *deeper = path
    if not isinstance(inside, dict) or (deeper and name not in inside):
        raise CannotRetry(f"the correction does not fit the event: there is no field {whole}")
    if deeper:
        _set(inside[name], deeper, value, whole)
    else:
        inside[name] = value


def _require_same(original: Any, event: Any) -> None:
    """It is the same event put right; another one is published as what it is."""
    if type(event) is not type(original):
        raise CannotRetry(
            f"the record is a {type(original).__name__}, the correction is a "
            f"{type(event).__name__}: publish another event by `pathways publish`"
        )
    id_is_wrong = any(one.field == "event_id" for one in problems(original))
    if event.event_id != original.event_id and not id_is_wrong:
        raise CannotRetry(
            f"the correction has another event_id, {event.event_id}: keep {original.event_id}, so "
            "that the fact counts once however often it is sent"
        )


def _setting(text: str) -> tuple[str, Any]:
    path, given, value = text.partition("=")
    if not given or not path:
        raise CannotRetry(f"{text!r} sets nothing: write field=value")
    try:
        return path, json.loads(value)
    except json.JSONDecodeError:
        return path, value
