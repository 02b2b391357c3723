"""Forecasts: openings ahead with who could take them, and the bench month by month."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, func, select

from consumers.projection.tables import HORIZON_OPENINGS, HORIZON_PARTS, HORIZON_STRENGTH
from consumers.questions.records import columns_of, records


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a pool foresaw in one month: a forecast, no promise."""

    job_group: str
    made_in: date
    """The first day of the month."""
    as_of: date
    rule_set_id: str
    rule_set_version: int
    decision_version: int
    openings: int


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A post that may fall vacant."""

    vacancy_id: str
    post_id: str
    grade: str
    country: str
    city_code: str
    hardship_class: str | None
    reason: str
    expected_on: date
    eligible: int
    cannot_confirm: int | None
    """Null where whoever asks may not read what is missing of people."""
    expiring: int


@dataclass(frozen=True, kw_only=True)
class Strength:
    """Members who would be there in a month, beside the openings expected in it."""

    month: date
    grade: str
    dimension: str
    value: str
    members: int
    openings: int
    gap: int


def forecasts(connection: Connection) -> list[Forecast]:
    """The latest of each job group, by job group; only those of which every part is here."""
    found = records(connection, _whole(), Forecast)
    latest = {one.job_group: one for one in sorted(found, key=lambda one: one.made_in)}
    return [latest[job_group] for job_group in sorted(latest)]


def months_of(connection: Connection, job_group: str) -> list[date]:
    """In which a forecast was made, the latest first."""
    found = records(connection, _whole(job_group), Forecast)
    return sorted((one.made_in for one in found), reverse=True)


def forecast(
    connection: Connection, job_group: str, made_in: date | None = None
) -> Forecast | None:
    """By default the latest; None: there is none, or not of that month."""
    found = records(connection, _whole(job_group), Forecast)
    wanted = [one for one in found if made_in in (None, one.made_in)]
    return max(wanted, key=lambda one: one.made_in, default=None)


def openings(connection: Connection, of: Forecast) -> list[Opening]:
    """By day."""
    table = HORIZON_OPENINGS.c
    query = select(*columns_of(HORIZON_OPENINGS, Opening))
    query = query.where(table.job_group == of.job_group, table.made_in == of.made_in)
    return records(connection, query.order_by(table.expected_on, table.vacancy_id), Opening)


def strength(connection: Connection, of: Forecast) -> list[Strength]:
    """By grade, dimension, value and month."""
    table = HORIZON_STRENGTH.c
    query = select(*columns_of(HORIZON_STRENGTH, Strength))
    query = query.where(table.job_group == of.job_group, table.made_in == of.made_in)
    order = (table.grade, table.dimension, table.value, table.month)
    return records(connection, query.order_by(*order), Strength)


def _whole(job_group: str | None = None) -> Select[tuple[object, ...]]:
    """Forecasts of which every part is here."""
    table = HORIZON_PARTS.c
    key = (table.job_group, table.made_in)
    # All parts of a forecast say the same of these.
    same = ("as_of", "rule_set_id", "rule_set_version", "decision_version")
    query = select(
        *key,
        *(func.min(table[name]).label(name) for name in same),
        func.sum(table.openings).label("openings"),
    ).group_by(*key)
    if job_group is not None:
        query = query.where(table.job_group == job_group)
    return query.having(func.count() == func.max(table.parts))
