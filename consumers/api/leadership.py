"""The leadership pipeline: editions with their funnels, needs of people, and nominations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from consumers.api.access import PrivateReader, Reader
from consumers.api.pages import everything, known
from consumers.api.parameters import (
    VALUES_MAX,
    Code,
    EditionId,
    JobGroups,
    Limit,
    NominationId,
    OneCandidate,
    PageCursor,
)
from consumers.questions import leadership as questions
from consumers.questions.funnels import Funnel, funnel
from consumers.questions.leadership import Edition, LeadershipRemark
from consumers.questions.needs import Need, WantedNeeds, needs
from consumers.questions.nominations import (
    Answer,
    Nomination,
    NominationStatus,
    WantedNominations,
    answers_of,
    grounds_of,
    nomination,
    nominations,
)
from consumers.questions.paging import Page
from consumers.web.serving import ServingNow
from schemas.events import NominationGround

router = APIRouter(tags=["leadership"])

Competency = Annotated[Code | None, Query(description="Only needs in this competency.")]
OpenOnly = Annotated[bool, Query(description="`false`: those that are closed, too.")]
OneEdition = Annotated[Code | None, Query(description="Only for this edition.")]
Statuses = Annotated[
    list[NominationStatus] | None, Query(max_length=VALUES_MAX, description="Only these; else all.")
]


@dataclass(frozen=True, kw_only=True)
class WholeEdition:
    """One edition and how far its people came."""

    edition: Edition
    funnel: Funnel | None


@dataclass(frozen=True, kw_only=True)
class WholeNomination:
    """One nomination with what speaks for it and what people said."""

    nomination: Nomination
    grounds: Sequence[NominationGround]
    said: Sequence[Answer]


@router.get("/leadership/editions")
def editions(who: Reader, served: ServingNow) -> Page[Edition]:
    """Editions of leadership programmes with their seats, the latest start first."""
    with served.engine.connect() as connection:
        return everything(questions.editions(connection))


@router.get("/leadership/editions/{edition_id:path}")
def edition(who: Reader, served: ServingNow, edition_id: EditionId) -> WholeEdition:
    """One edition, and how many of its people came how far: counts, and nothing of causes."""
    with served.engine.connect() as connection:
        return WholeEdition(
            edition=known(questions.edition(connection, edition_id), "edition", edition_id),
            funnel=funnel(connection, edition_id),
        )


@router.get("/leadership/needs")
def development_needs(
    who: PrivateReader,
    served: ServingNow,
    candidate_id: OneCandidate = None,
    job_group: JobGroups = None,
    competency: Competency = None,
    open_only: OpenOnly = True,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Need]:
    """What assessments showed below the level expected, for people rated ready with needs."""
    wanted = WantedNeeds(
        candidate_id=candidate_id,
        job_groups=job_group or (),
        competency=competency,
        open_only=open_only,
    )
    with served.engine.connect() as connection:
        return needs(connection, wanted, limit, cursor)


@router.get("/leadership/nominations")
def leadership_nominations(
    who: PrivateReader,
    served: ServingNow,
    edition_id: OneEdition = None,
    candidate_id: OneCandidate = None,
    status: Statuses = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Nomination]:
    """Who could take which seat, by edition and place. A nomination is a recommendation."""
    wanted = WantedNominations(
        edition_id=edition_id, candidate_id=candidate_id, statuses=status or ()
    )
    with served.engine.connect() as connection:
        return nominations(connection, wanted, limit, cursor)


@router.get("/leadership/nominations/{nomination_id:path}")
def leadership_nomination(
    who: PrivateReader, served: ServingNow, nomination_id: NominationId
) -> WholeNomination:
    """One of them with its grounds, and what people said to it, the latest first."""
    with served.engine.connect() as connection:
        found = nomination(connection, nomination_id)
        return WholeNomination(
            nomination=known(found, "nomination", nomination_id),
            grounds=grounds_of(connection, nomination_id),
            said=answers_of(connection, nomination_id),
        )


@router.get("/leadership/remarks")
def leadership_remarks(
    who: PrivateReader, served: ServingNow, limit: Limit = 100, cursor: PageCursor = None
) -> Page[LeadershipRemark]:
    """What was stated about programmes and does not fit, and what to do, the latest first."""
    with served.engine.connect() as connection:
        return questions.leadership_remarks(connection, limit, cursor)
