"""What happens if it is published today: history to its end, the changes as events behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from schemas.events import Event, LogPosition, MembershipRecorded
from schemas.partitioning import partition_of
from streams.history.backtest.changes import Changes, recalibrating, voiding
from streams.history.backtest.comparing import Comparison
from streams.history.backtest.finding import Found, affected, find
from streams.history.backtest.in_place import follow, outcome_of
from streams.history.backtest.lane import (
    POOLS,
    Both,
    Framed,
    Lane,
    Overlay,
    evaluated,
    framed_event,
)
from streams.history.backtest.outcome import Outcome
from streams.history.backtest.placing import Added, Memberships
from streams.history.backtest.retelling import retell
from streams.history.backtest.routes import of_people, of_pools
from streams.history.logs import Logs
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG
from streams.pool.evaluation import Evaluation


def what_happens_from_now(logs: Logs, changes: Changes, processes: int, tell: Tell) -> Outcome:
    """Raises BacktestError where the changes do not fit the history."""
    found = find(logs, changes, processes, tell)
    with logs.open() as reader:
        lanes = [Lane(reader, number, _nothing()) for number in range(POOLS)]
        appended = appended_events(changes, found, _today(lanes))
        people = _people(changes, found, appended)
        told = retell(logs, changes, found, people, processes, tell, appended=_ordered(appended))
        comparison = follow(lanes, tell)
        _publish(lanes, appended, told, comparison)
        for lane in lanes:
            comparison.look_before(_open_decisions(lane), lane.history, lane.altered)
        outcome = outcome_of(reader, lanes, comparison, found, people, in_place=False)
    return replace(outcome, appended=tuple(appended))


def appended_events(changes: Changes, found: Found, at: datetime) -> list[Event]:
    """The changes as events to publish, as of a time; the same for the same history."""
    corrected = {each.assessment_id: each for each in changes.corrected}
    events: list[Event] = []
    for assessment_id, assessment in sorted(found.assessments.items()):
        if assessment_id in corrected:
            events.append(recalibrating(assessment, corrected[assessment_id], at))
        if any(choice.fits(assessment) for choice in changes.voided):
            events.append(voiding(assessment, at))
    if changes.rule_set is not None:
        events.append(changes.rule_set)
    return [*events, *changes.added]


def _publish(
    lanes: Sequence[Lane],
    appended: Iterable[Event],
    told: Iterable[MembershipRecorded],
    comparison: Comparison,
) -> None:
    """One further step for each pool, and then what the pools tell each other of their lists."""
    waiting: list[list[Framed]] = [[] for _ in lanes]
    for event in appended:
        for number in of_pools(event):
            waiting[number].append(framed_event(event))
    for record in told:
        waiting[partition_of(record.job_group.encode(), POOLS)].append(framed_event(record))
    while any(waiting):
        listed: list[Framed] = []
        for lane, events in zip(lanes, waiting, strict=True):
            if events:
                listed += map(framed_event, _step(lane, events, comparison).listings)
        waiting = [list(listed) for _ in lanes]


def _step(lane: Lane, events: Sequence[Framed], comparison: Comparison) -> Evaluation:
    lane.part()
    lane.appended += len(events)
    count = lane.end + lane.appended
    position = LogPosition(log=POOL_LOG, partition=lane.partition, count=count)
    said = Both(Evaluation(), evaluated(lane.altered, events, position))
    comparison.look_after(
        (lane.history, said.history), (lane.altered, said.altered), lane.partition
    )
    return said.altered


def _people(changes: Changes, found: Found, appended: Iterable[Event]) -> list[frozenset[str]]:
    named = {who for event in appended for who in of_people(event)}
    return [group for group in affected(changes, found) if group & named]


def _ordered(appended: Sequence[Event]) -> list[Event]:
    return [event for event in appended if any(True for _ in of_people(event))]


def _open_decisions(lane: Lane) -> list[Event]:
    """What was decided about vacancies that are still open, in the order in which it was."""
    cases = (lane.history.holdings.cases[one] for one in sorted(lane.history.holdings.live))
    events = [event for case in cases for event in case.counting()]
    return sorted(events, key=lambda event: (event.occurred_at, event.event_id))


def _today(lanes: Iterable[Lane]) -> datetime:
    """The last day of the history: corrections published now would be of that day."""
    day = max((lane.day for lane in lanes if lane.day is not None), default=None)
    return datetime.combine(day, time(), UTC) if day else datetime(1970, 1, 1, tzinfo=UTC)


def _nothing() -> Overlay:
    return Overlay(Memberships(frozenset(), ()), Added(()), {}, None)
