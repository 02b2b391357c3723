"""All pools on a day: first everybody's facts, then every pool, shared among processes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from schemas.partitioning import partition_of
from streams.history.as_of.clock import AsOf
from streams.history.as_of.people import Known, people_of, people_with_several_ids
from streams.history.as_of.pools import PoolOnDay, pool_on
from streams.history.cuts import marks
from streams.history.explain.errors import OutsideHistory
from streams.history.explain.events_seen import logs_of_people
from streams.history.logs import LogReader, Logs, places
from streams.history.processes import Tell, in_processes
from streams.history.refold import CANDIDATE_LOG, POOL_LOG

FEW_RECORDS = 50_000
"""A second or two of folding: as long as it takes to start processes."""

Told = Callable[[PoolOnDay], Any]
"""What is kept of a pool: a module's function, whose answer can be pickled."""


class _People(NamedTuple):
    logs: Logs
    partition: int
    as_of: AsOf


class _Pool(NamedTuple):
    logs: Logs
    partition: int
    as_of: AsOf
    memberships: Sequence[bytes]
    refused: Collection[str]
    told: Told


@dataclass(frozen=True)
class Asked:
    """A question about a day, and who works on it."""

    logs: Logs
    as_of: AsOf
    processes: int
    tell: Tell
    few: int = FEW_RECORDS
    """With no more records than this, other processes would cost more than they save."""

    def workers(self, reader: LogReader) -> int:
        logs = [*places(reader, CANDIDATE_LOG), *places(reader, POOL_LOG)]
        extents = (reader.extent(place) for place in logs)
        records = sum(extent.end - extent.first for extent in extents)
        return 1 if records <= self.few else self.processes


def ask_pools(asked: Asked, told: Told, refused: Collection[str] = frozenset()) -> list[Any]:
    """The answer of every pool, by partition; raises OutsideHistory."""
    with asked.logs.open() as reader:
        refuse_future(reader, asked.as_of.day)
        people = range(reader.partitions(CANDIDATE_LOG))
        pools = reader.partitions(POOL_LOG)
        workers = asked.workers(reader)
    tasks = [_People(asked.logs, number, asked.as_of) for number in people]
    known = in_processes(_people, tasks, workers, asked.tell)
    of_pools = _by_pool([*known, _several(asked, known)], pools)
    work = [
        _Pool(asked.logs, number, asked.as_of, of_pools.get(number, ()), refused, told)
        for number in range(pools)
    ]
    answers = in_processes(_pool, work, workers, asked.tell)
    refuse_past(asked.as_of, [*known, *(facts for facts, _ in answers)])
    return [answer for _, answer in answers]


def refuse_future(reader: LogReader, day: date) -> None:
    """The last day that a pool saw is the last one to ask for; raises OutsideHistory."""
    partitions = range(reader.partitions(POOL_LOG))
    days = [mark.day for number in partitions for mark in marks(reader, number) if mark.day]
    if not days or day > max(days):
        held = f"its last day is {max(days)}" if days else "no day has started in it"
        raise OutsideHistory("the history", day, held)


def refuse_past(as_of: AsOf, known: Iterable[Known]) -> None:
    first = min((one.first for one in known if one.first is not None), default=None)
    if first is None or as_of.day < first.date():
        held = "it is empty" if first is None else f"its first fact is of {first.date()}"
        raise OutsideHistory("the history", as_of.day, f"{held}, by the clock `{as_of.clock}`")


def _people(task: _People, tell: Tell) -> Known:
    with task.logs.open() as reader:
        return people_of(reader, task.partition, task.as_of, tell)


def _pool(task: _Pool, tell: Tell) -> tuple[Known, Any]:
    with task.logs.open() as reader:
        pool = pool_on(reader, task.partition, task.as_of, task.memberships, task.refused, tell)
    return pool.facts, task.told(pool)


def _several(asked: Asked, known: Iterable[Known]) -> Known:
    """Those who have several ids, whose logs may stand in several partitions."""
    ids = set[str]().union(*(one.joined for one in known))
    if not ids:
        return Known()
    with asked.logs.open() as reader:
        logs = logs_of_people(reader, ids, asked.tell)
    several = Known()
    several.keep(people_with_several_ids(logs, asked.as_of))
    return several


def _by_pool(known: Iterable[Known], pools: int) -> Mapping[int, list[bytes]]:
    found: dict[int, list[bytes]] = defaultdict(list)
    for one in known:
        for job_group, framed in one.memberships:
            found[partition_of(job_group.encode(), pools)].append(framed)
    return found
