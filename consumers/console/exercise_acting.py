"""Takes what a form asks for or decides in an exercise, and publishes it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from consumers.console.act_form import act_of, allowed_kind
from consumers.console.address import part
from consumers.console.exercise import exercise_page
from consumers.console.exercise_shown import Shown
from consumers.console.filters import Text
from consumers.console.kept_form import Fields, KeptForm, fields_of
from consumers.console.publishing import taken
from consumers.console.sent import SentNow
from consumers.console.session import PrivateVisitor, SameSession
from consumers.questions.exercises import exercise
from consumers.web.acting import EXERCISE_ACT_KINDS
from consumers.web.ports import NotKnown
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller
from schemas.events import Event

router = APIRouter()


@router.post("/act/{cycle_id:path}", dependencies=[SameSession])
def act_in_exercise(
    request: Request,
    cycle_id: Text,
    who: PrivateVisitor,
    served: ServingNow,
    sent: SentNow,
    fields: Annotated[Fields, Depends(fields_of)],
) -> Response:
    """Back to the page, which shows it on its way; or the same form, with what is wrong."""

    def again(kept: KeptForm, status: int) -> Response:
        return exercise_page(request, served, sent, who, cycle_id, Shown(), kept, status)

    return taken(
        served,
        sent,
        fields,
        make=lambda: _event(served, cycle_id, who, fields),
        again=again,
        onward=f"/rotation/{part(cycle_id)}#acts",
    )


def _event(served: Serving, cycle_id: str, who: Caller, fields: Fields) -> Event:
    """Raises WrongDecision, or NotKnown for a cycle that nobody spoke of."""
    kind = allowed_kind(fields, EXERCISE_ACT_KINDS, who)
    with served.engine.connect() as connection:
        if exercise(connection, cycle_id) is None:
            raise NotKnown("")
    return act_of(fields, kind, {"cycle_id": cycle_id}, who, served.ports.now())
