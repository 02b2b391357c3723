"""Decisions of people about the vacancy `v-1`, for tests of the pool."""

from typing import Any

from schemas.events import (
    CandidateShortlisted,
    OfferMade,
    PlacementConfirmed,
    ProposalAccepted,
    ProposalRejected,
    ProposalReturned,
    RulePolicy,
    WaiverDenied,
    WaiverGranted,
)
from tests.unit.pool_facts import NAIROBI, START_BY, envelope

WAIVABLE = (RulePolicy(rule="H10", waivable=True), RulePolicy(rule="H13", waivable=True))


def about(kind: type[Any], event_id: str, minutes: int = 5, **fields: Any) -> Any:
    return kind(**envelope(event_id, minutes), vacancy_id="v-1", job_group="COM", **fields)


def decided(kind: type[Any], event_id: str, minutes: int = 5, **fields: Any) -> Any:
    return about(kind, event_id, minutes, actor_role="hr-partner", **fields)


def offer(
    kind: type[Any], minutes: int = 5, who: str = "c-1", offer_id: str = "o-1", **fields: Any
) -> Any:
    names = {"candidate_id": who, "offer_id": offer_id}
    return decided(kind, f"{kind.__name__}-{offer_id}", minutes, **names, **fields)


def made(minutes: int = 5, **fields: Any) -> OfferMade:
    event: OfferMade = offer(OfferMade, minutes, **fields)
    return event


def placed(minutes: int = 8, **fields: Any) -> PlacementConfirmed:
    event: PlacementConfirmed = offer(
        PlacementConfirmed,
        minutes,
        grade="P-5",
        post_id="post-1",
        duty_station=NAIROBI,
        starts_on=START_BY,
        **fields,
    )
    return event


def accepted(revision_seen: int, minutes: int = 5, event_id: str = "accepted") -> ProposalAccepted:
    seen = {"proposal_id": "p", "revision_seen": revision_seen}
    event: ProposalAccepted = decided(ProposalAccepted, event_id, minutes, override=False, **seen)
    return event


def rejected(revision_seen: int, minutes: int = 5) -> ProposalRejected:
    seen = {"proposal_id": "p", "revision_seen": revision_seen}
    event: ProposalRejected = decided(
        ProposalRejected, "rejected", minutes, reason="none fits", **seen
    )
    return event


def returned(revision_seen: int, minutes: int = 6) -> ProposalReturned:
    seen = {"proposal_id": "p", "revision_seen": revision_seen}
    event: ProposalReturned = decided(
        ProposalReturned, "returned", minutes, reason="ask for French", **seen
    )
    return event


def shortlisted(who: str = "c-1", revision_seen: int = 1, minutes: int = 5) -> CandidateShortlisted:
    event: CandidateShortlisted = decided(
        CandidateShortlisted,
        f"short-{who}",
        minutes,
        candidate_id=who,
        revision_seen=revision_seen,
        override=False,
    )
    return event


def waived(rule: str = "H10", who: str = "c-1", minutes: int = 5, **fields: Any) -> WaiverGranted:
    grant = {"extent": "FULL", "reason": "needed"} | fields
    names = {"candidate_id": who, "waiver_id": f"w-{rule}-{who}", "rule": rule}
    event: WaiverGranted = decided(WaiverGranted, f"waived-{rule}-{who}", minutes, **names, **grant)
    return event


def denied(rule: str = "H10", who: str = "c-1", minutes: int = 6) -> WaiverDenied:
    names = {"candidate_id": who, "waiver_id": f"w-{rule}-{who}", "rule": rule}
    event: WaiverDenied = decided(
        WaiverDenied, f"denied-{rule}-{who}", minutes, reason="not needed", **names
    )
    return event
