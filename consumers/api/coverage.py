"""Aggregates: how strong the bench is, and who is in the pool, eligible and listed."""

from fastapi import APIRouter

from consumers.api.access import Reader
from consumers.api.pages import everything
from consumers.questions import coverage as questions
from consumers.questions.coverage import AdverseImpact, Coverage
from consumers.questions.paging import Page
from consumers.web.serving import ServingNow

router = APIRouter(tags=["coverage"])


@router.get("/coverage")
def coverage(who: Reader, served: ServingNow) -> Page[Coverage]:
    """Memberships by profile, rating and the month in which they end."""
    with served.engine.connect() as connection:
        return everything(questions.coverage(connection))


@router.get("/adverse-impact")
def adverse_impact(who: Reader, served: ServingNow) -> Page[AdverseImpact]:
    """People in the pool, eligible and listed, by gender or region, over each vacancy's last list.

    Null is what too few people stand behind: what is hidden stays hidden. Rates of lines that rest
    on different lists are no comparison: see `lists_with_eligible`.
    """
    with served.engine.connect() as connection:
        return everything(questions.adverse_impact(connection))
