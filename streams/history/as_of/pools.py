"""A pool looked at once, on a day, with the facts that count, in whatever order they came."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from schemas.codec import decode, name_of
from schemas.days import day_started
from schemas.events import (
    DayStarted,
    Event,
    LogPosition,
    MembershipEvent,
    MembershipRecorded,
    VacancyEvent,
)
from streams.history.as_of.clock import AsOf
from streams.history.as_of.people import Known
from streams.history.explain.pool_then import OfMany, numbered
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.moment import Moment
from streams.pool.opening import Opening
from streams.pool.reference import Reference
from streams.pool.roster_news import speak_of_memberships
from streams.pool.vacancy import DecisionEvent


@dataclass
class PoolOnDay:
    """Memberships, vacancies and reference facts as they stand together."""

    holdings: Holdings
    roster: list[MembershipEvent]
    """One for each membership there is or was; its version counts nothing here."""
    facts: Known
    """Of the pool's own log alone, for the limits of what it knows."""


def pool_on(
    reader: LogReader,
    partition: int,
    as_of: AsOf,
    memberships: Iterable[bytes],
    refused: Collection[str],
    tell: Tell,
) -> PoolOnDay:
    """`refused`: the ids of decisions that count for nothing."""
    holdings, facts = Holdings(Opening()), Known()
    for event, value in _facts(reader, partition, tell):
        if facts.note(event, as_of) and event.event_id not in refused:
            _take(holdings, event, value)
    for framed in memberships:
        holdings.record(holdings.membership(framed))
    today = day_started(as_of.day)
    holdings.refer(today, b"")
    return PoolOnDay(holdings, _roster(holdings, partition, as_of), facts)


def _facts(reader: LogReader, partition: int, tell: Tell) -> Iterator[tuple[Event, bytes]]:
    """All but what the stages told each other and which days they saw."""
    for _, record in numbered(reader, Place(POOL_LOG, partition), tell):
        value = record.value or b""
        if name_of(value) not in OfMany:
            event: Event = decode(value)
            if not isinstance(event, DayStarted):
                yield event, value


def _take(holdings: Holdings, event: Event, value: bytes) -> None:
    if isinstance(event, VacancyEvent | DecisionEvent):
        holdings.case(event.vacancy_id).take(event, value)
    elif isinstance(event, Reference):
        holdings.refer(event, value)


def _roster(holdings: Holdings, partition: int, as_of: AsOf) -> list[MembershipEvent]:
    _remember(holdings, as_of.day)
    done = Evaluation()
    position = LogPosition(log=POOL_LOG, partition=partition, count=0)
    speak_of_memberships(holdings, Moment(position, as_of.end, as_of.day), done)
    return done.roster


def _remember(holdings: Holdings, day: date) -> None:
    """A roster tells of a membership that is over only where there was one: by the facts, here."""
    rules = holdings.reference.rule_set(day)
    good = frozenset(rules.satisfactory_ratings) if rules else frozenset[str]()
    for table in holdings.tables.values():
        were = [_was_member(decode(framed), day, good) for framed in table.recorded]
        table["version"][np.flatnonzero(were)] = 1


def _was_member(facts: MembershipRecorded, day: date, good: frozenset[str]) -> bool:
    """Of those whom no assessment makes a member today: whether anything ever did."""
    if facts.departure is not None:
        return facts.departure.kind == "LEFT"
    since, post = facts.member_since, facts.incumbency
    if since is None or since > day:
        return False
    by_post = facts.assessment is None or (post is not None and post.starts_on == since)
    rated = facts.performance is not None and facts.performance.rating in good
    return rated or not by_post
