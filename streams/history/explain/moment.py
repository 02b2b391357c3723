"""Which look of a pool a question is about: the last one, that of a record, or of a day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from schemas.events import PoolEvaluated
from streams.history.errors import NoSuchPosition
from streams.history.explain.errors import OutsideHistory, WrongLog
from streams.history.logs import Place
from streams.history.refold import POOL_LOG


class AtRecord(NamedTuple):
    """The number of a record, the first is 1; of any pool's log where none is named."""

    number: int
    place: Place | None = None


At = AtRecord | date | None
"""A day stands for the pool's last look on it or before; None for the last look of all."""


def record_asked_for(
    looks: Sequence[PoolEvaluated], partition: int, at: At, vacancy_id: str
) -> int:
    """The number of the last record that counts.

    Raises WrongLog, NoSuchPosition or OutsideHistory.
    """
    place = Place(POOL_LOG, partition)
    if not looks:
        raise OutsideHistory(str(place), "any moment", "its pool has never looked at a record")
    match at:
        case None:
            return looks[-1].to_count
        case AtRecord():
            return _record(at, place, looks[-1].to_count, vacancy_id)
    return _end_of_day(looks, place, at)


def _record(at: AtRecord, place: Place, last: int, vacancy_id: str) -> int:
    if at.place is not None and at.place != place:
        raise WrongLog(at.place, vacancy_id, place)
    if not 1 <= at.number <= last:
        raise NoSuchPosition(place, f"record {at.number}", f"records 1 to {last}")
    return at.number


def _end_of_day(looks: Sequence[PoolEvaluated], place: Place, day: date) -> int:
    days = [(look.day, look.to_count) for look in looks if look.day is not None]
    if not days:
        raise OutsideHistory(str(place), day, "no day has started in it")
    (first, _), (last, _) = days[0], days[-1]
    if not first <= day <= last:
        raise OutsideHistory(str(place), day, f"its days are {first} to {last}")
    return max(count for when, count in days if when <= day)
