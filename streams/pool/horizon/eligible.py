"""Who could take an opening on its day, by what is known today."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

import numpy as np

from schemas.events import AnticipatedOpening, VacancyOpened
from streams.matching.judgement import Judgement, judge
from streams.pool.demand import Setting, demand_of
from streams.pool.holdings import Holdings
from streams.pool.horizon.opening import Opening
from streams.pool.moment import SOURCE, Moment
from streams.pool.policy import Policy
from streams.pool.standing import stand_on_another_day
from streams.pool.table import Table
from streams.pool.vacancy import UNHEARD
from streams.rules.days import day_number
from streams.rules.outcomes import FAIL, UNKNOWN
from streams.rules.person import Person
from streams.rules.rows import Demand, RowNumbers
from streams.rules.standing import ACTIVE, Flags


def with_people(
    holdings: Holdings, policy: Policy, openings: Iterable[Opening], moment: Moment
) -> Iterator[AnticipatedOpening]:
    """In the order of the openings, which is that of their days."""

    def day_judged(opening: Opening) -> date:
        return max(opening.expected_on, moment.as_of)

    for day, of_day in groupby(openings, key=day_judged):
        then: dict[str, Table] = {}
        for opening in of_day:
            today = holdings.table(opening.job_group, opening.grade)
            if opening.grade not in then:
                then[opening.grade] = brought_to(today, day, policy, holdings)
            yield _counted(holdings, policy, opening, (today, then[opening.grade]), moment, day)


def brought_to(table: Table, day: date, policy: Policy, holdings: Holdings) -> Table:
    """The memberships as they would stand on a day if nothing more was said of anybody."""
    then = table.apart()
    stand_on_another_day(then, slice(None), day, policy, holdings.lists)
    return then


def asking_ahead(
    holdings: Holdings, policy: Policy, terms: VacancyOpened, table: Table, days: tuple[date, date]
) -> Demand:
    """As on the day to come; `days`: the one on which notice is given, and that one."""
    told, then = days
    setting = Setting(holdings.reference, policy, then)
    demand = demand_of(UNHEARD, terms, table, holdings.lists, setting)
    return replace(demand, day=day_number(told))


def _counted(
    holdings: Holdings,
    policy: Policy,
    opening: Opening,
    tables: tuple[Table, Table],
    moment: Moment,
    day: date,
) -> AnticipatedOpening:
    today, then = tables
    terms = terms_of(opening, moment, day)
    demand = asking_ahead(holdings, policy, terms, then, (moment.as_of, day))
    judgement = judge(then.chunks(), len(then), demand, policy.hard, _nobody)
    leaving = _rows_of(then, opening.holders)
    station = holdings.reference.station(opening.duty_station, moment.as_of)
    return AnticipatedOpening(
        vacancy_id=opening.vacancy_id,
        post_id=opening.post_id,
        grade=opening.grade,
        duty_station=opening.duty_station,
        hardship_class=None if station is None else station.hardship_class,
        reason=opening.reason,
        expected_on=opening.expected_on,
        eligible=_others(judgement.eligible, leaving),
        cannot_confirm=_others(judgement.cannot_confirm, leaving),
        expiring=_others(_expiring(judgement, policy, today), leaving),
    )


def terms_of(opening: Opening, moment: Moment, day: date) -> VacancyOpened:
    """What every post asks; languages and tiers are known only once it is advertised."""
    return VacancyOpened(
        event_id=opening.vacancy_id,
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        vacancy_id=opening.vacancy_id,
        job_group=opening.job_group,
        grade=opening.grade,
        post_id=opening.post_id,
        title=opening.post_id,
        duty_station=opening.duty_station,
        reason=opening.reason,
        rotational=True,
        opened_on=moment.as_of,
        start_by=day,
    )


def _expiring(judgement: Judgement, policy: Policy, today: Table) -> RowNumbers:
    """Members today whom nothing but the end of their membership bars then."""
    (ended,) = (number for number, rule in enumerate(policy.hard) if rule.id == "H3")
    lapsed = (judgement.answers[ended] == FAIL) & (judgement.failures == 1)
    rows: RowNumbers = np.flatnonzero(lapsed & (today["status"] == ACTIVE))
    sure: Flags = (judgement.answers[:, rows] != UNKNOWN).all(axis=0)
    return rows.compress(sure)


def _rows_of(table: Table, people: Iterable[str]) -> list[int]:
    rows = (table.row_of(candidate_id) for candidate_id in people)
    return [row for row in rows if row is not None]


def _others(rows: RowNumbers, leaving: list[int]) -> int:
    return len(rows) - int(np.isin(leaving, rows).sum())


def _nobody(row: int) -> Person:
    raise LookupError(f"row {row}: no waiver is granted for what is only foreseen")
