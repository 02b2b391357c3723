"""Where a log is not what it was: from there on, differences may follow from that alone."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from streams.history.audit.findings import Kind
from streams.history.logs import Place


@dataclass(frozen=True, slots=True)
class Break:
    """From one record of a log on."""

    place: Place
    offset: int
    why: str
    decision_version: int | None = None
    """Of another program that decided from here on."""


@dataclass
class Breaks:
    """All of them, and how many differences were put down to each."""

    by_place: dict[Place, list[Break]] = field(default_factory=lambda: defaultdict(list))
    differences: Counter[Break] = field(default_factory=Counter)

    def add(self, found: Iterable[Break]) -> None:
        known = {(one.place, one.offset) for some in self.by_place.values() for one in some}
        for one in found:
            # What the log itself tells of is known first, and says more.
            if (one.place, one.offset) not in known:
                self.by_place[one.place].append(one)
                known.add((one.place, one.offset))
        for some in self.by_place.values():
            some.sort(key=lambda it: it.offset)

    def before(self, source: Place | None, offset: int) -> Break | None:
        """The last one that something brought about by a record may follow from.

        An offset below 0 is that of a state, which does not say what brought it about.
        """
        known = self.by_place.get(source, []) if source is not None else []
        if offset < 0:
            return known[-1] if known else None
        place = bisect_right(known, offset, key=lambda it: it.offset)
        return known[place - 1] if place else None

    def put_down(self, kind: Kind, to: Break | None) -> Kind:
        """The kind of a difference, given what it may follow from."""
        if to is None or kind == "order":
            return kind
        self.differences[to] += 1
        return "undecided" if to.decision_version is None else "other version"
