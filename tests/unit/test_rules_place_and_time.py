"""H8, H9, H11 and H12: the tour, retirement, clearances, refusals; below, at and above each bar."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import ClearanceFact, DateFact, PreferencesFact, RuleOutcome
from streams.rules.days import date_of, day_number, months_after
from streams.rules.tour import months_between, since_at_latest
from tests.unit.pool_facts import NAIROBI, START_BY, TODAY, in_post
from tests.unit.rule_facts import ask, policy, posting, station

ONE_DAY = timedelta(days=1)
LAST_DUE = date(2027, 9, 1)
"""Twelve months after the start date."""
SINCE = date(2024, 9, 1)
"""36 months, a tour in class C, before `LAST_DUE`."""


def post(**changed: Any) -> dict[str, Any]:
    return {"posting": posting(**changed)}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "PASS"),
        (post(due_rotation_on=LAST_DUE - ONE_DAY), "PASS"),
        (post(due_rotation_on=LAST_DUE), "PASS"),
        (post(due_rotation_on=LAST_DUE + ONE_DAY), "FAIL"),
        (post(due_rotation_on=TODAY - ONE_DAY), "PASS"),
        (post(due_rotation_on=LAST_DUE + ONE_DAY, abolished_on=date(2026, 12, 31)), "PASS"),
        (post(due_rotation_on=LAST_DUE + ONE_DAY, ends_on=START_BY - ONE_DAY), "PASS"),
        (post(due_rotation_on=LAST_DUE + ONE_DAY, ends_on=START_BY), "FAIL"),
        (post(starts_on=START_BY + ONE_DAY, due_rotation_on=date(2030, 1, 1)), "FAIL"),
        (post(starts_on=SINCE - ONE_DAY), "PASS"),
        (post(starts_on=SINCE), "PASS"),
        (post(starts_on=SINCE + ONE_DAY), "FAIL"),
        ({"incumbency": in_post(due=LAST_DUE + ONE_DAY)}, "FAIL"),
        ({"incumbency": in_post(due=LAST_DUE)}, "PASS"),
        ({"incumbency": in_post()}, "UNKNOWN"),
    ],
)
def test_h8_asks_for_the_last_year_of_the_tour(
    facts: dict[str, Any], expected: RuleOutcome
) -> None:
    assert ask(facts, known=(station(),)).answer("H8").outcome == expected


def test_h8_takes_the_length_of_a_tour_from_the_station_before_its_class() -> None:
    short = station(standard_assignment_months=24)
    assert ask(post(starts_on=SINCE + ONE_DAY), known=(short,)).answer("H8").outcome == "PASS"
    longer = ask(post(), known=(station(hardship_class="D"),))
    assert longer.answer("H8").outcome == "UNKNOWN"
    assert longer.missing("H8") == (
        "rotation due date, or the length of a tour at the duty station of the post held",
    )
    assert ask(post()).answer("H8").outcome == "UNKNOWN"


def test_h8_says_what_post_is_held_with_the_events_that_say_so() -> None:
    held = posting(due_rotation_on=date(2028, 1, 1), event_ids=("asg-1", "tour-2"))
    answer = ask({"posting": held}).answer("H8")
    assert answer.held == "in post post-9 from 2025-01-01, due to rotate on 2028-01-01"
    assert answer.evidence == ("asg-1", "tour-2")
    assert ask({}).answer("H8").held == "in no post"


@pytest.mark.parametrize(
    ("due", "months"),
    [(LAST_DUE, 0), (LAST_DUE + ONE_DAY, 1), (date(2027, 10, 1), 1), (date(2027, 10, 2), 2)],
)
def test_h8_is_missed_by_months_begun(due: date, months: int) -> None:
    assert ask(post(due_rotation_on=due)).shortfall("H8") == months


@pytest.mark.parametrize(
    ("retires", "expected", "shortfall"),
    [
        (date(2027, 8, 31), "FAIL", 1),
        (date(2027, 7, 31), "FAIL", 2),
        (date(2027, 9, 1), "PASS", 0),
        (date(2027, 9, 2), "PASS", 0),
        (None, "UNKNOWN", None),
    ],
)
def test_h9_asks_for_a_useful_tour_before_retirement(
    retires: date | None, expected: RuleOutcome, shortfall: int | None
) -> None:
    fact = DateFact(day=retires, event_id="ret-1") if retires else None
    asked = ask({"retirement": fact})
    assert asked.answer("H9").outcome == expected
    assert asked.shortfall("H9") == shortfall


def cleared(kind: Any = "MEDICAL", status: Any = "GRANTED", **days: Any) -> ClearanceFact:
    return ClearanceFact(
        clearance_type=kind,
        status=status,
        valid_from=days.get("since"),
        valid_until=days.get("until"),
        event_id=f"clear-{kind}",
    )


ONE_CLEARANCE = {"under": policy(required_clearances=("MEDICAL",), suspending_clearances=())}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (cleared(), "PASS"),
        (cleared(until=START_BY - ONE_DAY), "FAIL"),
        (cleared(until=START_BY), "PASS"),
        (cleared(until=START_BY + ONE_DAY), "PASS"),
        (cleared(until=TODAY - ONE_DAY), "FAIL"),
        (cleared(since=TODAY - ONE_DAY), "PASS"),
        (cleared(since=TODAY), "PASS"),
        (cleared(since=TODAY + ONE_DAY), "FAIL"),
        (cleared(since=date(1960, 1, 1), until=date(1969, 1, 1)), "FAIL"),
        (cleared(since=date(1960, 1, 1), until=date(9999, 12, 31)), "PASS"),
        (cleared(status="PENDING"), "UNKNOWN"),
        (cleared(status="REFUSED"), "FAIL"),
        (cleared(status="WITHDRAWN"), "FAIL"),
        (cleared("REFERENCE"), "UNKNOWN"),
    ],
)
def test_h11_asks_for_a_clearance_valid_today_and_at_the_start(
    fact: ClearanceFact, expected: RuleOutcome
) -> None:
    assert ask({"clearances": (fact,)}, **ONE_CLEARANCE).answer("H11").outcome == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((cleared(), cleared("CONDUCT")), "PASS"),
        ((cleared(),), "UNKNOWN"),
        ((cleared(status="REFUSED"),), "FAIL"),
        ((cleared(until=TODAY),), "FAIL"),
        ((cleared(status="PENDING"), cleared("CONDUCT")), "UNKNOWN"),
    ],
)
def test_h11_asks_for_all_that_the_policy_requires(
    facts: tuple[ClearanceFact, ...], expected: RuleOutcome
) -> None:
    assert ask({"clearances": facts}).answer("H11").outcome == expected


def test_h11_tells_of_every_clearance_required() -> None:
    asked = ask({"clearances": (cleared("CONDUCT", until=date(2027, 1, 1)),)})
    answer = asked.answer("H11")
    assert answer.held == "MEDICAL not recorded; CONDUCT GRANTED until 2027-01-01"
    assert (answer.evidence, asked.missing("H11")) == (("clear-CONDUCT",), ("MEDICAL clearance",))


def test_h11_is_missed_by_days_where_all_are_granted() -> None:
    early = (cleared(until=START_BY - 9 * ONE_DAY), cleared("CONDUCT", until=START_BY))
    assert ask({"clearances": early}).shortfall("H11") == 9
    refused = (*early[:1], cleared("CONDUCT", "REFUSED"))
    assert ask({"clearances": refused}).shortfall("H11") is None


def accepts(**said: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "max_hardship": None,
        "accepts_non_family": None,
        "preferred_stations": (),
        "preferred_regions": (),
        "excluded_stations": (),
    }
    return {"preferences": PreferencesFact(event_id="pref-1", **(fields | said))}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "PASS"),
        (accepts(), "PASS"),
        (accepts(max_hardship="B"), "FAIL"),
        (accepts(max_hardship="C"), "PASS"),
        (accepts(max_hardship="D"), "PASS"),
        (accepts(max_hardship="UNCLASSIFIED"), "UNKNOWN"),
        (accepts(accepts_non_family=False), "FAIL"),
        (accepts(accepts_non_family=True), "PASS"),
        (accepts(excluded_stations=(NAIROBI,)), "FAIL"),
        (accepts(max_hardship="E", accepts_non_family=False), "FAIL"),
    ],
)
def test_h12_counts_a_refusal_and_never_silence(
    facts: dict[str, Any], expected: RuleOutcome
) -> None:
    assert ask(facts, known=(station(),)).answer("H12").outcome == expected


@pytest.mark.parametrize(
    ("facts", "place", "expected"),
    [
        ({}, (), "PASS"),
        (accepts(accepts_non_family=True), (), "PASS"),
        (accepts(max_hardship="E"), (), "UNKNOWN"),
        (accepts(accepts_non_family=False), (), "UNKNOWN"),
        (accepts(excluded_stations=(NAIROBI,)), (), "FAIL"),
        (accepts(accepts_non_family=False), (station(family_status=None),), "UNKNOWN"),
        (accepts(accepts_non_family=False), (station(family_status="FAMILY"),), "PASS"),
        (accepts(max_hardship="E"), (station(hardship_class="UNCLASSIFIED"),), "UNKNOWN"),
    ],
)
def test_h12_cannot_tell_where_a_limit_meets_an_unknown_place(
    facts: dict[str, Any], place: tuple[Any, ...], expected: RuleOutcome
) -> None:
    assert ask(facts, known=place).answer("H12").outcome == expected


@pytest.mark.parametrize("months", [0, 1, 12, 36])
@pytest.mark.parametrize("due_last", [date(2027, 2, 28), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_last_first_day_of_a_tour_is_the_last_whose_tour_ends_in_time(
    months: int, due_last: date
) -> None:
    limit = day_number(due_last)
    latest = since_at_latest(months, limit)
    assert months_after(latest, months) <= limit < months_after(latest + 1, months)


def test_months_begun_lead_to_a_day_or_beyond() -> None:
    first, last = day_number(date(2026, 1, 31)), day_number(date(2026, 3, 1))
    assert months_between(first, last) == 2
    assert months_between(first, day_number(date(2026, 2, 28))) == 1
    assert months_between(last, first) == 0
    assert date_of(months_after(last, 12 * 9000)) == date.max
