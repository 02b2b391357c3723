"""Bench strength: how many memberships each profile has, when they end, and what is asked of it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, case, func, or_, select

from consumers.projection.tables import PROPOSAL_REVISIONS, PROPOSALS, ROSTER
from consumers.questions.records import columns_of, records
from consumers.questions.roster import ENDED
from consumers.questions.views import ADVERSE_IMPACT, VACANCIES

_BENCH = (ROSTER.c.job_group, ROSTER.c.grade, ROSTER.c.rating, ROSTER.c.valid_until)
_KEPT_AS = {
    "ACTIVE": "active",
    "ON_HOLD": "on_hold",
    "SUSPENDED": "suspended",
    "COMMITTED": "taken",
    "PLACED": "taken",
}

NEEDING = ("OPEN", "ANTICIPATED")
"""States of a vacancy that asks for people, now or soon."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """One line of the view `coverage`; `expires_in` is a month such as 2026-05, null: no end."""

    job_group: str
    grade: str
    rating: str
    expires_in: str | None
    active: int
    on_hold: int
    suspended: int
    taken: int


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How many active memberships of a profile end, in the order of the days asked for."""

    job_group: str
    grade: str
    people: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Need:
    """A vacancy that asks for people; null where no list that stands tells it."""

    vacancy_id: str
    job_group: str
    grade: str | None
    state: str
    eligible: int | None
    hardship_class: str | None
    """Of the duty station, as the list that stands has it."""


@dataclass(frozen=True, kw_only=True)
class AdverseImpact:
    """One line of the view `adverse_impact`; null: nothing that may be shown."""

    job_group: str
    grade: str
    dimension: str
    value: str
    lists: int
    lists_with_eligible: int
    pool: int | None
    eligible: int | None
    listed: int | None
    eligible_rate: float | None
    eligible_ratio: float | None
    listed_rate: float | None
    listed_ratio: float | None


def coverage(connection: Connection) -> list[Coverage]:
    """By profile, rating and month.

    The view `coverage` says the same. It puts days into months for every membership; counted by
    day first, straight from an index, a large roster takes a tenth of the time.
    """
    key = (*_BENCH, ROSTER.c.status)
    query = select(*key, func.count()).where(ROSTER.c.status.not_in(ENDED)).group_by(*key)
    counts: defaultdict[tuple[str, str, str, str | None], Counter[str]] = defaultdict(Counter)
    for job_group, grade, rating, until, status, people in connection.execute(query):
        month = until.isoformat()[:7] if until else None
        counts[job_group, grade, rating or "NOT_ASSESSED", month][_KEPT_AS[status]] += people
    # A month that is null comes first, as in SQL.
    ordered = sorted(counts.items(), key=lambda one: (*one[0][:3], one[0][3] or ""))
    return [
        Coverage(
            job_group=job_group,
            grade=grade,
            rating=rating,
            expires_in=month,
            active=told["active"],
            on_hold=told["on_hold"],
            suspended=told["suspended"],
            taken=told["taken"],
        )
        for (job_group, grade, rating, month), told in ordered
    ]


def ending(connection: Connection, days: Sequence[date]) -> list[Ending]:
    """Active memberships whose last day is not after each of the days; by profile."""
    profile = ROSTER.c.job_group, ROSTER.c.grade
    ends = ROSTER.c.valid_until
    sums = [func.sum(case((ends <= day, 1), else_=0)) for day in days]
    query = select(*profile, *sums).where(ROSTER.c.status == "ACTIVE", ends <= max(days))
    return [
        Ending(job_group=row[0], grade=row[1], people=tuple(row[2:]))
        for row in connection.execute(query.group_by(*profile).order_by(*profile))
    ]


def needs(connection: Connection) -> list[Need]:
    """Every vacancy that asks for people, beside the list that stands for it; by profile."""
    word, told, asked = PROPOSALS.c, PROPOSAL_REVISIONS.c, VACANCIES.c
    standing = or_(
        and_(word.status == "OPEN", told.revision == word.revision),
        and_(word.status == "REVIEWED", told.revision == word.reviewed_revision),
    )
    lists = VACANCIES.outerjoin(PROPOSALS, word.vacancy_id == asked.vacancy_id).outerjoin(
        PROPOSAL_REVISIONS, and_(told.vacancy_id == asked.vacancy_id, standing)
    )
    query = (
        select(
            *(asked[name] for name in ("vacancy_id", "job_group", "grade", "state")),
            told.eligible,
            told.hardship_class,
        )
        .select_from(lists)
        .where(asked.state.in_(NEEDING))
        .order_by(asked.job_group, asked.grade, asked.vacancy_id)
    )
    return records(connection, query, Need)


def adverse_impact(connection: Connection) -> list[AdverseImpact]:
    """By profile, dimension and value."""
    columns = columns_of(ADVERSE_IMPACT, AdverseImpact)
    return records(connection, select(*columns).order_by(*columns[:4]), AdverseImpact)
