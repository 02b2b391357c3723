"""The pure folds of all stages over logs in memory, for a year to be told to."""

from collections.abc import Iterable
from typing import Any

from schemas.codec import decode
from schemas.events import Event, SlateProposed
from tests.unit.written_history import Decided


class InMemory:
    """`Decided` with ears: transactions of changing sizes, each stage until nothing is left."""

    def __init__(self) -> None:
        self.decided = Decided()

    def publish(self, events: Iterable[Event]) -> None:
        self.decided.publish(events)

    def settle(self) -> None:
        self.decided.settle()

    def slate(self) -> SlateProposed | None:
        proposed = [it for it in self.said("slates") if isinstance(it, SlateProposed)]
        return proposed[-1] if proposed else None

    def said(self, topic: str) -> list[Any]:
        """Every event of a topic, partition by partition."""
        places = sorted(place for place in self.decided.logs if place.topic == topic)
        return [decode(one.value) for it in places for one in self.decided.logs[it] if one.value]
