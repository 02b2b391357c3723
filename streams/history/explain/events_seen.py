"""The events behind an answer: what each one is, when it happened, and where it stands."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.codec import decode
from schemas.events import CandidateMerged, Event, LogPosition, MembershipRecorded
from schemas.partitioning import partition_of
from streams.history.explain.pool_then import numbered
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import CANDIDATE_LOG, POOL_LOG


@dataclass(frozen=True, kw_only=True)
class EventSeen:
    """An event where it first stands in the log that decided with it."""

    event_id: str
    event_type: str
    occurred_at: datetime
    """When it took effect."""
    recorded_at: datetime
    """When its source learnt of it."""
    position: LogPosition


@dataclass(frozen=True)
class PersonLog:
    """Everything that stands under one id, in the order of the log."""

    candidate_id: str
    place: Place
    records: Sequence[tuple[int, Event]]
    """With their numbers."""

    def seen(self) -> Iterator[EventSeen]:
        for count, event in self.records:
            yield seen(event, CANDIDATE_LOG, self.place.partition, count)


def seen(event: Event, log: str, partition: int, count: int) -> EventSeen:
    return EventSeen(
        event_id=event.event_id,
        event_type=type(event).__name__,
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        position=LogPosition(log=log, partition=partition, count=count),
    )


def place_of_person(reader: LogReader, candidate_id: str) -> Place:
    partitions = reader.partitions(CANDIDATE_LOG)
    return Place(CANDIDATE_LOG, partition_of(candidate_id.encode(), partitions))


def logs_of_people(
    reader: LogReader, candidate_ids: Collection[str], tell: Tell, *, both_ways: bool = False
) -> list[PersonLog]:
    """Of these ids and of all that were merged into them: facts stay where they were stated.

    Both ways: of the ids into which these were merged too. One pass over each partition that holds
    any of them, and another one where there were merges.
    """
    found: dict[str, PersonLog] = {}
    waiting = set(candidate_ids)
    while waiting:
        logs = _logs(reader, waiting, tell)
        found |= {log.candidate_id: log for log in logs}
        merges = [merge for log in logs for merge in _merges(log)]
        waiting = {it.merged_candidate_id for it in merges if it.candidate_id in found}
        if both_ways:
            waiting |= {it.candidate_id for it in merges}
        waiting -= found.keys()
    return list(found.values())


def _merges(log: PersonLog) -> list[CandidateMerged]:
    return [event for _, event in log.records if isinstance(event, CandidateMerged)]


def _logs(reader: LogReader, candidate_ids: Collection[str], tell: Tell) -> list[PersonLog]:
    places = {one: place_of_person(reader, one) for one in sorted(candidate_ids)}
    logs = []
    for place in sorted(set(places.values())):
        of_ids = {one.encode(): one for one, where in places.items() if where == place}
        records = _records(reader, place, of_ids, tell)
        logs += [PersonLog(one, place, of_one) for one, of_one in records.items()]
    return logs


def _records(
    reader: LogReader, place: Place, of_ids: dict[bytes, str], tell: Tell
) -> dict[str, list[tuple[int, Event]]]:
    found: dict[str, list[tuple[int, Event]]] = {one: [] for one in of_ids.values()}
    for count, record in numbered(reader, place, tell):
        candidate_id = of_ids.get(record.key or b"")
        if candidate_id is not None:
            found[candidate_id].append((count, decode(record.value or b"")))
    return found


def kept_seen(
    kept: Iterable[tuple[int, bytes]], partition: int, wanted: Collection[str]
) -> Iterator[EventSeen]:
    """Those of a pool-log's records that are wanted, by id."""
    sought = [one.encode() for one in wanted]
    for count, value in kept:
        if any(one in value for one in sought):
            event: Event = decode(value)
            if event.event_id in wanted:
                yield seen(event, POOL_LOG, partition, count)


def cause_seen(recorded: MembershipRecorded) -> EventSeen:
    """The event of a person's log that a membership's record tells: it has its times and place."""
    return EventSeen(
        event_id=recorded.causation_id or recorded.event_id,
        event_type=recorded.cause_type,
        occurred_at=recorded.occurred_at,
        recorded_at=recorded.recorded_at,
        position=recorded.position,
    )


def first_of_each(events: Iterable[EventSeen], wanted: Collection[str]) -> tuple[EventSeen, ...]:
    """A fact told twice stands in the log twice: the first one counted. Oldest effect first."""
    found: dict[str, EventSeen] = {}
    for event in events:
        if event.event_id in wanted:
            found.setdefault(event.event_id, event)
    return tuple(sorted(found.values(), key=lambda one: (one.occurred_at, one.event_id)))
