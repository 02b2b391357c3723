"""Decisions that cannot count: each is judged once, against what stood before its transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from schemas.events import (
    CandidateShortlisted,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferRevoked,
    PlacementConfirmed,
    ProposalReview,
    WaiverGranted,
)
from schemas.events.stamps import stamp
from streams.pool.case import Case
from streams.pool.offers import Offer
from streams.pool.policy import Policy, reply_days_of
from streams.pool.vacancy import DecisionEvent, vacancy_of
from streams.rules.rule import no_part
from streams.rules.table import RULES

PARTIAL_RULES = frozenset(rule.id for rule in RULES if rule.shortfall is not no_part)
"""The rules that can be missed by a part, in a unit of their own: see `WaiverGranted`."""
_NEW_OFFER = "make a new offer: what ended an offer is final for it"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a decision does not count, and what whoever decided can do."""

    reason: str
    remedy: str
    for_good: bool = True
    """Whether it never counts, whatever is learnt later of what came before it."""


def refusal_of(decision: DecisionEvent, case: Case, policy: Policy | None) -> Refusal | None:
    """The first thing wrong with a decision; what is merely not known yet is not wrong."""
    wrongs = list(_wrongs(decision, case, policy))
    if not wrongs:
        return None
    return replace(wrongs[0], for_good=any(wrong.for_good for wrong in wrongs))


def _wrongs(decision: DecisionEvent, case: Case, policy: Policy | None) -> Iterator[Refusal]:
    match decision:
        case ProposalReview() | CandidateShortlisted():
            yield from _closed(decision, case)
            yield from _stale(decision.revision_seen, case)
        case OfferMade():
            yield from _closed(decision, case)
            if decision.revision_seen is not None:
                yield from _stale(decision.revision_seen, case)
        case OfferAccepted():
            yield from _closed(decision, case)
            yield from _ended(decision, case)
            yield from _too_late(decision, case, policy)
        case PlacementConfirmed():
            yield from _ended(decision, case)
        case WaiverGranted():
            yield from _closed(decision, case)
            yield from _unwaivable(decision, policy)


def _closed(decision: DecisionEvent, case: Case) -> Iterator[Refusal]:
    """What closed the vacancy later than the decision was taken does not undo it.

    A vacancy's own events come by another topic: one that opened it again before the decision may
    still be on its way, and then the decision counts. If there is none, the closing lets nothing
    of it count anyway.
    """
    earlier = (e for e in case.counting() if e.occurred_at < decision.occurred_at)
    before = vacancy_of(earlier)
    if before.state == "CANCELLED":
        yield Refusal(before.reason, "open a new vacancy: one that was cancelled stays so", False)
    elif before.state == "FILLED":
        remedy = "open or resume the vacancy first, then decide again"
        yield Refusal(before.reason, remedy, False)


def _stale(revision_seen: int, case: Case) -> Iterator[Refusal]:
    published = case.published
    seen, last = f"taken on revision {revision_seen}", f"revision {published.revision}"
    if not published.revision:
        yield Refusal(f"{seen}: nothing was proposed yet", "decide on the first proposal")
    elif not published.lists:
        reason = f"{seen}: {last} is {published.kind}, there is no list to decide on"
        yield Refusal(reason, "wait for the next list, and decide on its revision")
    elif revision_seen < published.decided_from:
        yield Refusal(f"{seen}: the last is {last}", f"look at {last} and decide again")
    elif revision_seen > published.revision:
        reason = f"{seen}: there is none, the last is {last}"
        yield Refusal(reason, f"look at {last} and decide again")


def _ended(decision: OfferAccepted | PlacementConfirmed, case: Case) -> Iterator[Refusal]:
    if decision.offer_id in case.refused_offers():
        again = "revoke it, and make a new offer on the last revision"
        yield Refusal(f"offer {decision.offer_id} itself was refused", again)
    offer = _offer(decision.offer_id, case)
    if offer is not None and offer.over and stamp(offer.over) < stamp(decision):
        on = offer.over.occurred_at.date()
        yield Refusal(f"offer {offer.offer_id} was {_ending(offer)} on {on}", _NEW_OFFER)


def _ending(offer: Offer) -> str:
    if isinstance(offer.over, OfferDeclined):
        return "declined"
    return "revoked" if isinstance(offer.over, OfferRevoked) else "stated to have lapsed"


def _too_late(decision: OfferAccepted, case: Case, policy: Policy | None) -> Iterator[Refusal]:
    offer = _offer(decision.offer_id, case)
    reply_by: date | None = None if offer is None else offer.reply_by(reply_days_of(policy))
    if reply_by is not None and decision.occurred_at.date() > reply_by:
        reason = f"offer {decision.offer_id} had lapsed: an answer was due by {reply_by}"
        yield Refusal(reason, _NEW_OFFER)


def _unwaivable(decision: WaiverGranted, policy: Policy | None) -> Iterator[Refusal]:
    if policy is None:
        return
    rules = policy.rules
    if not any(part.rule == decision.rule and part.waivable for part in rules.rules):
        reason = f"{decision.rule} cannot be waived under {rules.rule_set_id} {rules.version}"
        yield Refusal(reason, "correct the fact that the rule asks for, or have the policy changed")
    elif decision.extent == "PARTIAL" and decision.rule not in PARTIAL_RULES:
        yield Refusal(f"{decision.rule} knows no part", "waive the rule in full, or not at all")


def _offer(offer_id: str, case: Case) -> Offer | None:
    return next((offer for offer in case.vacancy.offers if offer.offer_id == offer_id), None)
