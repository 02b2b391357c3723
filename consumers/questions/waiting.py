"""What waits for people: held proposals, offers without an answer, lists that nobody reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, func, select

from consumers.projection.tables import (
    DECISIONS,
    DECISIONS_REFUSED,
    PROPOSAL_REVISIONS,
    PROPOSALS,
)
from consumers.questions.decisions import Decision
from consumers.questions.proposals import Proposal
from consumers.questions.records import columns_of, records

REVIEWS = ("ProposalAccepted", "ProposalRejected", "ProposalReturned")
_STANDING = REVIEWS[:2]


@dataclass(frozen=True, kw_only=True)
class OfferWaiting:
    """An offer that a list tells of, and nobody has answered."""

    vacancy_id: str
    offer_id: str
    candidate_id: str
    reply_by: date | None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Vacancies of one kind that wait: how many, and the first of them."""

    count: int
    first: Sequence[Proposal]


def held(connection: Connection, limit: int) -> Waiting:
    """The longest held first."""
    return _waiting(connection, PROPOSALS.c.status == "HELD", PROPOSALS.c.recorded_at, limit)


def to_review(connection: Connection, limit: int) -> Waiting:
    """Open lists of which nobody was chosen and which nobody reviewed, the soonest start first."""
    wanted = and_(_open_and_unreviewed(), PROPOSALS.c.stage == "OPEN")
    return _waiting(connection, wanted, PROPOSALS.c.start_by, limit)


def shortlisted(connection: Connection, limit: int) -> Waiting:
    """Somebody was shortlisted and nobody offered the post, the soonest start first."""
    wanted = and_(PROPOSALS.c.status == "OPEN", PROPOSALS.c.stage == "SHORTLISTED")
    return _waiting(connection, wanted, PROPOSALS.c.start_by, limit)


def offers_out(connection: Connection, limit: int) -> tuple[int, list[OfferWaiting]]:
    """How many are out, or on how many vacancies; some of them, the first answer due first."""
    out = and_(_open_and_unreviewed(), PROPOSALS.c.stage == "OFFER_OUT")
    found = _waiting(connection, out, PROPOSALS.c.recorded_at, limit)
    table = PROPOSAL_REVISIONS.c
    query = select(table.vacancy_id, table.document["offers_out"].label("offers")).join(
        PROPOSALS,
        and_(PROPOSALS.c.vacancy_id == table.vacancy_id, PROPOSALS.c.revision == table.revision),
    )
    query = query.where(table.vacancy_id.in_([one.vacancy_id for one in found.first]))
    listed = [
        _offer(row.vacancy_id, offer) for row in connection.execute(query) for offer in row.offers
    ]
    reviewed = _out_after_review(connection)
    offers = sorted(listed + reviewed, key=lambda one: (one.reply_by or date.max, one.vacancy_id))
    return found.count + len(reviewed), offers[:limit]


def _out_after_review(connection: Connection) -> list[OfferWaiting]:
    """A list that was reviewed tells of no offer made since: the decisions themselves do."""
    answer = DECISIONS.alias("answer")
    answered = exists().where(
        answer.c.vacancy_id == DECISIONS.c.vacancy_id,
        answer.c.offer_id == DECISIONS.c.offer_id,
        answer.c.event_type != "OfferMade",
    )
    query = select(*columns_of(DECISIONS, OfferWaiting)).join(
        PROPOSALS, PROPOSALS.c.vacancy_id == DECISIONS.c.vacancy_id
    )
    query = query.where(
        DECISIONS.c.event_type == "OfferMade",
        PROPOSALS.c.status.in_(("OPEN", "REVIEWED")),
        ~_open_and_unreviewed(),
        ~answered,
        _counted(DECISIONS),
    )
    return records(connection, query, OfferWaiting)


def standing_review(connection: Connection, vacancy_id: str) -> Decision | None:
    """The last review that counts, where it stands: what was said of the vacancy since is advice.

    None where there is none, or where the list was made again after it.
    """
    of_vacancy = DECISIONS.c.vacancy_id == vacancy_id
    query = select(*columns_of(DECISIONS, Decision)).where(of_vacancy, _counted(DECISIONS))
    query = query.where(DECISIONS.c.event_type.in_(REVIEWS))
    query = query.order_by(DECISIONS.c.occurred_at.desc(), DECISIONS.c.recorded_at.desc()).limit(1)
    last = records(connection, query, Decision)
    if not last or last[0].event_type not in _STANDING:
        return None
    open_still = and_(PROPOSALS.c.vacancy_id == vacancy_id, _open_and_unreviewed())
    return None if connection.execute(select(exists().where(open_still))).scalar() else last[0]


def _waiting(
    connection: Connection, wanted: ColumnElement[bool], order: ColumnElement[Any], limit: int
) -> Waiting:
    count = connection.execute(select(func.count()).select_from(PROPOSALS).where(wanted))
    query: Select[Any] = select(*columns_of(PROPOSALS, Proposal)).where(wanted)
    query = query.order_by(order, PROPOSALS.c.vacancy_id).limit(limit)
    return Waiting(count=int(count.scalar_one()), first=records(connection, query, Proposal))


def _open_and_unreviewed() -> ColumnElement[bool]:
    """A review that stands lets nothing by but advice: a list told later was made again."""
    review = DECISIONS.alias("review")
    reviewed = exists().where(
        review.c.vacancy_id == PROPOSALS.c.vacancy_id,
        review.c.event_type.in_(_STANDING),
        review.c.recorded_at >= PROPOSALS.c.recorded_at,
        _counted(review),
    )
    return and_(PROPOSALS.c.status == "OPEN", ~reviewed)


def _counted(decisions: FromClause) -> ColumnElement[bool]:
    return ~exists().where(
        DECISIONS_REFUSED.c.vacancy_id == decisions.c.vacancy_id,
        DECISIONS_REFUSED.c.decision_event_id == decisions.c.event_id,
    )


def _offer(vacancy_id: str, offer: dict[str, Any]) -> OfferWaiting:
    reply_by = offer["reply_by"]
    return OfferWaiting(
        vacancy_id=vacancy_id,
        offer_id=offer["offer_id"],
        candidate_id=offer["candidate_id"],
        reply_by=date.fromisoformat(reply_by) if reply_by else None,
    )
