"""One person, pseudonymous: memberships now and before, and the lists they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from consumers.projection.tables import DECISIONS, DECISIONS_REFUSED, MEMBERSHIP_VERSIONS, ROSTER
from consumers.questions.decisions import Decision, Refusal
from consumers.questions.records import columns_of, records
from consumers.questions.roster import Membership
from consumers.questions.views import PROPOSAL_ENTRIES


@dataclass(frozen=True, kw_only=True)
class MembershipVersion:
    """What was said of a membership at one time."""

    job_group: str
    grade: str
    version: int
    status: str
    rating: str | None
    valid_from: date | None
    valid_until: date | None
    reason: str
    as_of: date
    recorded_at: datetime
    event_id: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Where the person stands in the list of a vacancy."""

    vacancy_id: str
    title: str | None
    job_group: str
    grade: str
    revision: int
    section: str
    place: int
    remark: str | None
    """Null where whoever asks may not read what tells of facts."""


def memberships_of(connection: Connection, candidate_id: str) -> list[Membership]:
    """Ended ones too, by job group and grade."""
    columns = columns_of(ROSTER, Membership)
    query = select(*columns).where(ROSTER.c.candidate_id == candidate_id)
    query = query.order_by(ROSTER.c.job_group, ROSTER.c.grade)
    return records(connection, query, Membership)


def history_of(connection: Connection, candidate_id: str) -> list[MembershipVersion]:
    """Every version that is known, the latest first."""
    table = MEMBERSHIP_VERSIONS.c
    columns = columns_of(MEMBERSHIP_VERSIONS, MembershipVersion)
    query = select(*columns).where(table.candidate_id == candidate_id)
    # By the pool's own days: what it learnt late, and so after other versions, was recorded early.
    query = query.order_by(table.as_of.desc(), table.job_group, table.grade, table.version.desc())
    return records(connection, query, MembershipVersion)


def listings_of(connection: Connection, candidate_id: str) -> list[Listing]:
    """In lists that stand now, by vacancy."""
    columns = columns_of(PROPOSAL_ENTRIES, Listing)
    query = select(*columns).where(
        PROPOSAL_ENTRIES.c.candidate_id == candidate_id, PROPOSAL_ENTRIES.c.stands
    )
    query = query.order_by(PROPOSAL_ENTRIES.c.vacancy_id)
    return records(connection, query, Listing)


def decisions_about(connection: Connection, candidate_id: str) -> list[Decision]:
    """What people decided about the person, the latest first."""
    query = select(*columns_of(DECISIONS, Decision))
    query = query.where(DECISIONS.c.candidate_id == candidate_id)
    return records(connection, query.order_by(DECISIONS.c.occurred_at.desc()), Decision)


def refusals_among(connection: Connection, event_ids: Sequence[str]) -> dict[str, Refusal]:
    """Of these decisions those that could not count, by the id of the decision."""
    query = select(*columns_of(DECISIONS_REFUSED, Refusal)).where(
        DECISIONS_REFUSED.c.decision_event_id.in_(event_ids)
    )
    return {one.decision_event_id: one for one in records(connection, query, Refusal)}
