"""Each rule about people below, at and above its boundary, and where a fact is missing."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import CannotConfirm, NearMiss, RankedCandidate, RuleOutcome
from tests.unit.pool_facts import (
    BASICS,
    START_BY,
    TODAY,
    Log,
    assessed,
    committed,
    day,
    free,
    hold,
    in_post,
    member,
    only,
    opened,
    performing,
    rules,
)

ONE_DAY = timedelta(days=1)
VALID_TO_START = date(2024, 9, 1)
"""24 months before the start date: the last valid day is the start date itself."""


def outcomes(facts: dict[str, Any], **terms: Any) -> dict[str, RuleOutcome]:
    """Every rule's answer about one person."""
    listing = only(Log(*BASICS, member(**facts), opened(**terms)).said[-1].proposals)
    lists = (*listing.ranked, *listing.near_misses, *listing.cannot_confirm)
    if lists:
        return {answer.rule: answer.outcome for answer in only(lists).answers}
    return {part.rule: "FAIL" for part in listing.counts.excluded if part.excluded}


def outcome(rule: str, facts: dict[str, Any], **terms: Any) -> RuleOutcome:
    return outcomes(facts, **terms).get(rule, "PASS")


UNRATED = {"assessment": None, "member_since": None}
INCUMBENT = {**UNRATED, "incumbency": in_post(), "performance": performing()}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "PASS"),
        ({"assessment": assessed("NOT_READY_YET")}, "FAIL"),
        (UNRATED, "FAIL"),
        (INCUMBENT, "PASS"),
        ({**INCUMBENT, "performance": None}, "UNKNOWN"),
        ({**INCUMBENT, "performance": performing("BELOW")}, "FAIL"),
        ({**INCUMBENT, "incumbency": in_post(starts_on=TODAY)}, "PASS"),
        ({**INCUMBENT, "incumbency": in_post(starts_on=TODAY + ONE_DAY)}, "FAIL"),
        ({**INCUMBENT, "incumbency": in_post(ends_on=TODAY)}, "PASS"),
        ({**INCUMBENT, "incumbency": in_post(ends_on=TODAY - ONE_DAY)}, "FAIL"),
        ({"assessment": assessed("TIER_1", TODAY + ONE_DAY)}, "FAIL"),
        ({"assessment": assessed("TIER_1", TODAY)}, "PASS"),
        ({"assessment": assessed("STAR", date(2020, 1, 1))}, "PASS"),
    ],
)
def test_h1_asks_for_a_basis(facts: dict[str, Any], expected: RuleOutcome) -> None:
    assert outcome("H1", facts) == expected


@pytest.mark.parametrize(
    ("rating", "minimum", "expected"),
    [
        ("TIER_2", "TIER_1", "FAIL"),
        ("TIER_1", "TIER_1", "PASS"),
        ("STAR", "TIER_1", "PASS"),
        ("TIER_2", "TIER_2", "PASS"),
        ("TIER_1", "STAR", "FAIL"),
        ("TIER_2", "NOT_READY_YET", "PASS"),
        ("NOT_READY_YET", "NOT_READY_YET", "FAIL"),
    ],
)
def test_h2_compares_with_the_minimum_and_never_lets_not_ready_pass(
    rating: Any, minimum: Any, expected: RuleOutcome
) -> None:
    facts = {"assessment": assessed(rating, date(2026, 1, 1)), "incumbency": in_post()}
    facts |= {"performance": performing()}
    assert outcome("H2", facts, min_rating=minimum) == expected


@pytest.mark.parametrize(
    ("minimum", "expected"), [("TIER_2", "PASS"), ("TIER_1", "PASS"), ("STAR", "FAIL")]
)
def test_an_incumbent_never_assessed_stands_as_tier_1(minimum: Any, expected: RuleOutcome) -> None:
    assert outcome("H2", INCUMBENT, min_rating=minimum) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"assessment": assessed("TIER_1", VALID_TO_START - ONE_DAY)}, "FAIL"),
        ({"assessment": assessed("TIER_1", VALID_TO_START)}, "PASS"),
        ({"assessment": assessed("TIER_1", VALID_TO_START + ONE_DAY)}, "PASS"),
        (INCUMBENT, "PASS"),
        ({**INCUMBENT, "incumbency": in_post(ends_on=START_BY - ONE_DAY)}, "FAIL"),
        ({**INCUMBENT, "incumbency": in_post(ends_on=START_BY)}, "PASS"),
        ({**INCUMBENT, "performance": None}, "UNKNOWN"),
        ({**INCUMBENT, "assessment": assessed("STAR", date(2020, 1, 1))}, "PASS"),
        ({"assessment": assessed("STAR", date(2020, 1, 1)), "incumbency": in_post()}, "UNKNOWN"),
    ],
)
def test_h3_asks_for_validity_today_and_at_the_start(
    facts: dict[str, Any], expected: RuleOutcome
) -> None:
    assert outcome("H3", facts) == expected


def test_a_rating_without_a_validity_in_the_rule_set_cannot_be_confirmed() -> None:
    log = Log(rules(validity=()), *BASICS[1:], member(), opened())
    unsure = only(only(log.said[-1].proposals).cannot_confirm)
    assert isinstance(unsure, CannotConfirm)
    assert unsure.missing == ("validity of TIER_1 in the rule set",)
    assert log.said[-1].roster == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"availability": free(START_BY - timedelta(days=29), 30)}, "FAIL"),
        ({"availability": free(START_BY - timedelta(days=30), 30)}, "PASS"),
        ({"availability": free(START_BY - timedelta(days=31), 30)}, "PASS"),
        ({"availability": free(date(2025, 1, 1), (START_BY - TODAY).days)}, "PASS"),
        ({"availability": free(date(2025, 1, 1), (START_BY - TODAY).days + 1)}, "FAIL"),
        ({"availability": None}, "UNKNOWN"),
        ({"availability": None, "holds": (hold(START_BY),)}, "FAIL"),
        ({"holds": (hold(TODAY, TODAY),)}, "FAIL"),
        ({"holds": (hold(TODAY - ONE_DAY, TODAY - ONE_DAY),)}, "PASS"),
        ({"holds": (hold(START_BY + ONE_DAY),)}, "PASS"),
        ({"holds": (hold(date(2026, 6, 1), START_BY - ONE_DAY),)}, "PASS"),
        ({"holds": (hold(date(2026, 6, 1), START_BY),)}, "FAIL"),
        ({"holds": (hold(date(2025, 6, 1), date(2025, 7, 1)), hold(START_BY, None, "i"))}, "FAIL"),
        ({"holds": (hold(date(2025, 6, 1), date(2025, 7, 1)), hold(TODAY, TODAY, "i"))}, "FAIL"),
    ],
)
def test_h10_asks_whether_the_person_is_free_and_not_on_hold(
    facts: dict[str, Any], expected: RuleOutcome
) -> None:
    assert outcome("H10", facts) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [((), "PASS"), (("v-1",), "PASS"), (("v-2",), "FAIL"), (("v-1", "v-2"), "FAIL")],
)
def test_h15_asks_for_no_accepted_offer_elsewhere(
    taken: tuple[str, ...], expected: RuleOutcome
) -> None:
    assert outcome("H15", {"commitments": tuple(map(committed, taken))}) == expected


def test_who_fails_one_rule_only_is_a_near_miss_with_the_evidence() -> None:
    log = Log(*BASICS, member(commitments=(committed("v-2"),)), opened())
    miss = only(only(log.said[-1].proposals).near_misses)
    assert isinstance(miss, NearMiss)
    assert miss.rule == "H15"
    answer = next(answer for answer in miss.answers if answer.rule == "H15")
    assert (answer.held, answer.evidence) == ("accepted an offer for v-2", ("yes-v-2",))


def test_who_fails_two_rules_is_counted_and_not_listed() -> None:
    log = Log(*BASICS, member(commitments=(committed("v-2"),), holds=(hold(TODAY),)), opened())
    listing = only(log.said[-1].proposals)
    assert (listing.near_misses, listing.cannot_confirm, listing.ranked) == ((), (), ())
    excluded = {part.rule: part.excluded for part in listing.counts.excluded}
    assert excluded == {"H1": 0, "H2": 0, "H3": 0, "H10": 1, "H15": 1, "DECLINED": 0}
    assert listing.explanation == (
        "none of 1 in COM/P-5 is eligible; excluded by H10 (1), H15 (1); "
        "what would help: other terms, or more people assessed for this profile"
    )


def test_a_missing_fact_beside_one_failure_leaves_a_near_miss() -> None:
    facts: dict[str, Any] = {"commitments": (committed("v-2"),), "availability": None}
    listing = only(Log(*BASICS, member(**facts), opened()).said[-1].proposals)
    assert only(listing.near_misses).rule == "H15"
    assert listing.cannot_confirm == ()


def test_a_missing_fact_is_named() -> None:
    listing = only(Log(*BASICS, member(availability=None), opened()).said[-1].proposals)
    assert only(listing.cannot_confirm).missing == ("confirmed availability",)
    assert listing.ranked == ()


def test_every_rule_answers_for_a_ranked_person_with_its_evidence() -> None:
    ranked = only(only(Log(*BASICS, member(), opened()).said[-1].proposals).ranked)
    assert isinstance(ranked, RankedCandidate)
    assert [answer.rule for answer in ranked.answers] == [
        "H1", "H2", "H3", "H10", "H15", "DECLINED",
    ]  # fmt: skip
    assert {answer.outcome for answer in ranked.answers} == {"PASS"}
    assert ranked.answers[0].evidence == ("as-TIER_1",)
    assert ranked.answers[2].held == "assessment valid until 2027-06-01"


def test_a_start_date_that_has_passed_means_today() -> None:
    log = Log(*BASICS, member(availability=free(TODAY, 0)), opened())
    later = only(log.fold(day(date(2026, 10, 1))).proposals)
    assert only(later.ranked).warnings == ("availability last confirmed on 2026-03-14",)
    assert outcome("H10", {"availability": free(TODAY, 0)}, start_by=TODAY - ONE_DAY) == "PASS"
    assert outcome("H10", {"availability": free(TODAY, 1)}, start_by=TODAY - ONE_DAY) == "FAIL"
