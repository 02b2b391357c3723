"""Leadership: editions with their seats, and the needs that they could meet."""

from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from consumers.console.filters import Filters, Text
from consumers.console.per_tick import Kept
from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions.leadership import editions, leadership_remarks
from consumers.questions.needs import WantedNeeds, needs
from consumers.questions.progress import day_reached
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter()

NEEDS = 50
REMARKS = 20


class AskedNeeds(Filters):
    """Nothing given: every need that is open."""

    path: ClassVar[str] = "/leadership"
    job_group: Text = ""
    competency: Text = ""
    candidate_id: Text = ""

    def wanted(self) -> WantedNeeds:
        return WantedNeeds(
            candidate_id=self.candidate_id.strip() or None,
            job_groups=[self.job_group.strip()] if self.job_group.strip() else (),
            competency=self.competency.strip() or None,
        )


@router.get("/leadership")
def leadership_page(
    request: Request,
    who: Visitor,
    served: ServingNow,
    kept: Kept,
    asked: Annotated[AskedNeeds, Query()],
) -> Response:
    private = may(who.role, "read_private")
    values: dict[str, Any] = {
        "editions": kept.ask(editions),
        "day": kept.ask(day_reached),
        "private": private,
        "asked": asked,
    }
    if private:
        with served.engine.connect() as connection:
            values |= _of_people(connection, asked)
    return page(request, "leadership.html", values)


def _of_people(connection: Connection, asked: AskedNeeds) -> dict[str, Any]:
    return {
        "needs": needs(connection, asked.wanted(), NEEDS, asked.cursor or None),
        "remarks": leadership_remarks(connection, REMARKS).items,
    }
