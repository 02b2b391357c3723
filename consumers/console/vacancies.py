"""All vacancies that anything was proposed for, by what was said last."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions import proposals
from consumers.questions.vacancies import vacancies_named
from consumers.web.serving import ServingNow

router = APIRouter()

PAGE = 50
STATUSES = ("OPEN", "REVIEWED", "HELD", "DEFERRED", "EXPIRED", "WITHDRAWN")
Status = Literal["", "OPEN", "REVIEWED", "HELD", "DEFERRED", "EXPIRED", "WITHDRAWN"]


@router.get("/vacancies")
def vacancies(
    request: Request,
    who: Visitor,
    served: ServingNow,
    status: Annotated[Status, Query()] = "",
    cursor: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    wanted = [status] if status else []
    with served.engine.connect() as connection:
        found = proposals.proposals(connection, wanted, [], PAGE, cursor or None)
        # The last word is no list for some: it names neither title nor place.
        stated = vacancies_named(connection, [one.vacancy_id for one in found.items])
    values = {"found": found, "stated": stated, "status": status, "cursor": cursor}
    return page(request, "vacancies.html", values | {"statuses": STATUSES})
