"""Vacancies as the facts about them stand."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from consumers.api.access import Reader
from consumers.api.pages import known
from consumers.api.parameters import VALUES_MAX, JobGroups, Limit, PageCursor, VacancyId
from consumers.questions import vacancies as questions
from consumers.questions.paging import Page
from consumers.questions.vacancies import Vacancy
from consumers.web.serving import ServingNow

router = APIRouter(tags=["vacancies"])

State = Literal["PENDING", "ANTICIPATED", "OPEN", "SUSPENDED", "FILLED", "IN_ROTATION", "CANCELLED"]
States = Annotated[
    list[State] | None, Query(max_length=VALUES_MAX, description="Only these; else all.")
]


@router.get("/vacancies")
def vacancies(
    who: Reader,
    served: ServingNow,
    state: States = None,
    job_group: JobGroups = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Vacancy]:
    """By id."""
    with served.engine.connect() as connection:
        return questions.vacancies(connection, state or (), job_group or (), limit, cursor)


@router.get("/vacancies/{vacancy_id:path}")
def vacancy(who: Reader, served: ServingNow, vacancy_id: VacancyId) -> Vacancy:
    """One of them; what no fact states is null."""
    with served.engine.connect() as connection:
        return known(questions.vacancy(connection, vacancy_id), "vacancy", vacancy_id)
