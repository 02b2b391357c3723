"""The page of an edition: its seats, whom they are proposed to, and how far its people came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from consumers.console.filters import LongText, Text
from consumers.console.kept_form import KeptForm, new_key
from consumers.console.rendering import page
from consumers.console.sent import Sent, SentNow
from consumers.console.session import Visitor
from consumers.questions.funnels import funnel
from consumers.questions.leadership import edition
from consumers.questions.nominations import (
    Answer,
    AnswerState,
    Nomination,
    WantedNominations,
    answer_state,
    answers_of,
    grounds_of,
    nominations,
)
from consumers.questions.progress import day_reached
from consumers.web.ports import NotKnown
from consumers.web.roles import may
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller
from schemas.events import NominationGround

router = APIRouter()

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class ShownNomination:
    """With what speaks for it and what people said."""

    it: Nomination
    grounds: Sequence[NominationGround]
    said: Sequence[tuple[Answer, AnswerState]]
    on_their_way: Sequence[Any]


@router.get("/leadership/{edition_id:path}")
def edition_of(
    request: Request,
    edition_id: Text,
    who: Visitor,
    served: ServingNow,
    sent: SentNow,
    cursor: Annotated[LongText, Query()] = "",
) -> Response:
    return edition_page(request, served, sent, who, edition_id, cursor)


def edition_page(
    request: Request,
    served: Serving,
    sent: Sent,
    who: Caller,
    edition_id: str,
    cursor: str = "",
    kept: KeptForm | None = None,
    answered: str = "",
    status: int = 200,
) -> Response:
    """`kept`: an answer to the nomination `answered` that could not be taken. Raises NotKnown."""
    private = may(who.role, "read_private")
    with served.engine.connect() as connection:
        found = edition(connection, edition_id)
        if found is None:
            raise NotKnown("")
        values: dict[str, Any] = {
            "edition": found,
            "funnel": funnel(connection, edition_id),
            "day": day_reached(connection),
        }
        if private:
            values |= _nominated(connection, edition_id, cursor, sent)
    values |= {
        "private": private,
        "answering": may(who.role, "decide"),
        "cursor": cursor,
        "kept": kept,
        "answered": answered,
        "new_key": new_key,
    }
    return page(request, "edition.html", values, status)


def _nominated(connection: Connection, edition_id: str, cursor: str, sent: Sent) -> dict[str, Any]:
    wanted = WantedNominations(edition_id=edition_id)
    found = nominations(connection, wanted, PAGE, cursor or None)
    shown = [_shown(connection, one, sent) for one in found.items]
    return {"nominations": shown, "next": found.next}


def _shown(connection: Connection, one: Nomination, sent: Sent) -> ShownNomination:
    answers = answers_of(connection, one.nomination_id)
    known = {answer.event_id for answer in answers}
    return ShownNomination(
        it=one,
        grounds=grounds_of(connection, one.nomination_id),
        said=[(answer, answer_state(connection, answer.event_id)) for answer in answers],
        on_their_way=sent.waiting("nomination_id", one.nomination_id, known),
    )
