"""The proposals on a day: what was really said, or what the facts known now would have said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from schemas.codec import decode
from schemas.events import (
    CannotConfirm,
    DecisionRefused,
    NearMiss,
    ProposalCounts,
    ProposalEvent,
    RankedCandidate,
    RuleAnswer,
    RuleSetUsed,
    VacancyPath,
)
from streams.history.as_of.clock import AsOf
from streams.history.as_of.pools import PoolOnDay
from streams.history.as_of.roster import Wanted
from streams.history.as_of.whole import Asked, ask_pools, refuse_future
from streams.history.cuts import marks
from streams.history.explain.errors import OutsideHistory
from streams.history.explain.person_then import Say
from streams.history.explain.pool_then import numbered
from streams.history.explain.vacancies import PROPOSALS
from streams.history.logs import LogReader, Logs, Place, places
from streams.history.processes import Tell, in_processes
from streams.history.refold import POOL_LOG
from streams.pool.case import Case
from streams.pool.holdings import Holdings
from streams.pool.lineup import lineup_of
from streams.pool.listing import listing_of
from streams.pool.verdict import verdict_on

_OF_CLOSING = ("vacancy cancelled", "vacancy filled")
"""Decisions refused for these count once it proves that the vacancy was open again."""


@dataclass(frozen=True, kw_only=True)
class Proposable:
    """What would be said of a vacancy on the day: no event, for nobody said it then."""

    vacancy_id: str
    job_group: str
    grade: str
    title: str
    as_of: date
    say: Say
    reason: str
    path: VacancyPath
    path_answer: RuleAnswer | None
    missing: tuple[str, ...]
    reviewed: str | None
    """The type of the review by people that stands; the list shown is what facts make, all the
    same."""
    rule_set: RuleSetUsed | None
    counts: ProposalCounts | None
    ranked: tuple[RankedCandidate, ...]
    tier_unconfirmed: tuple[RankedCandidate, ...]
    near_misses: tuple[NearMiss, ...]
    cannot_confirm: tuple[CannotConfirm, ...]
    explanation: str | None

    @property
    def stands(self) -> bool:
        return self.say not in ("WITHDRAW", "EXPIRE")


class _Topic(NamedTuple):
    logs: Logs
    place: Place


def said_by(asked: Asked, wanted: Wanted) -> list[ProposalEvent]:
    """The last word on each vacancy that was recorded by the end of the day; by vacancy."""
    with asked.logs.open() as reader:
        refuse_future(reader, asked.as_of.day)
        _refuse_before_first_look(reader, asked.as_of.day)
        tasks = [_Said(asked.logs, place, asked.as_of) for place in places(reader, PROPOSALS)]
        workers = asked.workers(reader)
    found = in_processes(_said, tasks, workers, asked.tell)
    events = (event for part in found for event in part)
    kept = [event for event in events if wanted.profile(event.job_group, event.grade)]
    return sorted(kept, key=lambda event: event.vacancy_id)


def proposable(asked: Asked, wanted: Wanted) -> list[Proposable]:
    """Of every vacancy opened by then, from all that is known now; by vacancy."""
    with asked.logs.open() as reader:
        topics = [_Topic(asked.logs, place) for place in places(reader, PROPOSALS)]
        workers = asked.workers(reader)
    refused = in_processes(_refused, topics, workers, asked.tell)
    answers = ask_pools(asked, partial(_of_pool, wanted), frozenset[str]().union(*refused))
    found: list[Proposable] = [one for answer in answers for one in answer]
    return sorted(found, key=lambda one: one.vacancy_id)


class _Said(NamedTuple):
    logs: Logs
    place: Place
    as_of: AsOf


def _said(task: _Said, tell: Tell) -> list[ProposalEvent]:
    last: dict[bytes, bytes] = {}
    with task.logs.open() as reader:
        for _, record in numbered(reader, task.place, tell):
            value = record.value or b""
            event = decode(value)
            if isinstance(event, ProposalEvent) and task.as_of.admits(event):
                last[record.key or b""] = value
    return [decode(value) for value in last.values()]


def _refused(topic: _Topic, tell: Tell) -> frozenset[str]:
    with topic.logs.open() as reader:
        events = (decode(it.value or b"") for _, it in numbered(reader, topic.place, tell))
        return frozenset(
            event.decision_event_id
            for event in events
            if isinstance(event, DecisionRefused) and not event.reason.startswith(_OF_CLOSING)
        )


def _refuse_before_first_look(reader: LogReader, day: date) -> None:
    partitions = range(reader.partitions(POOL_LOG))
    first = min(
        mark.day for number in partitions for mark in marks(reader, number) if mark.day is not None
    )
    if day < first:
        raise OutsideHistory("what was said", day, f"its first day is {first}")


def _of_pool(wanted: Wanted, pool: PoolOnDay) -> list[Proposable]:
    cases = (case for _, case in sorted(pool.holdings.cases.items()))
    return [one for case in cases for one in _of_case(wanted, pool.holdings, case)]


def _of_case(wanted: Wanted, holdings: Holdings, case: Case) -> Iterator[Proposable]:
    terms, policy = case.vacancy.terms, holdings.policy
    day = holdings.reference.day
    if terms is None or day is None or not wanted.profile(terms.job_group, terms.grade):
        return
    verdict = verdict_on(case.vacancy, holdings.reference, policy)
    fields = {}
    if verdict.say == "LIST" and policy is not None:
        of_group = (len(t) for (group, _), t in holdings.tables.items() if group == terms.job_group)
        fields = listing_of(terms, lineup_of(holdings, case, terms, policy), sum(of_group)).fields
    review = case.vacancy.review
    yield Proposable(
        vacancy_id=case.vacancy_id,
        job_group=terms.job_group,
        grade=terms.grade,
        title=terms.title,
        as_of=day,
        say=verdict.say,
        reason=verdict.reason,
        path=verdict.path,
        path_answer=verdict.answer,
        missing=verdict.missing,
        reviewed=None if review is None else type(review).__name__,
        rule_set=None if policy is None else policy.used,
        counts=fields.get("counts"),
        ranked=fields.get("ranked", ()),
        tier_unconfirmed=fields.get("tier_unconfirmed", ()),
        near_misses=fields.get("near_misses", ()),
        cannot_confirm=fields.get("cannot_confirm", ()),
        explanation=fields.get("explanation"),
    )
