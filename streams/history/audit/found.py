"""What stands in a partition: every record that Pathways itself decided, by where it came from."""

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from schemas.codec import HEADER_BYTES, name_of
from schemas.headers import ORIGIN
from schemas.topics import TOPICS, UPSTREAM
from streams.engine.stage import Headers, Record
from streams.history.audit.items import REMOVED, Items, ItemsMaker, Longs, hashed
from streams.history.logs import Logs, Place
from streams.history.processes import Tell
from streams.history.refold import CANDIDATE_LOG, EXERCISE_LOG, LEADERSHIP_LOG, POOL_LOG

LOGS = (CANDIDATE_LOG, POOL_LOG, EXERCISE_LOG, LEADERSHIP_LOG)
STATE_OF: Mapping[str, str] = {
    "candidates": CANDIDATE_LOG,
    "pool-state": POOL_LOG,
    "exercise-state": EXERCISE_LOG,
    "leadership-state": LEADERSHIP_LOG,
}
"""Topics that one unit writes, and only it: their records need not say where they came from."""
COMPARED = (*LOGS, "roster", "proposals", "horizon", "slates", "nominations", *STATE_OF)
"""Topics with records that are decided; marks are looked at apart."""
OUR_WORDS = frozenset(
    {
        "MembershipRecorded",
        "CandidatesListed",
        "PersonAbsorbed",
        "PersonErased",
        "PostsToJudge",
        "PostsJudged",
        "LeadershipStanding",
    }
)
"""What nobody but the stages writes into the logs. Other records there may be theirs too, such as
the vacancies that an exercise opens: whose they are, their origin tells."""

Way = tuple[Place | None, Place]
"""From a partition of a log to a partition of a topic; from nowhere, if a record does not say."""


@dataclass(frozen=True)
class Found:
    """One partition as it stood."""

    place: Place
    ways: Mapping[Place | None, Items]
    offsets: Longs
    """Of all records of a log; empty for other topics."""


def scan(task: tuple[Logs, Place], tell: Tell) -> Found:
    """Reads a partition from its beginning to its end."""
    logs, place = task
    ways: dict[Place | None, ItemsMaker] = defaultdict(ItemsMaker)
    is_log, done = place.topic in LOGS, 0
    offsets = array("q")
    with logs.open() as reader:
        for chunk in reader.read(place):
            for record in chunk:
                _add(ways, place, record)
            if is_log:
                offsets.extend(record.offset for record in chunk)
            done += len(chunk)
            tell(f"read {place}", done)
    items = {source: maker.items() for source, maker in ways.items()}
    return Found(place, items, np.frombuffer(offsets, np.int64))


def origin_of(headers: Headers) -> tuple[Place, int] | None:
    """The place that a record names as its origin, if it names just one."""
    named = [value for name, value in headers if name == ORIGIN]
    if len(named) != 1:
        return None
    try:
        topic, partition, offset = named[0].decode().split("/")
        return Place(topic, int(partition)), int(offset)
    except ValueError:
        return None


def way_of(place: Place, record: Record) -> tuple[Place | None, int] | None:
    """Where a record that we decided came from; None for one that came in from outside."""
    if place.topic in STATE_OF:
        return Place(STATE_OF[place.topic], place.partition), -1
    origin = origin_of(record.headers)
    ours = place.topic not in LOGS or name_of(record.value or b"") in OUR_WORDS
    if origin is not None and origin[0].topic in UPSTREAM:
        return (None, -1) if ours else None
    if origin is None or not _is_unit(origin[0]):
        return None, -1
    return origin


def _add(ways: dict[Place | None, ItemsMaker], place: Place, record: Record) -> None:
    way = way_of(place, record)
    if way is None:
        return
    version = _version(record.value) if place.topic in STATE_OF else 0
    hashes = hashed(record.key, record.value, record.headers)
    ways[way[0]].add(record.offset, way[1], hashes, version)


def _is_unit(place: Place) -> bool:
    return place.topic in LOGS and 0 <= place.partition < TOPICS[place.topic].partitions


def _version(state: bytes | None) -> int:
    """The first field of every state, as Avro writes a whole number of up to 63."""
    if state is None:
        return REMOVED
    if len(state) <= HEADER_BYTES:
        return 0
    return state[HEADER_BYTES] >> 1
