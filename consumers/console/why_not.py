"""Why somebody is on a list or not: asked of history, seconds later in its place on the page."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from consumers.console.rendering import page
from consumers.console.session import PrivateVisitor
from consumers.console.why_not_words import sentences
from consumers.web.ports import Away, NotKnown
from consumers.web.serving import Serving, ServingNow

router = APIRouter()


@router.get("/why-not/{vacancy_id:path}")
def why_not(
    request: Request,
    vacancy_id: str,
    who: PrivateVisitor,
    served: ServingNow,
    candidate_id: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """A page of its own; a vacancy's page takes the answer out of it."""
    values = {"vacancy_id": vacancy_id, "candidate_id": candidate_id.strip()}
    return page(request, "why_not.html", values | _told(served, **values))


def _told(served: Serving, vacancy_id: str, candidate_id: str) -> dict[str, Any]:
    try:
        explained = served.ports.explain(vacancy_id, candidate_id)
    except (NotKnown, Away) as error:
        return {"explained": None, "sentences": [], "trouble": str(error)}
    return {"explained": explained, "sentences": list(sentences(explained)), "trouble": ""}
