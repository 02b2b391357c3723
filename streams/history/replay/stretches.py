"""The stretches of the logs that lie between two bounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schemas.topics import TOPICS
from streams.history.errors import NoSuchPosition
from streams.history.logs import Extent, LogReader, Place, places
from streams.history.replay.bounds import Bound
from streams.history.replay.errors import NothingThere, NotReplayed, PastTheEnd

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MS = 253_402_300_799_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """The records of a partition at `first <= offset < end`."""

    place: Place
    first: int
    end: int


def stretches(
    reader: LogReader, topics: Iterable[str], start: Bound, until: Bound
) -> list[Stretch]:
    """In the order of the topics and their partitions; none of them is empty by its offsets.

    The record at a position is the first, or the last, of its stretch; a time as the end counts no
    more. Raises NoSuchPosition, NothingThere where a bound misses every log, or NotReplayed.
    """
    found = [place for topic in topics for place in places(reader, topic)]
    _require_known(found, start, until)
    named = [set(bound) for bound in (start, until) if isinstance(bound, Mapping)]
    wanted = [place for place in found if not named or any(place in one for one in named)]
    extents = {place: reader.extent(place) for place in wanted}
    firsts = _offsets(reader, extents, start, begins=True)
    ends = _offsets(reader, extents, until, begins=False)
    made = [Stretch(place, firsts[place], ends[place]) for place in wanted]
    return [stretch for stretch in made if stretch.first < stretch.end]


def _require_known(found: Sequence[Place], *bounds: Bound) -> None:
    for bound in bounds:
        for place in bound if isinstance(bound, Mapping) else ():
            if place.topic not in {one.topic for one in found}:
                raise NotReplayed(
                    f"{place} is a place in a topic that is not replayed: name {place.topic} too"
                )
            if place not in found:
                partitions = sum(one.topic == place.topic for one in found)
                raise NoSuchPosition(place, "records", f"none; {place.topic} has {partitions} "
                                     "partitions, the first is 0")  # fmt: skip


def _offsets(
    reader: LogReader, extents: Mapping[Place, Extent], bound: Bound, *, begins: bool
) -> dict[Place, int]:
    match bound:
        case None:
            return {place: extent[0 if begins else 1] for place, extent in extents.items()}
        case datetime():
            return _at_time(reader, extents, bound, begins=begins)
        case int():
            return _at_count(reader, extents, bound, begins=begins)
        case _:
            default = _offsets(reader, extents, None, begins=begins)
            found = {
                place: _offset_of(reader, place, count) + (not begins)
                for place, count in bound.items()
            }
            return default | found


def _at_time(
    reader: LogReader, extents: Mapping[Place, Extent], moment: datetime, *, begins: bool
) -> dict[Place, int]:
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    filled = [place for place, extent in extents.items() if extent.first < extent.end]
    begin = min((_first_time(reader, place) for place in filled), default=milliseconds)
    if milliseconds < begin or (milliseconds == begin and not begins and filled):
        raise NothingThere(
            f"{moment.isoformat()} lies before the logs: their first record was written at "
            f"{_moment(begin).isoformat()}. Leave the bound out, or give a later time"
        )
    found = {place: reader.offset_at(place, milliseconds) for place in extents}
    if begins and filled and all(found[place] >= extents[place].end for place in filled):
        raise NothingThere(
            f"nothing was written at {moment.isoformat()} or later. Give an earlier time"
        )
    return found


def _first_time(reader: LogReader, place: Place) -> int:
    chunk = next(iter(reader.read(place)), None)
    return chunk[0].timestamp if chunk else _LATEST_MS


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _at_count(
    reader: LogReader, extents: Mapping[Place, Extent], count: int, *, begins: bool
) -> dict[Place, int]:
    """A partition that holds fewer records has no part in it, or is read to its end."""
    found, longest = {}, 0
    for place, extent in extents.items():
        try:
            found[place] = _offset_of(reader, place, count) + (not begins)
        except PastTheEnd as error:
            found[place] = extent.end
            longest = max(longest, error.held)
        else:
            longest = max(longest, count)
    if longest < count:
        raise NothingThere(f"no partition has a record {count}: the longest holds {longest}")
    return found


def _offset_of(reader: LogReader, place: Place, count: int) -> int:
    if TOPICS[place.topic].kept == "compacted":
        raise NotReplayed(
            f"{place.topic} is compacted: its records have no lasting number. Give a time"
        )
    before = 0
    for chunk in reader.read(place):
        if count <= before + len(chunk):
            return chunk[count - before - 1].offset
        before += len(chunk)
    raise PastTheEnd(place, count, before)
