"""One person and one vacancy in a pool as it was: what the vacancy is, and where the person is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from schemas.events import (
    Basis,
    MembershipRecorded,
    MembershipStatus,
    Rating,
    RuleAnswer,
    RuleSetUsed,
    VacancyPath,
)
from streams.history.explain.judged import Judged, board_of
from streams.pool.case import Case
from streams.pool.holdings import Holdings
from streams.pool.roster import said_in_words
from streams.pool.table import Table
from streams.pool.verdict import verdict_on

Say = Literal["LIST", "WITHDRAW", "DEFER", "HOLD", "EXPIRE", "NOTHING"]


@dataclass(frozen=True, kw_only=True)
class VacancyThen:
    """What is to be said of a vacancy, and what was last said of it."""

    vacancy_id: str
    job_group: str
    grade: str | None
    """Null until it is opened; so is the title."""
    title: str | None
    state: str
    say: Say
    """LIST: people are proposed. NOTHING: it was not opened yet."""
    reason: str
    path: VacancyPath
    path_answer: RuleAnswer | None
    missing: tuple[str, ...]
    revision: int
    """Of the last proposal event; 0 where there is none yet."""
    said: str | None
    """That event's type."""
    reviewed_revision: int | None
    """The revision that people reviewed, where that review stands."""


@dataclass(frozen=True, kw_only=True)
class MembershipThen:
    """A membership of the person, as the pool of its job group has it."""

    job_group: str
    grade: str
    status: MembershipStatus | None
    """As the roster last said; null where it says nothing, or where another pool says it."""
    valid_from: date | None
    valid_until: date | None
    rating: Rating | None
    bases: tuple[Basis, ...]
    recorded: MembershipRecorded
    """The facts that it is judged by."""


@dataclass(frozen=True, kw_only=True)
class PersonThen:
    """All that a pool knows of a person for a vacancy."""

    vacancy: VacancyThen
    candidate_id: str
    """Under which the person goes on."""
    asked_as: str
    memberships: tuple[MembershipThen, ...]
    """In the vacancy's pool; job groups with pools of their own are not among them."""
    rank_said: int | None
    """On the list that stands; after a review that is the reviewed one."""
    rule_set: RuleSetUsed | None
    judged: Judged | None
    """Null without a membership in the profile, or where there is nothing to judge by yet."""


def person_then(holdings: Holdings, vacancy_id: str, candidate_id: str) -> PersonThen:
    """Nothing is changed by asking: lists of codes may grow, which decide nothing."""
    case = holdings.cases.get(vacancy_id) or Case(vacancy_id)
    goes_on_as = _goes_on_as(holdings, candidate_id)
    board = board_of(holdings, case)
    ranked = case.published.ranked if case.published.lists else ()
    return PersonThen(
        vacancy=vacancy_then(holdings, case),
        candidate_id=goes_on_as,
        asked_as=candidate_id,
        memberships=tuple(_memberships(holdings, goes_on_as)),
        rank_said=ranked.index(goes_on_as) + 1 if goes_on_as in ranked else None,
        rule_set=None if holdings.policy is None else holdings.policy.used,
        judged=None if board is None else board.judged(goes_on_as),
    )


def vacancy_then(holdings: Holdings, case: Case) -> VacancyThen:
    verdict = verdict_on(case.vacancy, holdings.reference, holdings.policy)
    terms, published = case.vacancy.terms, case.published
    known = list(case.events.values())
    return VacancyThen(
        vacancy_id=case.vacancy_id,
        job_group=getattr(known[0], "job_group", "") if known else "",
        grade=None if terms is None else terms.grade,
        title=None if terms is None else terms.title,
        state=case.vacancy.state,
        say="NOTHING" if terms is None else verdict.say,
        reason=verdict.reason,
        path=verdict.path,
        path_answer=verdict.answer,
        missing=verdict.missing,
        revision=published.revision,
        said=published.kind,
        reviewed_revision=case.review.revision_seen if case.review else None,
    )


def _goes_on_as(holdings: Holdings, candidate_id: str) -> str:
    """An id merged into another one stands for that one, where the vacancy's group knows it."""
    for table in _tables(holdings):
        row = table.row_concerned(candidate_id)
        if row is not None and table.candidate_ids[row] != candidate_id:
            return table.candidate_ids[row]
    return candidate_id


def _memberships(holdings: Holdings, candidate_id: str) -> Iterator[MembershipThen]:
    for table in _tables(holdings):
        row = table.row_of(candidate_id)
        if row is not None:
            recorded = holdings.read(table.recorded[row])
            yield _membership(table, row, recorded)


def _membership(table: Table, row: int, recorded: MembershipRecorded) -> MembershipThen:
    (published,) = table.published(np.array([row]))
    said = said_in_words(published)
    said.pop("version")
    return MembershipThen(job_group=table.job_group, grade=table.grade, recorded=recorded, **said)


def _tables(holdings: Holdings) -> list[Table]:
    """Of all job groups that share the pool: a person's memberships there are known too."""
    return [table for _, table in sorted(holdings.tables.items())]
