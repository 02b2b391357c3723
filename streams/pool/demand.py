"""What a vacancy asks of the memberships of its profile, on the day."""

from datetime import date

import numpy as np

from schemas.events import VacancyOpened
from streams.pool.codes import Codes
from streams.pool.table import Table
from streams.pool.vacancy import Vacancy
from streams.rules.days import day_number
from streams.rules.ratings import LEVELS
from streams.rules.rows import Demand

_NO_VACANCY = -3
"""A code that stands in no row: nobody is committed to the vacancy."""


def demand_of(
    vacancy: Vacancy, terms: VacancyOpened, table: Table, vacancies: Codes, day: date
) -> Demand:
    """The vacancy's terms as the rules read them; `vacancies` codes the commitments."""
    today = day_number(day)
    declined = {table.row_of(candidate_id) for candidate_id, _ in vacancy.declined} - {None}
    return Demand(
        vacancy_id=terms.vacancy_id,
        job_group=terms.job_group,
        grade=terms.grade,
        day=today,
        start=max(day_number(terms.start_by), today),
        start_by=terms.start_by,
        min_level=LEVELS[terms.min_rating],
        vacancy_code=vacancies.known(terms.vacancy_id, _NO_VACANCY),
        declined=np.array(sorted(row for row in declined if row is not None), np.int64),
        declined_events=vacancy.declined,
    )
