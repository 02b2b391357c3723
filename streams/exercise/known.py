"""All that is known at a place of the log, by what it is about: what a run is made from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from schemas.events import Event
from streams.exercise.about import key_of

Kind = TypeVar("Kind", bound=Event)


class Known:
    """The latest statement of each thing; does not change."""

    def __init__(self, events: Mapping[str, Event]) -> None:
        self._by_key = events
        self._by_kind: dict[type[Event], list[Any]] = defaultdict(list)
        for key in sorted(events):
            self._by_kind[type(events[key])].append(events[key])

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Every statement of a kind, in the order of their keys."""
        return self._by_kind.get(kind, [])

    def get(self, key: str) -> Any:
        """The statement with a key, or None."""
        return self._by_key.get(key)

    def supposing(self, events: Iterable[Event]) -> "Known":
        """The same with other statements in place of those about the same things: for what-if."""
        return Known({**self._by_key, **{key_of(event): event for event in events}})
