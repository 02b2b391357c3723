"""One person, pseudonymous: memberships, how they came about, the lists and decisions."""

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request, Response

from consumers.console.person_plans import plans_for
from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions import people
from consumers.questions.people import Listing
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter()

PUBLIC_SECTIONS = ("RANKED",)
"""Of a list everybody may see who is ranked; who is left out, and by what, tells facts."""


@router.get("/people/{candidate_id:path}")
def person_page(request: Request, who: Visitor, served: ServingNow, candidate_id: str) -> Response:
    if "\x00" in candidate_id:
        # PostgreSQL refuses to be asked for it, and nobody has such an id.
        raise HTTPException(404)
    private = may(who.role, "read_private")
    with served.engine.connect() as connection:
        memberships = people.memberships_of(connection, candidate_id)
        history = people.history_of(connection, candidate_id)
        listings = people.listings_of(connection, candidate_id)
        decisions = people.decisions_about(connection, candidate_id)
        refused = people.refusals_among(connection, [one.event_id for one in decisions])
        plans = plans_for(connection, candidate_id) if private else None
    known = bool(memberships or history or listings or decisions or plans)
    values = {
        "candidate_id": candidate_id,
        "memberships": memberships,
        "history": history,
        "listings": listings if private else _public(listings),
        "decisions": decisions if private else [],
        "refused": refused,
        "plans": plans,
        "known": known,
        "private": private,
    }
    return page(request, "person.html", values, 200 if known else 404)


def _public(listings: Sequence[Listing]) -> list[Listing]:
    return [one for one in listings if one.section in PUBLIC_SECTIONS]
