"""Records by the way they took: from one partition, in its order, to another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tests.pipeline.faults import Fault, Item, compare
from tests.pipeline.reading import Line, Place, Reading


@dataclass(frozen=True)
class Ways:
    """One writer per way: order holds along it, and between two of them there is none."""

    items: dict[tuple[str, Place], list[Item]] = field(default_factory=lambda: defaultdict(list))
    """By source partition and destination."""

    def add(self, destination: Place, item: Item) -> None:
        self.items[_source(item.origin), destination].append(item)

    @property
    def records(self) -> int:
        return sum(map(len, self.items.values()))

    def merge(self, other: "Ways") -> None:
        for way, items in other.items.items():
            self.items[way].extend(items)

    def last_by_key(self) -> Mapping[tuple[str, bytes | None], Mapping[str, bytes | None]]:
        """The last value of each topic and key, from each source that ever wrote it."""
        last: dict[tuple[str, bytes | None], dict[str, bytes | None]] = defaultdict(dict)
        for (source, destination), items in self.items.items():
            for item in items:
                last[destination.topic, item.key][source] = item.value
        return last


def item_of(line: Line) -> Item:
    return Item(line.origin, line.key, line.value)


def found_in(
    reading: Reading,
    topics: Iterable[str],
    left_out: Iterable[str] = (),
    item: Callable[[Line], Item] = item_of,
) -> Ways:
    """What stands in some topics, without what comes from the topics `left_out`."""
    ways, others = Ways(), frozenset(left_out)
    for place, lines in reading.items():
        if place.topic not in topics:
            continue
        for line in lines:
            if line.origin.split("/")[0] not in others:
                ways.add(place, item(line))
    return ways


def differences(expected: Ways, found: Ways, but_not_from: Iterable[str] = ()) -> list[Fault]:
    """Way by way; the sources named by `but_not_from` were found wrong already."""
    known = frozenset(but_not_from)
    faults = []
    for source, destination in sorted({*expected.items, *found.items}):
        if source not in known:
            way = source, destination
            where = f"{destination} from {source or 'nowhere'}"
            faults += compare(where, expected.items.get(way, []), found.items.get(way, []))
    return faults


def _source(origin: str) -> str:
    return origin.rpartition("/")[0]
