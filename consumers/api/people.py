"""What is behind a list: why one person stands where they do, and all that is stated of them."""

from typing import Any

from fastapi import APIRouter

from consumers.api.access import PrivateReader
from consumers.api.parameters import CandidateId, VacancyId
from consumers.web.ports import Document
from consumers.web.serving import ServingNow

router = APIRouter(tags=["people"])

Told = dict[str, Any]


@router.get("/vacancies/{vacancy_id:path}/candidates/{candidate_id:path}/explanation")
def explanation(
    who: PrivateReader, served: ServingNow, vacancy_id: VacancyId, candidate_id: CandidateId
) -> Told:
    """Why somebody is on a list or not: every rule, what it asks, what is known, and each event
    that proves it, decided again from the logs. It may take seconds.

    The fields are those of `pathways explain VACANCY CANDIDATE --json`.
    """
    return _told(served.ports.explain(vacancy_id, candidate_id))


@router.get("/people/{candidate_id:path}/facts")
def facts(who: PrivateReader, served: ServingNow, candidate_id: CandidateId) -> Told:
    """All that is stated of a person now, each with its event.

    The fields are those of `pathways as-of DATE candidate ID --json`.
    """
    return _told(served.ports.person(candidate_id))


def _told(document: Document) -> Told:
    return dict(document)
