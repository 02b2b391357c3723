"""One person's log with the changes laid over it, folded as the candidates stage folds it.

A slot is a place in the candidate-log with the events that now stand there: the original one, a
correction right behind it, and what was added after it. The pool is told once for each slot, so
that a membership's numbers still rise from record to record, as in any log.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from schemas.events import (
    AssessmentCompleted,
    CandidateMerged,
    CandidateState,
    Event,
    LogPosition,
    MembershipRecorded,
    PersonAbsorbed,
    PersonErased,
)
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.others import ToOthers, told_to_others
from streams.candidates.recorded import LOG, changed_memberships
from streams.history.backtest.changes import LAST_WORD, Correction, recalibrating, voiding


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is said of assessments; each counts from the assessment's own place."""

    voided: frozenset[str]
    corrected: Mapping[str, Correction]

    def of(self, event: Event) -> Iterator[Event]:
        """What follows an event at its own place."""
        if not isinstance(event, AssessmentCompleted):
            return
        if event.assessment_id in self.corrected:
            yield recalibrating(event, self.corrected[event.assessment_id], LAST_WORD)
        if event.assessment_id in self.voided:
            yield voiding(event, LAST_WORD)


class Entry(NamedTuple):
    """A record of the log, or what is added behind the record with this number."""

    number: int
    event: Event


class Told(NamedTuple):
    """What came of a life."""

    memberships: list[MembershipRecorded]
    others: list[ToOthers]


def lived(
    candidate_id: str, partition: int, entries: Sequence[Entry], corrections: Corrections
) -> Told:
    """Entries in the order of the log, those of one number in the order in which they count."""
    state, facts = NOBODY, memberships(NOBODY)
    told = Told([], [])
    for count, slot in groupby(entries, key=lambda entry: entry.number):
        position = LogPosition(log=LOG, partition=partition, count=count)
        before, known = state, facts
        state, cause = _folded(candidate_id, state, (entry.event for entry in slot), corrections)
        if state is not before:
            facts = memberships(state)
            changed = changed_memberships(candidate_id, known, facts, cause, position)
            told.memberships.extend(changed)
        told.others.extend(told_to_others(candidate_id, before, state, cause, position))
    return told


class Log(NamedTuple):
    """What stands under one id."""

    partition: int
    entries: Sequence[Entry]
    end: int | None = None
    """The number of the last record, where news stands behind it and not at its own time."""


def connected(
    people: Mapping[str, Log], corrections: Corrections
) -> list[MembershipRecorded] | None:
    """Ids of one person: what they tell each other is told anew.

    A record by which history told one of them something gives way to the one that is told now for
    the same cause. None where they come to no end.
    """
    heard: dict[str, dict[str, ToOthers]] | None = None
    for _ in range(sum(len(log.entries) for log in people.values()) + 2):
        told = {
            who: lived(who, log.partition, _hearing(log, heard, who), corrections)
            for who, log in people.items()
        }
        now: dict[str, dict[str, ToOthers]] = {who: {} for who in people}
        for each in told.values():
            for news in each.others:
                now.setdefault(news.candidate_id, {})[news.event_id] = news
        if now == heard:
            return [record for each in told.values() for record in each.memberships]
        heard = now
    return None


def _folded(
    candidate_id: str, state: CandidateState, events: Iterable[Event], corrections: Corrections
) -> tuple[CandidateState, Event]:
    """The state after a slot, and which of its events brought it about."""
    cause: Event | None = None
    last: Event | None = None
    for original in events:
        for event in (original, *corrections.of(original)):
            whose = candidate_id if isinstance(event, CandidateMerged) else None
            after = fold(state, event, whose)
            last = _at_the_time_of(original, event)
            if after is not state:
                state, cause = after, last
    if last is None:
        raise AssertionError("a slot without an event")
    return state, cause or last


def _at_the_time_of(original: Event, event: Event) -> Event:
    """A correction is told at the time of what it corrects, however much it outweighs."""
    if event is original:
        return event
    return replace(event, occurred_at=original.occurred_at, recorded_at=original.recorded_at)


def _hearing(log: Log, heard: Mapping[str, Mapping[str, ToOthers]] | None, who: str) -> list[Entry]:
    """The log with what other ids tell now; the first time around as it stands."""
    if heard is None:
        return list(log.entries)
    news = dict(heard[who])
    hearing: list[Entry] = []
    for entry in log.entries:
        if not isinstance(entry.event, PersonAbsorbed | PersonErased):
            hearing.append(entry)
        elif (now := news.pop(entry.event.event_id, None)) is not None:
            hearing.append(Entry(entry.number, now))
    hearing.extend(Entry(_place_of(late, log), late) for late in news.values())
    return sorted(hearing, key=lambda entry: entry.number)


def _place_of(news: ToOthers, log: Log) -> int:
    """What history never told is told behind the last thing recorded before it."""
    if log.end is not None:
        return max(log.end, *(entry.number for entry in log.entries), 0) + 1
    before = (e.number for e in log.entries if e.event.recorded_at <= news.recorded_at)
    return max(before, default=0)
