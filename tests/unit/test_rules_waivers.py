"""Waivers: whole, in part, refused; what policy lets nobody set aside; former ids."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import DateFact, RuleOutcome, RulePolicy, WaiverDenied, WaiverGranted
from streams.matching.judgement import judge
from tests.unit.pool_facts import START_BY, TODAY, assessed, envelope, free, hold, member
from tests.unit.rule_facts import Asked, ask, policy, stated


def granted(rule: str, who: str = "c-1", **changed: Any) -> WaiverGranted:
    fields: dict[str, Any] = {"extent": "FULL", "reason": "agreed"} | changed
    return WaiverGranted(
        **envelope(f"waived-{rule}-{who}", 5),
        vacancy_id="v-1",
        job_group="COM",
        candidate_id=who,
        waiver_id=f"w-{rule}-{who}",
        rule=rule,
        actor_role="hr",
        **fields,
    )


def denied(rule: str) -> WaiverDenied:
    return WaiverDenied(
        **envelope(f"denied-{rule}", 6),
        vacancy_id="v-1",
        job_group="COM",
        candidate_id="c-1",
        waiver_id=f"w-{rule}-c-1",
        rule=rule,
        actor_role="hr",
        reason="no",
    )


def only_for(rule: str, *never: str) -> Any:
    return policy(rules=(RulePolicy(rule=rule, waivable=True, never_waived_for=never),))


CLOSE = {"relatives": stated("CLOSE", "rel-1")}


def test_a_full_waiver_sets_aside_a_failure_and_joins_its_evidence() -> None:
    answer = ask(CLOSE, granted("H13")).answer("H13")
    assert (answer.outcome, answer.evidence) == ("WAIVED", ("rel-1", "waived-H13-c-1"))
    assert answer.held == "declared CLOSE"


def test_a_full_waiver_sets_aside_what_is_not_known() -> None:
    assert ask({}, granted("H13")).answer("H13").outcome == "WAIVED"


def test_a_waiver_changes_no_answer_that_passes() -> None:
    answer = ask({"relatives": stated("NONE", "rel-1")}, granted("H13")).answer("H13")
    assert (answer.outcome, answer.evidence) == ("PASS", ("rel-1",))


@pytest.mark.parametrize(
    ("rule", "facts", "under"),
    [
        ("H13", CLOSE, policy(rules=(RulePolicy(rule="H13"),))),
        ("H13", CLOSE, only_for("H13", "CLOSE")),
        ("H2", {"assessment": assessed("NOT_READY_YET")}, only_for("H2", "NOT_READY_YET")),
        ("H3", {"assessment": assessed("STAR", date(2020, 1, 1))}, policy(rules=())),
    ],
)
def test_what_policy_lets_nobody_set_aside_stays(
    rule: str, facts: dict[str, Any], under: Any
) -> None:
    assert ask(facts, granted(rule), under=under).answer(rule).outcome == "FAIL"


def test_what_is_never_waived_bars_no_waiver_of_something_else() -> None:
    other = {"relatives": stated("OTHER")}
    under = only_for("H13", "CLOSE")
    assert ask(other, granted("H13"), under=under).answer("H13").outcome == "WAIVED"
    low = {"assessment": assessed("TIER_2")}
    under = only_for("H2", "NOT_READY_YET")
    asked = ask(low, granted("H2"), under=under, min_rating="TIER_1")
    assert asked.answer("H2").outcome == "WAIVED"


@pytest.mark.parametrize(
    ("accepted", "expected"), [(1, "FAIL"), (2, "WAIVED"), (3, "WAIVED"), (None, "FAIL")]
)
def test_a_partial_waiver_reaches_as_far_as_its_shortfall(
    accepted: int | None, expected: RuleOutcome
) -> None:
    two_months_short = {"retirement": DateFact(day=date(2027, 7, 31), event_id="ret-1")}
    waiver = granted("H9", extent="PARTIAL", shortfall_accepted=accepted)
    assert ask(two_months_short, waiver).answer("H9").outcome == expected


@pytest.mark.parametrize(
    ("rule", "facts", "shortfall"),
    [
        ("H2", {"assessment": assessed("TIER_2")}, 1),
        ("H3", {"assessment": assessed("TIER_1", date(2024, 8, 22))}, 10),
        ("H10", {"availability": free(START_BY, 4)}, 4),
    ],
)
def test_each_rule_with_parts_says_by_how_much_it_is_missed(
    rule: str, facts: dict[str, Any], shortfall: int
) -> None:
    enough, less = (
        granted(rule, extent="PARTIAL", shortfall_accepted=part)
        for part in (shortfall, shortfall - 1)
    )
    assert ask(facts, enough, min_rating="TIER_1").answer(rule).outcome == "WAIVED"
    assert ask(facts, less, min_rating="TIER_1").answer(rule).outcome == "FAIL"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("H9", {}),
        ("H10", {"availability": None}),
        ("H10", {"holds": (hold(TODAY),)}),
        ("H13", CLOSE),
    ],
)
def test_a_partial_waiver_sets_nothing_aside_that_has_no_known_part(
    rule: str, facts: dict[str, Any]
) -> None:
    waiver = granted(rule, extent="PARTIAL", shortfall_accepted=1000)
    assert ask(facts, waiver).answer(rule).outcome in ("FAIL", "UNKNOWN")


def test_a_waiver_ends_with_its_last_day_and_with_its_denial() -> None:
    last = granted("H13", valid_until=TODAY)
    assert ask(CLOSE, last).answer("H13").outcome == "WAIVED"
    assert ask(CLOSE, last, on=TODAY + timedelta(days=1)).answer("H13").outcome == "FAIL"
    assert ask(CLOSE, last, denied("H13")).answer("H13").outcome == "FAIL"


def test_a_waiver_is_for_one_person_and_follows_a_former_id() -> None:
    people = [
        member("c-1", 1, **CLOSE),
        member("c-2", 2, former_ids=("c-old",), **CLOSE),
        member("c-old", 3, assessment=None),
    ]
    asked = Asked(people, granted("H13", "c-old"))
    assert [asked.answer("H13", row).outcome for row in range(3)] == ["FAIL", "WAIVED", "UNKNOWN"]


def test_counts_keep_waived_people_apart_from_the_excluded() -> None:
    people = [member(f"c-{n}", n, **CLOSE) for n in (1, 2, 3)]
    asked = Asked(people, granted("H13", "c-2"), under=only_for("H13"))
    hard = asked.policy.hard
    judged = judge(asked.table.chunks(), 3, asked.demand, hard, asked.person)
    number = [rule.id for rule in hard].index("H13")
    assert (judged.excluded[number], judged.waived[number]) == (2, 1)
    assert judged.eligible.tolist() == [1]
    assert judged.near_misses.tolist() == [0, 2]
    assert sum(judged.waived) == 1
