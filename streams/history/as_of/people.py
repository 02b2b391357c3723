"""Everybody's memberships by the facts that count: folded from the candidate-log, filtered."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from schemas.codec import decode, encode
from schemas.events import (
    CandidateMerged,
    CandidateState,
    Event,
    LogPosition,
    MembershipRecorded,
    PersonAbsorbed,
)
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.others import told_to_others
from streams.candidates.recorded import changed_memberships
from streams.history.as_of.clock import AsOf
from streams.history.explain.events_seen import PersonLog
from streams.history.explain.pool_then import numbered
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import CANDIDATE_LOG
from streams.pool.reference import Reference


@dataclass
class Known:
    """What one partition's facts come to."""

    memberships: list[tuple[str, bytes]] = field(default_factory=list)
    """Of each the job group and the framed `MembershipRecorded`, as of the facts that count."""
    joined: set[str] = field(default_factory=set)
    """Ids that were said to be one person with another id: to be folded together."""
    first: datetime | None = None
    """The earliest time of a fact by the clock, whether it counts or not."""

    def note(self, event: Event, as_of: AsOf) -> bool:
        """Whether the event counts."""
        if as_of.clock == "recorded" or not isinstance(event, Reference):
            moment = as_of.time_of(event)
            self.first = moment if self.first is None else min(self.first, moment)
        return as_of.admits(event)

    def keep(self, recorded: Iterable[MembershipRecorded]) -> None:
        self.memberships += ((one.job_group, encode(one)) for one in recorded)


@dataclass
class _Person:
    state: CandidateState = NOBODY
    last: tuple[int, Event] | None = None


def people_of(reader: LogReader, partition: int, as_of: AsOf, tell: Tell) -> Known:
    """Of everybody whose log is in the partition, but for those who have several ids."""
    known, people = Known(), dict[str, _Person]()
    place = Place(CANDIDATE_LOG, partition)
    for count, record in numbered(reader, place, tell):
        event: Event = decode(record.value or b"")
        if told_by_stage(event) or not known.note(event, as_of):
            continue
        whose = (record.key or b"").decode()
        if isinstance(event, CandidateMerged):
            known.joined |= {event.candidate_id, event.merged_candidate_id}
            continue
        person = people.setdefault(whose, _Person())
        person.state, person.last = fold(person.state, event, whose), (count, event)
    for whose, person in people.items():
        if whose not in known.joined:
            known.keep(_recorded(whose, person, partition))
    return known


def told_by_stage(event: Event) -> bool:
    """It may tell more than what counts on the day, or less: it is worked out anew."""
    return isinstance(event, PersonAbsorbed)


def people_with_several_ids(logs: Iterable[PersonLog], as_of: AsOf) -> Iterator[MembershipRecorded]:
    """Ids that belong together, each told by the others what it must know."""
    by_id = {log.candidate_id: log for log in logs}
    states, last = states_together(by_id.values(), as_of)
    for whose, state in states.items():
        if whose in last:
            place = by_id[whose].place
            yield from _recorded(whose, _Person(state, last[whose]), place.partition)


def states_together(
    logs: Iterable[PersonLog], as_of: AsOf
) -> tuple[dict[str, CandidateState], dict[str, tuple[int, Event]]]:
    """The state of each id, and the last of its own events that counts."""
    states: dict[str, CandidateState] = {}
    last: dict[str, tuple[int, Event]] = {}
    waiting = deque[tuple[str, int, Event]]()
    for log in logs:
        for count, event in log.records:
            if not told_by_stage(event) and as_of.admits(event):
                last[log.candidate_id] = count, event
                waiting.append((log.candidate_id, count, event))
    while waiting:
        whose, count, event = waiting.popleft()
        before = states.setdefault(whose, NOBODY)
        states[whose] = after = fold(before, event, whose)
        if (after is before and not before.erased) or not _of_several(before, after):
            continue
        position = LogPosition(log=CANDIDATE_LOG, partition=0, count=count)
        for told in told_to_others(whose, before, after, event, position):
            waiting.append((told.candidate_id, count, told))
    return states, last


def _of_several(before: CandidateState, after: CandidateState) -> bool:
    return bool(before.candidate_id or after.candidate_id or before.erased)


def _recorded(whose: str, person: _Person, partition: int) -> list[MembershipRecorded]:
    """One for each profile, stated by the last event that counts."""
    if person.last is None:
        return []
    count, cause = person.last
    position = LogPosition(log=CANDIDATE_LOG, partition=partition, count=count)
    return changed_memberships(whose, {}, memberships(person.state), cause, position)
