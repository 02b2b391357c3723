"""Which vacancy a question is about, and everything that was said of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.codec import decode, name_of
from schemas.events import DecisionRefused, LogPosition, ProposalEvent, VacancyEvent
from schemas.partitioning import partition_of
from streams.history.explain.errors import UnknownVacancy
from streams.history.explain.pool_then import OfMany, numbered
from streams.history.logs import LogReader, Place, places
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG
from streams.pool.identity import proposal_id
from streams.pool.vacancy import DecisionEvent

PROPOSALS = "proposals"


@dataclass(frozen=True, kw_only=True)
class Said:
    """A record of the proposals topic, and where it stands there."""

    event: ProposalEvent | DecisionRefused
    position: LogPosition


@dataclass(frozen=True)
class VacancyFound:
    """A vacancy by its id, and the pool that decides of it."""

    vacancy_id: str
    job_group: str
    partition: int
    """Of the pool-log."""
    said: tuple[Said, ...]
    """In the order of the topic."""

    @property
    def proposals(self) -> list[ProposalEvent]:
        return [one.event for one in self.said if isinstance(one.event, ProposalEvent)]


def vacancy_asked_for(reader: LogReader, asked: str, tell: Tell) -> VacancyFound:
    """By the vacancy's id or its proposal's; raises UnknownVacancy."""
    found = _said_under_its_key(reader, asked, tell) or _said_as_proposal(reader, asked, tell)
    if found:
        vacancy_id, job_group = found[0].event.vacancy_id, found[0].event.job_group
    else:
        vacancy_id, job_group = asked, _job_group_in_pools(reader, asked, tell)
    partition = partition_of(job_group.encode(), reader.partitions(POOL_LOG))
    return VacancyFound(vacancy_id, job_group, partition, tuple(found))


def _said_under_its_key(reader: LogReader, vacancy_id: str, tell: Tell) -> list[Said]:
    number = partition_of(vacancy_id.encode(), reader.partitions(PROPOSALS))
    return list(_said(reader, Place(PROPOSALS, number), vacancy_id, tell))


def _said_as_proposal(reader: LogReader, asked: str, tell: Tell) -> list[Said]:
    for place in places(reader, PROPOSALS):
        for vacancy_id in _keys(reader, place):
            if proposal_id(vacancy_id) == asked:
                return list(_said(reader, place, vacancy_id, tell))
    return []


def _keys(reader: LogReader, place: Place) -> dict[str, None]:
    keys = (record.key or b"" for chunk in reader.read(place) for record in chunk)
    return dict.fromkeys(key.decode() for key in keys)


def _said(reader: LogReader, place: Place, vacancy_id: str, tell: Tell) -> Iterator[Said]:
    key = vacancy_id.encode()
    for count, record in numbered(reader, place, tell):
        if record.key == key and record.value is not None:
            position = LogPosition(log=PROPOSALS, partition=place.partition, count=count)
            yield Said(event=decode(record.value), position=position)


def _job_group_in_pools(reader: LogReader, vacancy_id: str, tell: Tell) -> str:
    """A vacancy of which nothing was said yet stands in the log of its job group alone."""
    sought = vacancy_id.encode()
    pools = places(reader, POOL_LOG)
    for place in pools:
        for _, record in numbered(reader, place, tell):
            value = record.value or b""
            if sought in value and name_of(value) not in OfMany:
                event = decode(value)
                if (
                    isinstance(event, VacancyEvent | DecisionEvent)
                    and event.vacancy_id == vacancy_id
                ):
                    return event.job_group
    raise UnknownVacancy(vacancy_id, reader.partitions(PROPOSALS), len(pools))
