"""Where a membership stands: suspended, committed, placed, withdrawn; and what is told of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import (
    ClearanceFact,
    CommitmentFact,
    DepartureFact,
    MembershipChanged,
    MembershipRemoved,
    MembershipStatus,
    MembershipSuspended,
)
from streams.rules.standing import STATUS_NAMES
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    day,
    hold,
    in_post,
    member,
    only,
    performing,
    rules,
)
from tests.unit.rule_facts import ask, policy, stated

ONE_DAY = timedelta(days=1)
REFUSED = ClearanceFact(
    clearance_type="CONDUCT",
    status="REFUSED",
    valid_from=None,
    valid_until=None,
    event_id="clear-1",
)


def offer(**changed: Any) -> CommitmentFact:
    facts: dict[str, Any] = {"offer_id": "o-1", "vacancy_id": "v-2", "event_id": "yes-1"}
    return CommitmentFact(**(facts | changed))


def status(facts: dict[str, Any], **changed: Any) -> MembershipStatus | None:
    asked = ask(facts, under=policy(**changed))
    return STATUS_NAMES.get(int(asked.table["status"][0]))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "ACTIVE"),
        ({"holds": (hold(TODAY),)}, "ON_HOLD"),
        ({"clearances": (REFUSED,)}, "SUSPENDED"),
        ({"clearances": (REFUSED,), "holds": (hold(TODAY),)}, "SUSPENDED"),
        ({"clearances": (REFUSED,), "commitments": (offer(),)}, "COMMITTED"),
        ({"commitments": (offer(placed_from=TODAY + ONE_DAY),)}, "PLACED"),
        ({"commitments": (offer(placed_from=TODAY),)}, "ACTIVE"),
        ({"clearances": (REFUSED,), "assessment": assessed("STAR", date(2020, 1, 1))}, "EXPIRED"),
    ],
)
def test_an_offer_goes_before_a_suspension_and_that_before_a_hold(
    facts: dict[str, Any], expected: MembershipStatus
) -> None:
    assert status(facts) == expected


def test_only_clearances_that_the_policy_names_suspend() -> None:
    assert status({"clearances": (REFUSED,)}, suspending_clearances=("MEDICAL",)) == "ACTIVE"


@pytest.mark.parametrize(
    ("origin", "rating", "suspends", "expected"),
    [
        ("INTERNAL", "BELOW", True, "SUSPENDED"),
        ("INTERNAL", "BELOW", False, "ACTIVE"),
        ("INTERNAL", "SATISFACTORY", True, "ACTIVE"),
        ("INTERNAL", None, True, "ACTIVE"),
        ("EXTERNAL", "BELOW", True, "ACTIVE"),
        (None, "BELOW", True, "ACTIVE"),
    ],
)
def test_a_rating_suspends_staff_where_the_policy_says_so(
    origin: str | None, rating: str | None, suspends: bool, expected: MembershipStatus
) -> None:
    facts = {
        "origin": stated(origin) if origin else None,
        "performance": performing(rating) if rating else None,
    }
    assert status(facts, suspends_unsatisfactory=suspends) == expected


def test_a_suspended_basis_fails_h1_with_the_event_that_suspends() -> None:
    answer = ask({"clearances": (REFUSED,)}).answer("H1")
    assert answer.outcome == "FAIL"
    assert answer.held == "assessed TIER_1 on 2025-06-01; suspended: CONDUCT clearance REFUSED"
    assert answer.evidence == ("as-TIER_1", "clear-1")


@pytest.mark.parametrize(
    ("accepted", "reply_by", "reply_days", "expected"),
    [
        (date(2026, 3, 8), None, 7, "FAIL"),
        (date(2026, 3, 9), None, 7, "PASS"),
        (date(2026, 3, 9), None, None, "FAIL"),
        (date(2026, 3, 9), date(2026, 3, 10), 7, "FAIL"),
        (None, None, 7, "FAIL"),
    ],
)
def test_who_accepts_after_the_days_of_the_policy_is_not_committed(
    accepted: date | None, reply_by: date | None, reply_days: int | None, expected: str
) -> None:
    late = offer(offered_on=date(2026, 3, 1), accepted_on=accepted, reply_by=reply_by)
    asked = ask({"commitments": (late,)}, under=policy(offer_reply_days=reply_days))
    assert asked.answer("H15").outcome == expected


def test_a_commitment_ends_with_the_day_before_the_first_in_the_post() -> None:
    placed = {"commitments": (offer(placed_from=TODAY + ONE_DAY),)}
    assert ask(placed).answer("H15").outcome == "FAIL"
    assert ask(placed, on=TODAY + ONE_DAY).answer("H15").outcome == "PASS"


def test_an_offer_in_time_counts_beside_one_that_came_too_late() -> None:
    late = offer(offered_on=date(2026, 1, 1), accepted_on=date(2026, 2, 1))
    asked = ask(
        {"commitments": (late, offer(offer_id="o-2", vacancy_id="v-1"))},
        under=policy(offer_reply_days=7),
    )
    assert asked.answer("H15").outcome == "PASS"


def test_the_roster_tells_of_a_suspension_without_the_private_reason() -> None:
    log = Log(rules(suspending_clearances=("CONDUCT",)), *BASICS[1:], member())
    said = only(log.fold(member(count=2, clearances=(REFUSED,))).roster)
    assert isinstance(said, MembershipSuspended)
    assert (said.status, said.reason) == ("SUSPENDED", "suspended; assessed TIER_1")


def test_the_roster_tells_of_a_placement_and_of_the_day_it_begins() -> None:
    log = Log(*BASICS, member(commitments=(offer(),)))
    placed = offer(placed_from=TODAY + ONE_DAY)
    said = only(log.fold(member(count=2, commitments=(placed,))).roster)
    assert isinstance(said, MembershipChanged)
    assert (said.status, said.reason) == (
        "PLACED",
        "accepted an offer, and the first day in the post is agreed; assessed TIER_1",
    )
    assert only(log.fold(day(TODAY + ONE_DAY)).roster).status == "ACTIVE"


@pytest.mark.parametrize(
    ("kind", "expected"), [("LEFT", "WITHDRAWN"), ("MERGED", "REMOVED"), ("ERASED", "REMOVED")]
)
def test_who_departed_is_off_the_roster_with_the_reason(kind: Any, expected: str) -> None:
    log = Log(*BASICS, member())
    gone = member(count=2, assessment=None, departure=DepartureFact(kind=kind, event_id="gone-1"))
    said = only(log.fold(gone).roster)
    assert isinstance(said, MembershipRemoved)
    assert said.status == expected


def test_who_left_and_never_was_on_the_roster_is_not_told_of() -> None:
    left = DepartureFact(kind="LEFT", event_id="gone-1")
    assert Log(*BASICS).fold(member(assessment=None, departure=left)).roster == []


def test_who_left_and_came_back_as_incumbent_is_a_member() -> None:
    back = member(
        assessment=None,
        incumbency=in_post(),
        performance=performing(),
        departure=DepartureFact(kind="LEFT", event_id="gone-1"),
    )
    assert only(Log(*BASICS).fold(back).roster).status == "ACTIVE"
