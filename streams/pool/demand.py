"""What a vacancy asks of the memberships of its profile, on the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from schemas.events import DutyStationClassified, MemberStateListPublished, VacancyOpened
from streams.pool.answers import Question, answers_of
from streams.pool.code_lists import CodeLists
from streams.pool.policy import Policy
from streams.pool.reference import ReferenceFacts
from streams.pool.vacancy import Vacancy
from streams.rules.days import day_number
from streams.rules.ratings import LEVELS
from streams.rules.rows import Demand, RowNumbers, Waiver

_NO_VACANCY = -3
"""A code that stands in no row: nobody is committed to the vacancy."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a vacancy is judged under."""

    reference: ReferenceFacts
    policy: Policy
    day: date
    classified: DutyStationClassified | None = None
    """What holds at the vacancy's place, where it is not to be looked up as of the day."""


class Memberships(Protocol):
    """Those that a vacancy is judged for, by number."""

    def row_concerned(self, candidate_id: str) -> int | None: ...


def demand_of(
    vacancy: Vacancy, terms: VacancyOpened, table: Memberships, lists: CodeLists, under: Setting
) -> Demand:
    """The vacancy's terms as the rules read them."""
    today, policy = day_number(under.day), under.policy
    start = max(day_number(terms.start_by), today)
    station = under.classified or under.reference.station(terms.duty_station, under.day)
    grade = policy.grades.get(terms.grade)
    staffing = None if grade is None else grade.staffing
    member_states = under.reference.member_states("MEMBER_STATES", under.day)
    asked = Question(
        terms=terms,
        policy=policy,
        reference=under.reference,
        day=under.day,
        start=start,
        station=station,
        staffing=staffing,
        members=_countries(member_states),
    )
    return Demand(
        terms=terms,
        rule_set=policy.rules,
        vacancy_id=terms.vacancy_id,
        job_group=terms.job_group,
        grade=terms.grade,
        day=today,
        start=start,
        start_by=terms.start_by,
        min_level=LEVELS[terms.min_rating],
        vacancy_code=lists.vacancies.known(terms.vacancy_id, _NO_VACANCY),
        declined=_rows_declined(vacancy, table),
        declined_events=vacancy.declined,
        station=station,
        staffing=staffing,
        member_states=member_states,
        ranks=policy.ranks,
        answers=answers_of(asked, lists),
        waivers=tuple(_waivers(vacancy, table, policy, under.day)),
    )


def _countries(listed: MemberStateListPublished | None) -> frozenset[str] | None:
    return None if listed is None else frozenset(state.country for state in listed.states)


def _rows_declined(vacancy: Vacancy, table: Memberships) -> RowNumbers:
    rows = {table.row_concerned(candidate_id) for candidate_id, _ in vacancy.declined}
    return np.array(sorted(row for row in rows if row is not None), np.int64)


def _waivers(vacancy: Vacancy, table: Memberships, policy: Policy, day: date) -> Iterator[Waiver]:
    """Those granted for rules that can be waived, not over yet, for people of the profile."""
    for granted in vacancy.waivers:
        row, named = table.row_concerned(granted.candidate_id), policy.waivable(granted.rule)
        over = granted.valid_until is not None and granted.valid_until < day
        if row is None or named is None or over:
            continue
        accepted = granted.shortfall_accepted or 0
        yield Waiver(
            row=row,
            rule=granted.rule,
            shortfall_accepted=None if granted.extent == "FULL" else accepted,
            never_for=named.never_waived_for,
            event_id=granted.event_id,
        )
