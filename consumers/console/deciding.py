"""Takes a decision from a form and publishes it; what becomes of it, the read model tells."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection

from consumers.console.address import part
from consumers.console.kept_form import Fields, KeptForm, fields_of, key_of, kind_of, stated
from consumers.console.publishing import SOURCE, taken
from consumers.console.sent import SentNow
from consumers.console.session import DecidingVisitor, SameSession
from consumers.console.vacancy import vacancy_page
from consumers.console.vacancy_choices import Choices, choices_of, passes_over
from consumers.questions import decisions, proposals
from consumers.web.deciding import WrongDecision, decision
from consumers.web.ports import NotKnown
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller
from schemas.events import Event
from schemas.problem import malformed

router = APIRouter()


@router.post("/decide/{vacancy_id:path}", dependencies=[SameSession])
def decide(
    request: Request,
    vacancy_id: str,
    who: DecidingVisitor,
    served: ServingNow,
    sent: SentNow,
    fields: Annotated[Fields, Depends(fields_of)],
) -> Response:
    """Back to the page, which shows it on its way; or the same form, with what is wrong."""

    def again(kept: KeptForm, status: int) -> Response:
        return vacancy_page(request, served, sent, who, vacancy_id, kept=kept, status=status)

    return taken(
        served,
        sent,
        fields,
        make=lambda: _event(served, vacancy_id, who, fields),
        again=again,
        onward=f"/vacancies/{part(vacancy_id)}#decisions",
    )


def _event(served: Serving, vacancy_id: str, who: Caller, fields: Fields) -> Event:
    """Raises WrongDecision, or NotKnown for a vacancy that nobody spoke of."""
    kind = kind_of(fields)
    said = stated(fields, kind)
    with served.engine.connect() as connection:
        ground = decisions.ground_of(connection, vacancy_id)
        if ground is None:
            raise NotKnown("")
        if kind == "CandidateShortlisted":
            said["override"] = _passes_over(connection, vacancy_id, said)
        if "offer" in fields:
            said |= _of_offer(connection, vacancy_id, fields["offer"])
    now = served.ports.now()
    return decision(kind, said, ground, who, source=SOURCE, key=key_of(fields), now=now)


def _passes_over(connection: Connection, vacancy_id: str, said: Mapping[str, Any]) -> bool:
    """By the list that was seen: nobody has to say it, and nobody can hide it."""
    seen = _list_seen(connection, vacancy_id, said.get("revision_seen", 0))
    if seen is None:
        return False
    shortlisted = _choices(connection, vacancy_id, seen).shortlisted
    return passes_over(seen, said.get("candidate_id", ""), shortlisted)


def _list_seen(connection: Connection, vacancy_id: str, revision: int) -> Mapping[str, Any] | None:
    """Of a revision: with advice, the list that it is about."""
    seen = proposals.document(connection, vacancy_id, revision)
    if seen is not None and "reviewed_revision" in seen:
        seen = proposals.document(connection, vacancy_id, seen["reviewed_revision"])
    return seen if seen is not None and "ranked" in seen else None


def _of_offer(connection: Connection, vacancy_id: str, offer_id: str) -> Mapping[str, Any]:
    """To whom it was made; Pathways itself refuses an answer that comes too late."""
    offers = _choices(connection, vacancy_id, None).offers
    found = [one for one in offers if one.offer_id == offer_id]
    if not found:
        raise WrongDecision(malformed("offer", "choose an offer that still stands"))
    return {"offer_id": offer_id, "candidate_id": found[0].candidate_id}


def _choices(connection: Connection, vacancy_id: str, listing: Mapping[str, Any] | None) -> Choices:
    taken = decisions.decisions_of(connection, vacancy_id)
    return choices_of(listing, taken, decisions.states_of(connection, vacancy_id))
