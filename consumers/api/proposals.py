"""Proposals: the last word on each vacancy, every revision, and the whole document."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Union

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from consumers.api.access import Reader
from consumers.api.contract import ABOUT_PROPOSALS, told_model
from consumers.api.pages import everything, known
from consumers.api.parameters import (
    VALUES_MAX,
    JobGroups,
    Limit,
    OneRevision,
    PageCursor,
    VacancyId,
)
from consumers.questions import proposals as questions
from consumers.questions.paging import Page
from consumers.questions.private import without_private
from consumers.questions.proposals import Proposal, Revision
from consumers.web.roles import may
from consumers.web.serving import ServingNow
from consumers.web.tokens import Caller

router = APIRouter(tags=["proposals"])

Status = Literal["OPEN", "REVIEWED", "WITHDRAWN", "DEFERRED", "HELD", "EXPIRED"]
Statuses = Annotated[
    list[Status] | None,
    Query(max_length=VALUES_MAX, description="Only these; else all.", examples=[["OPEN"]]),
]
DOCUMENT: Any = Union[tuple(told_model(one) for one in ABOUT_PROPOSALS)]  # noqa: UP007


@router.get("/proposals")
def proposals(
    who: Reader,
    served: ServingNow,
    status: Statuses = None,
    job_group: JobGroups = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Proposal]:
    """The last word on each vacancy, the latest first. A proposal is a recommendation."""
    with served.engine.connect() as connection:
        found = questions.proposals(connection, status or (), job_group or (), limit, cursor)
    return found if _all(who) else Page([_silent(one) for one in found.items], found.next)


@router.get("/vacancies/{vacancy_id:path}/proposal", response_model=DOCUMENT)
def proposal(
    who: Reader, served: ServingNow, vacancy_id: VacancyId, revision: OneRevision = None
) -> JSONResponse:
    """The whole event: the ordered list with what explains it, or why there is none.

    Roles that may not read private facts get who is listed where and with how many points, and
    nothing that says why.
    """
    with served.engine.connect() as connection:
        found = questions.document(connection, vacancy_id, revision)
    which = vacancy_id if revision is None else f"{vacancy_id} in revision {revision}"
    document: Mapping[str, Any] = known(found, "proposal for vacancy", which)
    return JSONResponse(document if _all(who) else without_private(document))


@router.get("/vacancies/{vacancy_id:path}/revisions")
def revisions(who: Reader, served: ServingNow, vacancy_id: VacancyId) -> Page[Revision]:
    """Every event about the proposal in brief, the latest first."""
    with served.engine.connect() as connection:
        found = questions.revisions(connection, vacancy_id)
    told = known(found or None, "proposal for vacancy", vacancy_id)
    return everything(told if _all(who) else [replace(one, reason=None) for one in told])


def _all(who: Caller) -> bool:
    return may(who.role, "read_private")


def _silent(one: Proposal) -> Proposal:
    """The reason names people, and why each left the list."""
    return replace(one, reason=None)
