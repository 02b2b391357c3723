"""The roster: who is a member where, and one person's memberships over time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from consumers.api.access import Reader
from consumers.api.pages import known
from consumers.api.parameters import (
    VALUES_MAX,
    CandidateId,
    Grades,
    JobGroups,
    Limit,
    OneCandidate,
    PageCursor,
)
from consumers.questions.paging import Page
from consumers.questions.people import (
    Listing,
    MembershipVersion,
    history_of,
    listings_of,
    memberships_of,
)
from consumers.questions.roster import Membership, Wanted, memberships
from consumers.web.roles import may
from consumers.web.serving import ServingNow
from consumers.web.tokens import Caller
from schemas.events import MembershipStatus

router = APIRouter(tags=["roster"])

Statuses = Annotated[
    list[MembershipStatus] | None,
    Query(max_length=VALUES_MAX, description="Only these; else all that have not ended."),
]
Ratings = Annotated[
    list[Literal["STAR", "TIER_1", "TIER_2", "NOT_ASSESSED"]] | None,
    Query(max_length=VALUES_MAX, description="Only these; `NOT_ASSESSED` stands for none."),
]
EndsBy = Annotated[
    date | None,
    Query(description="Only those whose last day is not after it.", examples=["2026-12-31"]),
]


@dataclass(frozen=True, kw_only=True)
class PersonOnRoster:
    """What the roster and the lists say of one person, and nothing of their facts."""

    candidate_id: str
    memberships: Sequence[Membership]
    history: Sequence[MembershipVersion]
    lists: Sequence[Listing]


@router.get("/roster")
def roster(
    who: Reader,
    served: ServingNow,
    job_group: JobGroups = None,
    grade: Grades = None,
    status: Statuses = None,
    rating: Ratings = None,
    ends_by: EndsBy = None,
    candidate_id: OneCandidate = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Membership]:
    """Memberships as they are now, by candidate, job group and grade.

    A page is right at its time: walking through all of them while rows come and go meets each row
    that stayed exactly once.
    """
    wanted = Wanted(
        job_groups=job_group or (),
        grades=grade or (),
        statuses=status or (),
        ratings=rating or (),
        ends_by=ends_by,
        candidate_id=candidate_id,
    )
    with served.engine.connect() as connection:
        return memberships(connection, wanted, limit, cursor)


@router.get("/roster/{candidate_id:path}")
def person_on_roster(who: Reader, served: ServingNow, candidate_id: CandidateId) -> PersonOnRoster:
    """One person: memberships, ended ones too; each version, the latest first; and the lists that
    stand now. Near misses and what cannot be confirmed are told to roles that may read private
    facts."""
    with served.engine.connect() as connection:
        found = PersonOnRoster(
            candidate_id=candidate_id,
            memberships=memberships_of(connection, candidate_id),
            history=history_of(connection, candidate_id),
            lists=_told(listings_of(connection, candidate_id), who),
        )
    anything = found.memberships or found.history or found.lists
    return known(found if anything else None, "person", candidate_id)


def _told(lists: Sequence[Listing], who: Caller) -> list[Listing]:
    """A near miss tells that one rule excludes the person, and the remark which one."""
    if may(who.role, "read_private"):
        return list(lists)
    return [replace(one, remark=None) for one in lists if one.section == "RANKED"]
