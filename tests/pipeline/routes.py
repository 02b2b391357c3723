"""Where each upstream record must stand, by the event table: recomputed record by record."""

from collections.abc import Collection, Iterable
from typing import Any

from schemas import codec
from schemas.errors import ContractError
from schemas.event_table import EVENT_TABLE, EVERY_PARTITION, EventRow, Route
from schemas.partitioning import partition_of
from schemas.shape import problems
from schemas.topics import RECORD_BYTES_MAX, TOPICS, UPSTREAM
from streams.intake.dates import ahead_of_record
from tests.pipeline.faults import Fault, Item
from tests.pipeline.reading import Line, Place, Reading
from tests.pipeline.ways import Ways, differences, found_in

LOGS = ("candidate-log", "pool-log", "exercise-log", "leadership-log")


def intake_faults(reading: Reading, skipped: Collection[str]) -> list[Fault]:
    """Each upstream record once at each of its places, or once in `rejected`; nothing besides.

    What was skipped and names no origin was written by a stranger, and is known to be there.
    """
    expected = routed(reading)
    known = {
        place: [one for one in lines if one.origin or f"{place}/{one.offset}" not in skipped]
        for place, lines in reading.items()
    }
    found = found_in(known, LOGS, left_out=LOGS)
    found.merge(found_in(reading, ("rejected",), item=_dead_letter))
    return differences(expected, found)


def routed(reading: Reading) -> Ways:
    """Every record that intake must have written, in the order of its upstream."""
    ways = Ways()
    for place, lines in reading.items():
        if place.topic in UPSTREAM:
            for line in lines:
                origin = f"{place}/{line.offset}"
                for destination, item in _destinations(place.topic, origin, line):
                    ways.add(destination, item)
    return ways


def _destinations(topic: str, origin: str, line: Line) -> Iterable[tuple[Place, Item]]:
    admitted = _admitted(topic, line)
    if admitted is None:
        partition = partition_of(line.key or b"", TOPICS["rejected"].partitions)
        return [(Place("rejected", partition), Item(origin, line.key, line.value))]
    event, row = admitted
    return [
        (place, Item(origin, key, line.value))
        for route in row.routes
        for place, key in _places(event, row, route)
    ]


def _places(event: Any, row: EventRow, route: Route) -> Iterable[tuple[Place, bytes]]:
    partitions = TOPICS[route.log].partitions
    if route.key == EVERY_PARTITION:
        key = str(getattr(event, row.key)).encode()
        return [(Place(route.log, one), key) for one in range(partitions)]
    key = str(getattr(event, route.key)).encode()
    return [(Place(route.log, partition_of(key, partitions)), key)]


def _admitted(topic: str, line: Line) -> tuple[Any, EventRow] | None:
    """The event, if it is one that belongs here; the upstreams of our runs frame it as we do."""
    if line.value is None or len(line.value) > RECORD_BYTES_MAX:
        return None
    try:
        event = codec.decode(line.value)
    except ContractError:
        return None
    row = EVENT_TABLE[type(event).__name__]
    in_place = row.topic == topic and row.routes and row.status == "frozen"
    if not in_place or problems(event) or ahead_of_record(event, line.timestamp) is not None:
        return None
    return event, row


def _dead_letter(line: Line) -> Item:
    """As the original it keeps: by its own words, not by its header alone."""
    letter = codec.decode(line.value or b"")
    own = f"{letter.topic}/{letter.partition}/{letter.offset}"
    return Item(own if own == line.origin else f"{line.origin} and {own}", letter.key, letter.value)
