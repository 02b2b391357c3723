"""What a replay writes, counted: by topic and type, and from where to where in each partition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schemas.codec import name_of
from streams.history.logs import Place
from streams.history.replay.records import Replayed


@dataclass(slots=True)
class Sum:
    records: int = 0
    bytes: int = 0
    """Of keys and values, as they stand in a topic."""


@dataclass(slots=True)
class Span:
    """The first and the last record from one partition that was read."""

    records: int
    first: "Where"
    last: "Where"


class Where(NamedTuple):
    position: int | None
    offset: int


def _sums() -> dict[tuple[str, str], Sum]:
    return defaultdict(Sum)


@dataclass(slots=True)
class Tally:
    kinds: dict[tuple[str, str], Sum] = field(default_factory=_sums)
    """By topic, and by the name of the event's schema."""
    spans: dict[Place, Span] = field(default_factory=dict)
    untold: int = 0
    """Records that cannot be read, left out where something in them would have to be known."""

    @property
    def records(self) -> int:
        return sum(kind.records for kind in self.kinds.values())

    @property
    def bytes(self) -> int:
        return sum(kind.bytes for kind in self.kinds.values())

    def leave_out(self, place: Place) -> None:
        self.untold += 1

    def add(self, group: Iterable[Replayed]) -> None:
        for one in group:
            kind = self.kinds[one.place.topic, type_of(one.value)]
            kind.records += 1
            kind.bytes += one.size
            where = Where(one.position, one.offset)
            span = self.spans.setdefault(one.source, Span(0, where, where))
            span.records += 1
            span.last = where

    def take_over(self, other: "Tally") -> None:
        """Of another source."""
        for name, kind in other.kinds.items():
            self.kinds[name].records += kind.records
            self.kinds[name].bytes += kind.bytes
        self.spans |= other.spans
        self.untold += other.untold

    def to_json(self) -> dict[str, Any]:
        return {
            "records": self.records,
            "bytes": self.bytes,
            "left_out_unreadable": self.untold,
            "kinds": [
                {"topic": topic, "type": kind, "records": one.records, "bytes": one.bytes}
                for (topic, kind), one in sorted(self.kinds.items())
            ],
            "from": [
                {
                    "log": place.topic,
                    "partition": place.partition,
                    "records": span.records,
                    "first": span.first._asdict(),
                    "last": span.last._asdict(),
                }
                for place, span in sorted(self.spans.items())
            ],
        }


def type_of(value: bytes | None) -> str:
    if value is None:
        return "(empty)"
    return name_of(value) or "(unreadable)"
