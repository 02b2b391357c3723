"""What a proposal tells of people, of whom it does not rank, and of what would help."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from schemas.events import (
    CompetencyExpected,
    CompetencyProfilePublished,
    CompetencyShown,
    CriterionWeight,
    DateFact,
    Event,
    LearningFact,
    MembershipRecorded,
    MemberState,
    MemberStateListPublished,
    NationalitiesFact,
    ProposalListing,
    RulePolicy,
    RuleSetPublished,
    StatedFact,
    TierClause,
    TierRule,
    WaiverGranted,
)
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    at,
    committed,
    day,
    envelope,
    free,
    member,
    only,
    opened,
    profile,
    rules,
)

TIERS = TierRule(
    tier_rule_id="notice",
    first=(
        TierClause(clause="internal candidates", origins=("INTERNAL",)),
        TierClause(clause="external women", origins=("EXTERNAL",), genders=("F",)),
    ),
)


def asking(*named: RulePolicy, **changed: Any) -> RuleSetPublished:
    return rules(rules=named, **changed)


def listed(*events: Event) -> ProposalListing:
    """The last proposal of a pool that folded all of it at once."""
    proposal: ProposalListing = only(Log(*events).said[-1].proposals)
    return proposal


def basics(policy: RuleSetPublished) -> tuple[Event, ...]:
    return (policy, profile(), day())


def stated(value: str) -> StatedFact:
    return StatedFact(value=value, event_id=f"said-{value}")


def retiring(on: date) -> DateFact:
    return DateFact(day=on, event_id="retirement-1")


def ids(people: Any) -> list[str]:
    return [who.candidate_id for who in people]


def test_the_whole_first_tier_comes_before_anybody_of_the_second() -> None:
    star = assessed("STAR")
    people = [
        member("inside", origin=stated("INTERNAL")),
        member("star-outside", assessment=star, origin=stated("EXTERNAL"), gender=stated("M")),
        member("woman", origin=stated("EXTERNAL"), gender=stated("F")),
        member("unsaid", origin=stated("EXTERNAL")),
    ]
    proposal = listed(*BASICS, *people, opened(tier_rule=TIERS))
    tiers = [(who.candidate_id, who.consideration_tier, who.rank) for who in proposal.ranked]
    assert {tiers[0][0], tiers[1][0]} == {"inside", "woman"}
    assert tiers[2] == ("star-outside", "SECOND", 3)
    assert proposal.ranked[2].tie_break == "consideration tier"
    clauses = {who.candidate_id: who.tier_clause for who in proposal.ranked}
    assert clauses["inside"] == "internal candidates"
    assert clauses["woman"] == "external women"
    assert proposal.tier_rule == TIERS
    unsure = only(proposal.tier_unconfirmed)
    assert (unsure.candidate_id, unsure.consideration_tier, unsure.rank) == (
        "unsaid",
        "UNCONFIRMED",
        1,
    )
    assert "gender" in unsure.tier_clause
    counts = proposal.counts
    assert (counts.first_tier, counts.second_tier, counts.tier_unconfirmed) == (2, 1, 1)
    assert counts.eligible == 4


def test_the_list_is_as_long_as_the_rule_set_says_and_so_is_that_of_unconfirmed_tiers() -> None:
    people = [member(f"c-{n}", origin=stated("INTERNAL")) for n in range(5)]
    people += [member(f"u-{n}", origin=stated("EXTERNAL")) for n in range(5)]
    proposal = listed(*basics(rules(ranked_max=3)), *people, opened(tier_rule=TIERS))
    assert (len(proposal.ranked), len(proposal.tier_unconfirmed)) == (3, 3)
    assert (proposal.counts.first_tier, proposal.counts.tier_unconfirmed) == (5, 5)


def test_each_criterion_of_the_rule_set_is_shown_and_adds_up_to_the_total() -> None:
    weights = (
        CriterionWeight(criterion="S1", weight=5),
        CriterionWeight(criterion="S10", weight=2),
    )
    proposal = listed(
        *basics(rules(criteria=weights)),
        member("plain"),
        member("star", assessment=assessed("STAR")),
        opened(),
    )
    first, second = proposal.ranked
    assert [one.criterion for one in first.criteria] == ["S1", "S10"]
    for who in proposal.ranked:
        assert who.total == sum(one.contribution for one in who.criteria)
        assert all(one.contribution == one.normalised * one.weight for one in who.criteria)
    assert (first.candidate_id, first.criteria[0].contribution) == ("star", 5000)
    assert second.tie_break == "total"


H9 = RulePolicy(rule="H9", waivable=True)
H13 = RulePolicy(rule="H13", waivable=True, never_waived_for=("CLOSE",))
SOON = retiring(date(2027, 5, 15))
"""Within the useful tour of twelve months after a start on 2026-09-01: four months too few."""


@pytest.mark.parametrize(
    ("policy", "facts", "words"),
    [
        (RulePolicy(rule="H9"), {"retirement": SOON}, "H9 cannot be waived"),
        (
            H9,
            {"retirement": SOON},
            "a waiver, in full or for a shortfall of 4 months, would make the person eligible",
        ),
        (
            H9,
            {"retirement": SOON, "availability": None},
            "a waiver, in full or for a shortfall of 4 months, would help once this is known: "
            "confirmed availability",
        ),
        (H13, {"relatives": stated("CLOSE")}, "H13 cannot be waived for CLOSE"),
        (
            replace(H13, never_waived_for=()),
            {"relatives": stated("CLOSE")},
            "a waiver would make the person eligible",
        ),
    ],
)
def test_a_near_miss_says_whether_a_waiver_could_help(
    policy: RulePolicy, facts: dict[str, Any], words: str
) -> None:
    proposal = listed(*basics(asking(policy)), member(**facts), opened())
    miss = only(proposal.near_misses)
    assert (miss.rule, miss.waiver) == (policy.rule, words)


def waiver(rule: str, **changed: Any) -> WaiverGranted:
    fields: dict[str, Any] = {"extent": "FULL", "candidate_id": "c-1"}
    return WaiverGranted(
        **envelope("waiver-granted", 1),
        vacancy_id="v-1",
        job_group="COM",
        waiver_id="w-1",
        rule=rule,
        actor_role="hr-policy",
        reason="short of people",
        **(fields | changed),
    )


def test_a_waiver_that_does_not_reach_is_told_beside_what_is_missing() -> None:
    partial = waiver("H9", extent="PARTIAL", shortfall_accepted=3)
    log = Log(*basics(asking(H9)), member(retirement=SOON), opened())
    proposal = only(log.fold(partial).proposals)
    assert only(proposal.near_misses).waiver == (
        "the waiver granted is for a shortfall of 3 months; "
        "a waiver, in full or for a shortfall of 4 months, would make the person eligible"
    )


def test_a_waived_rule_is_counted_apart_and_shown_with_the_event_that_grants_it() -> None:
    log = Log(*basics(asking(H9)), member(retirement=SOON), opened())
    proposal = only(log.fold(waiver("H9")).proposals)
    answers = {answer.rule: answer for answer in only(proposal.ranked).answers}
    assert answers["H9"].outcome == "WAIVED"
    assert answers["H9"].evidence == ("retirement-1", "waiver-granted")
    assert [(part.rule, part.excluded) for part in proposal.counts.waived] == [("H9", 1)]
    assert {part.rule: part.excluded for part in proposal.counts.excluded}["H9"] == 0


def test_a_shortfall_that_grows_by_the_day_is_not_named() -> None:
    """Otherwise every list with such a person would be revised every morning."""
    policy = asking(replace(H9, rule="H10"))
    late = free(available_from=TODAY, notice_days=200)
    log = Log(*basics(policy), member(availability=late), opened())
    before = only(log.said[-1].proposals)
    assert "in full or for a shortfall of 29 days" in only(before.near_misses).waiver
    later = only(log.fold(day(date(2026, 3, 15))).proposals)
    assert only(later.near_misses).waiver == "a waiver would make the person eligible"
    assert log.fold(day(date(2026, 3, 16))).proposals == []


def test_what_is_missing_is_told_once_in_words() -> None:
    unrated = member(
        assessment=None,
        incumbency=None,
        availability=None,
        relatives=None,
        retirement=None,
    )
    policy = asking(RulePolicy(rule="H9"), RulePolicy(rule="H13"))
    proposal = listed(*basics(policy), replace(unrated, assessment=assessed()), opened())
    unsure = only(proposal.cannot_confirm)
    assert unsure.missing == (
        "retirement date",
        "confirmed availability",
        "declaration of relatives",
    )


def test_a_rule_that_warns_is_answered_apart_and_bars_nobody() -> None:
    policy = asking(RulePolicy(rule="H9", mode="WARN"), RulePolicy(rule="H13", mode="WARN"))
    who = only(listed(*basics(policy), member(retirement=SOON), opened()).ranked)
    assert "H9" not in {answer.rule for answer in who.answers}
    assert [(answer.rule, answer.outcome) for answer in who.advisory] == [
        ("H9", "FAIL"),
        ("H13", "UNKNOWN"),
    ]
    assert who.warnings == (
        "H9 is not met: last day before it 2027-05-15",
        "H13 cannot be told: not declared",
    )


def expecting(effective_from: date, **levels: int) -> CompetencyProfilePublished:
    return CompetencyProfilePublished(
        **envelope(f"competencies-{effective_from}"),
        job_group="COM",
        grade="P-5",
        framework_version="2023",
        effective_from=effective_from,
        competencies=tuple(
            CompetencyExpected(code=code, kind="CORE", level=level)
            for code, level in levels.items()
        ),
    )


def developing() -> MembershipRecorded:
    seen = (
        CompetencyShown(code="TRUST", level_expected=3, level_shown=2),
        CompetencyShown(code="TEAMWORK", level_expected=3, level_shown=3),
    )
    return member(assessment=replace(assessed("TIER_2", date(2025, 12, 1)), competencies=seen))


def test_development_needs_are_named_and_the_next_profile_is_told_until_it_is_here() -> None:
    today, ahead = date(2026, 1, 1), date(2026, 4, 1)
    log = Log(
        *BASICS,
        expecting(today, TRUST=3, TEAMWORK=2),
        expecting(ahead, TRUST=2, TEAMWORK=4),
        developing(),
        opened(),
    )
    who = only(only(log.said[-1].proposals).ranked)
    assert who.warnings == ("ready with development needs: TRUST",)
    assert [(one.code, one.expected, one.shown) for one in who.competencies] == [
        ("TRUST", 3, 2),
        ("TEAMWORK", 2, 3),
    ]
    assert who.profile_ahead is not None
    assert (who.profile_ahead.outcome, who.profile_ahead.short_of) == ("FAIL", ("TEAMWORK",))
    here = only(only(log.fold(day(ahead)).proposals).ranked)
    assert here.profile_ahead is None
    assert here.warnings == ("ready with development needs: TEAMWORK",)


def test_learning_is_a_fact_shown_beside_the_person() -> None:
    part = LearningFact(edition_id="unele-2025", status="COMPLETED", event_id="done-1")
    who = only(listed(*BASICS, member(learning=(part,)), opened()).ranked)
    assert [(one.edition_id, one.status, one.event_id) for one in who.learning] == [
        ("unele-2025", "COMPLETED", "done-1")
    ]


def balanced(people: list[MembershipRecorded], *more: Event) -> dict[tuple[str, str], Any]:
    panel = listed(*basics(rules(ranked_max=6)), *people, *more, opened()).diversity
    assert panel is not None
    return {
        (cell.dimension, cell.value): (cell.pool, cell.eligible, cell.listed)
        for cell in panel.cells
    }


def test_balance_is_shown_of_the_pool_the_eligible_and_the_list() -> None:
    women = [
        member(f"f-{n}", gender=stated("F"), commitments=(committed("v-9"),)) for n in range(6)
    ]
    men = [member(f"m-{n}", gender=stated("M")) for n in range(9)]
    cells = balanced(women + men)
    assert cells["GENDER", "F"] == (6, None, None)
    assert cells["GENDER", "M"] == (9, 9, 6)
    assert cells["GENDER", "X"] == (None, None, None)
    assert {dimension for dimension, _ in cells} == {"GENDER"}


def test_a_few_people_of_a_kind_are_hidden_with_the_next_smallest_kind() -> None:
    people = [member(f"f-{n}", gender=stated("F")) for n in range(2)]
    people += [member(f"m-{n}", gender=stated("M")) for n in range(7)]
    people += [member(f"u-{n}", gender=stated("UNDISCLOSED")) for n in range(8)]
    cells = balanced(people)
    assert cells["GENDER", "F"][:2] == (None, None)
    assert cells["GENDER", "M"][:2] == (None, None)
    assert cells["GENDER", "UNDISCLOSED"][:2] == (8, 8)


def test_regions_come_from_the_list_of_member_states_in_effect() -> None:
    states = MemberStateListPublished(
        **envelope("states"),
        list_id="members-2025",
        kind="MEMBER_STATES",
        effective_from=date(2025, 1, 1),
        states=(
            MemberState(country="KEN", region="AFRICA"),
            MemberState(country="FRA", region="EUROPE"),
            MemberState(country="ATA"),
        ),
    )

    def national(name: str, *countries: str) -> MembershipRecorded:
        fact = NationalitiesFact(countries=countries, event_id=f"nat-{name}")
        return member(name, nationalities=fact)

    people = [national(f"k-{n}", "KEN") for n in range(5)]
    people += [national(f"b-{n}", "FRA", "KEN") for n in range(6)]
    people += [national(f"a-{n}", "ATA") for n in range(7)]
    people += [member(f"u-{n}") for n in range(8)]
    cells = balanced(people, states)
    assert cells["REGION", "AFRICA"][0] == 11
    assert cells["REGION", "EUROPE"][0] == 6
    assert cells["REGION", "OTHER"][0] == 7
    assert cells["REGION", "NOT_STATED"][0] == 8


def test_an_empty_list_says_which_rule_is_strongest_and_what_would_help() -> None:
    people = [member(f"late-{n}", commitments=(committed("v-9"),)) for n in range(3)]
    people += [member("old", retirement=SOON), member("unsaid", retirement=None)]
    others = [replace(one, retirement=retiring(date(2040, 1, 1))) for one in people[:3]]
    proposal = listed(*basics(asking(H9)), *others, *people[3:], opened())
    assert proposal.ranked == ()
    assert proposal.explanation == (
        "none of 5 in COM/P-5 is eligible; excluded by H15 (3), H9 (1); "
        "by one rule alone H15 (3), H9 (1); cannot be confirmed for H9 (1); "
        "what would help: waivers of H9 (1), or confirming what is missing of 1"
    )


def test_a_list_that_is_empty_for_want_of_certain_tiers_says_so() -> None:
    proposal = listed(*BASICS, member(origin=stated("EXTERNAL")), opened(tier_rule=TIERS))
    assert proposal.explanation == (
        "nobody in COM/P-5 is ranked: of 1 eligible the consideration tier cannot be confirmed; "
        "confirming it would help"
    )


def test_a_list_with_anybody_on_it_needs_no_explanation() -> None:
    assert listed(*BASICS, member(), opened()).explanation is None


def test_somebody_who_leaves_for_an_unknown_tier_is_told_to() -> None:
    log = Log(*BASICS, member(origin=stated("INTERNAL")), opened(tier_rule=TIERS))
    assert ids(only(log.said[-1].proposals).ranked) == ["c-1"]
    revised = only(log.fold(member(count=2, origin=stated("EXTERNAL"))).proposals)
    assert revised.reason == "left: c-1 (the consideration tier cannot be confirmed)"


def test_nothing_is_said_again_when_a_day_passes() -> None:
    log = Log(*BASICS, expecting(date(2026, 1, 1), TRUST=3), developing(), opened())
    assert log.fold(replace(day(date(2026, 3, 15)), **at(1440))).proposals == []
