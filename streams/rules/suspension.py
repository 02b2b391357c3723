"""What suspends a membership, in words: its columns say whether, for everybody at once."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.events import MembershipRecorded, RuleSetPublished


class Suspension(NamedTuple):
    """One reason, and the event that proves it."""

    words: str
    event_id: str


def suspensions(facts: MembershipRecorded, policy: RuleSetPublished) -> tuple[Suspension, ...]:
    """All that suspend a membership under a policy."""
    return (*_clearances(facts, policy), *_performance(facts, policy))


def _clearances(facts: MembershipRecorded, policy: RuleSetPublished) -> Iterator[Suspension]:
    for fact in facts.clearances:
        suspending = fact.clearance_type in policy.suspending_clearances
        if suspending and fact.status in ("REFUSED", "WITHDRAWN"):
            yield Suspension(f"{fact.clearance_type} clearance {fact.status}", fact.event_id)


def _performance(facts: MembershipRecorded, policy: RuleSetPublished) -> Iterator[Suspension]:
    origin, last = facts.origin, facts.performance
    if not policy.suspends_unsatisfactory or origin is None or last is None:
        return
    if origin.value in policy.rated_origins and last.rating not in policy.satisfactory_ratings:
        yield Suspension(f"performance {last.rating}", last.event_id)
