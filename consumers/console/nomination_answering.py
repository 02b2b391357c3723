"""Takes from a form what somebody says to a nomination, and publishes it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from consumers.console.act_form import act_of, allowed_kind
from consumers.console.address import part
from consumers.console.edition import edition_page
from consumers.console.filters import Text
from consumers.console.kept_form import Fields, KeptForm, fields_of
from consumers.console.publishing import taken
from consumers.console.sent import SentNow
from consumers.console.session import DecidingVisitor, SameSession
from consumers.questions.nominations import Nomination, nomination
from consumers.web.acting import NOMINATION_ANSWER_KINDS, ground_of_nomination
from consumers.web.ports import NotKnown
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller
from schemas.events import Event

router = APIRouter()


@router.post("/answer/{nomination_id:path}", dependencies=[SameSession])
def answer_nomination(
    request: Request,
    nomination_id: Text,
    who: DecidingVisitor,
    served: ServingNow,
    sent: SentNow,
    fields: Annotated[Fields, Depends(fields_of)],
) -> Response:
    """Back to the edition's page, which shows it on its way; or the form, with what is wrong."""
    with served.engine.connect() as connection:
        known = nomination(connection, nomination_id)
    if known is None:
        raise NotKnown("")

    def again(kept: KeptForm, status: int) -> Response:
        return edition_page(
            request,
            served,
            sent,
            who,
            known.edition_id,
            kept=kept,
            answered=nomination_id,
            status=status,
        )

    return taken(
        served,
        sent,
        fields,
        make=lambda: _event(served, known, who, fields),
        again=again,
        onward=f"/leadership/{part(known.edition_id)}#nominations",
    )


def _event(served: Serving, known: Nomination, who: Caller, fields: Fields) -> Event:
    """Raises WrongDecision."""
    kind = allowed_kind(fields, NOMINATION_ANSWER_KINDS, who)
    about = {"nomination_id": known.nomination_id}
    return act_of(fields, kind, about, who, served.ports.now(), ground_of_nomination(known))
