"""Vacancies as the facts about them stand, filtered and paged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from consumers.projection.tables import VACANCY_EVENTS
from consumers.questions.paging import Page, key_of, page
from consumers.questions.records import columns_of, records
from consumers.questions.views import VACANCIES


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """One vacancy; what no fact states is null."""

    vacancy_id: str
    job_group: str
    grade: str | None
    state: str
    reason: str | None
    post_id: str | None
    title: str | None
    country: str | None
    city_code: str | None
    expected_on: date | None
    opened_on: date | None
    start_by: date | None
    closes_on: date | None
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a vacancy states of itself that no view shows."""

    urgent: bool = False
    hard_to_fill: bool = False


def vacancies(
    connection: Connection,
    states: Sequence[str],
    job_groups: Sequence[str],
    limit: int,
    cursor: str | None = None,
) -> Page[Vacancy]:
    """By id; no states or job groups: all of them. Raises NoCursor."""
    query = (
        select(*columns_of(VACANCIES, Vacancy)).order_by(VACANCIES.c.vacancy_id).limit(limit + 1)
    )
    if states:
        query = query.where(VACANCIES.c.state.in_(states))
    if job_groups:
        query = query.where(VACANCIES.c.job_group.in_(job_groups))
    if cursor is not None:
        query = query.where(VACANCIES.c.vacancy_id > key_of(cursor, 1)[0])
    rows = records(connection, query, Vacancy)
    return page(rows, limit, lambda one: (one.vacancy_id,))


def vacancy(connection: Connection, vacancy_id: str) -> Vacancy | None:
    query = select(*columns_of(VACANCIES, Vacancy)).where(VACANCIES.c.vacancy_id == vacancy_id)
    found = records(connection, query, Vacancy)
    return found[0] if found else None


def vacancies_named(connection: Connection, vacancy_ids: Collection[str]) -> dict[str, Vacancy]:
    """By id; those that nobody stated are missing."""
    query = select(*columns_of(VACANCIES, Vacancy))
    query = query.where(VACANCIES.c.vacancy_id.in_(vacancy_ids))
    return {one.vacancy_id: one for one in records(connection, query, Vacancy)}


def terms_of(connection: Connection, vacancy_id: str) -> Terms:
    """As its opening and amendments state them, the later of two counting."""
    names = tuple(Terms.__dataclass_fields__)
    order = (VACANCY_EVENTS.c.occurred_at, VACANCY_EVENTS.c.recorded_at, VACANCY_EVENTS.c.event_id)
    query = select(*columns_of(VACANCY_EVENTS, Terms)).order_by(*order)
    query = query.where(
        VACANCY_EVENTS.c.vacancy_id == vacancy_id,
        VACANCY_EVENTS.c.event_type.in_(("VacancyOpened", "VacancyAmended")),
    )
    stated: dict[str, bool] = {}
    for row in connection.execute(query):
        stated |= {name: row._mapping[name] for name in names if row._mapping[name] is not None}
    return Terms(**stated)
