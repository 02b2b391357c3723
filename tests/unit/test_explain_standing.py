"""Where one person stands for a vacancy, on the list or not, and what would help."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from rich.console import Console

from deploy.render.explanation import explanation_panel
from schemas.events import (
    LogPosition,
    ProposalAccepted,
    ProposalEmitted,
    Rating,
    RulePolicy,
    StatedFact,
    TierClause,
    TierRule,
    VacancyCancelled,
)
from streams.history.explain.explained import PersonExplained
from streams.history.explain.judged import Judged
from streams.history.explain.person_then import PersonThen, person_then
from tests.unit.matching_facts import weighing
from tests.unit.pool_facts import (
    BASICS,
    START_BY,
    TODAY,
    Log,
    assessed,
    committed,
    cycle,
    day,
    envelope,
    free,
    member,
    only,
    opened,
    profile,
    rules,
)

LATE = START_BY + timedelta(days=20)


def asked(log: Log, candidate_id: str, vacancy_id: str = "v-1") -> PersonThen:
    return person_then(log.pool.holdings, vacancy_id, candidate_id)


def judged(log: Log, candidate_id: str) -> Judged:
    found = asked(log, candidate_id).judged
    assert found is not None
    return found


def five(**policy: Any) -> Log:
    """Five eligible people, the list names two; their points differ by rating alone."""
    weights = weighing(S1=10) | {"ranked_max": 2} | policy
    ratings: tuple[Rating, ...] = ("TIER_2", "STAR", "TIER_1", "TIER_2", "STAR")
    people = [
        member(f"c-{number}", assessment=assessed(rating, TODAY))
        for number, rating in enumerate(ratings, start=1)
    ]
    return Log(rules(**weights), profile(), day(), opened(), *people)


def test_whoever_is_listed_is_told_the_rank_and_the_points_of_those_before() -> None:
    log = five()
    event: ProposalEmitted = only(log.said[-1].proposals)
    first, second = (judged(log, one.candidate_id) for one in event.ranked)
    assert (first.standing, first.ahead, first.list_length) == ("RANKED", (), 2)
    assert [one.rank for one in second.ahead] == [1]
    assert second.ahead[0].total == event.ranked[0].total
    assert (first.ranked, second.ranked) == event.ranked


def test_the_eligible_behind_the_end_of_the_list_are_told_how_far_behind() -> None:
    log = five()
    found = [judged(log, f"c-{number}") for number in (1, 3, 4)]
    assert {one.standing for one in found} == {"OTHERS_FIRST"}
    ranks = [one.ranked.rank for one in found if one.ranked]
    assert sorted(ranks) == [3, 4, 5]
    last = max(found, key=lambda one: one.ranked.rank if one.ranked else 0)
    assert [one.rank for one in last.ahead] == [1, 2, 4]
    assert last.last_listed is not None
    assert last.last_listed.rank == 2
    assert not last.listed


def test_a_longer_list_ranks_everybody_where_the_short_one_said() -> None:
    log, longer = five(), five(ranked_max=5)
    event: ProposalEmitted = only(longer.said[-1].proposals)
    for one in event.ranked:
        assert judged(log, one.candidate_id).ranked == one


def test_a_tier_that_hangs_on_an_unknown_fact_is_for_a_person_to_settle() -> None:
    rule = TierRule(tier_rule_id="women-first", first=(TierClause(clause="women", genders=("F",)),))
    undisclosed = StatedFact(value="UNDISCLOSED", event_id="g")
    log = Log(*BASICS, opened(tier_rule=rule), member("c-1", gender=undisclosed))
    found = judged(log, "c-1")
    assert found.standing == "TIER_UNCONFIRMED"
    assert found.ranked == only(only(log.said[-1].proposals).tier_unconfirmed)
    assert found.helps == ("a person must settle in which tier this one is considered",)


def test_a_near_miss_is_told_what_its_proposal_says_of_a_waiver() -> None:
    log = Log(*BASICS, opened(), member("c-1", availability=free(LATE, 0)))
    found, miss = judged(log, "c-1"), only(only(log.said[-1].proposals).near_misses)
    assert (found.standing, found.listed) == ("NEAR_MISS", True)
    assert (found.answers, found.helps) == (miss.answers, (miss.waiver,))
    assert [(one.rule, one.count) for one in found.shortfalls] == [("H10", 20)]


def test_somebody_excluded_by_several_rules_is_told_each_of_them() -> None:
    waivable = RulePolicy(rule="H10", mode="HARD", waivable=True)
    elsewhere = member("c-1", availability=free(LATE, 0), commitments=(committed("v-9"),))
    log = Log(rules(rules=(waivable,)), profile(), day(), opened(), elsewhere)
    found = judged(log, "c-1")
    failed = [answer.rule for answer in found.answers if answer.outcome == "FAIL"]
    assert (found.standing, found.listed, failed) == ("EXCLUDED", False, ["H10", "H15"])
    assert found.helps == ("H10 can be waived", "H15 cannot be waived")


def test_somebody_of_whom_a_fact_is_missing_is_told_which() -> None:
    log = Log(*BASICS, opened(), member("c-1", availability=None))
    found, unsure = judged(log, "c-1"), only(only(log.said[-1].proposals).cannot_confirm)
    assert found.standing == "CANNOT_CONFIRM"
    assert (found.missing, found.answers) == (unsure.missing, unsure.answers)
    assert found.helps == ("this must be known: confirmed availability",)


def test_nobody_is_judged_without_a_membership_in_the_profile() -> None:
    log = Log(*BASICS, opened(), member("c-1", grade="P-4"))
    then = asked(log, "c-1")
    assert then.judged is None
    assert [(it.job_group, it.grade, it.status) for it in then.memberships] == [
        ("COM", "P-4", "ACTIVE")
    ]


def test_a_former_id_stands_for_the_one_that_stays() -> None:
    log = Log(*BASICS, opened(), member("c-1", former_ids=("c-9",)))
    then = asked(log, "c-9")
    assert (then.candidate_id, then.asked_as) == ("c-1", "c-9")
    assert then.judged == asked(log, "c-1").judged


@pytest.mark.parametrize(
    ("events", "say", "reason"),
    [
        ([], "NOTHING", "not opened yet"),
        (
            [
                opened(),
                VacancyCancelled(
                    **envelope("x", 1), vacancy_id="v-1", job_group="COM", reason="no money"
                ),
            ],
            "WITHDRAW",
            "vacancy cancelled: no money",
        ),
        (
            [cycle("2026", date(2026, 3, 1), date(2026, 4, 1)), opened(rotational=True)],
            "DEFER",
            "ROTATION",
        ),
        ([opened(rotational=True)], "HOLD", "missing"),
        ([opened(closes_on=TODAY - timedelta(days=1))], "EXPIRE", "closed on 2026-03-13"),
    ],
)
def test_without_a_list_the_reason_is_told(events: list[Any], say: str, reason: str) -> None:
    log = Log(*BASICS, member("c-1"), *events)
    vacancy = asked(log, "c-1").vacancy
    assert vacancy.say == say
    assert reason in vacancy.reason


def test_what_the_rules_would_say_is_told_even_where_there_is_no_list() -> None:
    log = Log(*BASICS, member("c-1"), opened(closes_on=TODAY - timedelta(days=1)))
    assert judged(log, "c-1").standing == "RANKED"


def test_after_a_review_the_place_on_the_reviewed_list_is_told() -> None:
    log = Log(*BASICS, opened(), member("c-1"))
    first = only(log.said[-1].proposals)
    review = ProposalAccepted(
        **envelope("r", 2),
        vacancy_id="v-1",
        job_group="COM",
        proposal_id=first.proposal_id,
        revision_seen=1,
        actor_role="hr",
        override=False,
    )
    log.fold(review)
    log.fold(member("c-2", count=2, assessment=assessed("STAR")))
    late, early = asked(log, "c-2"), asked(log, "c-1")
    assert (late.vacancy.reviewed_revision, late.rank_said, early.rank_said) == (1, None, 1)
    assert late.judged is not None
    assert late.judged.standing == "RANKED"


def test_asking_changes_nothing_that_is_said_later() -> None:
    log, other = five(), five()
    for number in range(7):
        asked(log, f"c-{number}")
        asked(log, f"c-{number}", "v-nowhere")
    news = member("c-6", count=9, assessment=assessed("STAR"))
    assert log.fold(news).proposals == other.fold(replace(news)).proposals


def answer(log: Log, candidate_id: str, **changed: Any) -> str:
    """The page's first words."""
    explained = PersonExplained(
        then=asked(log, candidate_id),
        position=LogPosition(log="pool-log", partition=0, count=log.count),
        looked=True,
        day=TODAY,
        decision_version=2,
        decided_by=2,
        vacancy_events=(),
        evidence=(),
        unresolved=(),
        last_list=None,
        elsewhere=(),
        erased=False,
    )
    explained = replace(explained, **changed)
    console = Console(width=100, color_system=None)
    with console.capture() as capture:
        console.print(explanation_panel(explained, "page"))
    return " ".join(capture.get().replace("│", " ").split())


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ([member("c-1")], "RANKED c-1 ─── Proposed: 1st of 1 on the list."),
        ([member("c-1", availability=None)], "but something is not known. The proposal names"),
        (
            [member("c-1", availability=free(LATE, 0))],
            "one rule excludes this person, H10 availability. The proposal names this person",
        ),
        (
            [member("c-1", availability=free(LATE, 0), commitments=(committed("v-9"),))],
            "2 rules exclude this person: H10 availability and H15 commitment.",
        ),
        ([member("c-1", grade="P-4")], "No membership in COM/P-5 is recorded of this person"),
    ],
)
def test_the_page_says_first_what_is_so(members: list[Any], words: str) -> None:
    said = answer(Log(*BASICS, opened(), *members), "c-1")
    assert words.partition(" ─── ")[0] in said
    assert words.rpartition(" ─── ")[2] in said


def test_the_page_of_somebody_behind_the_list_says_how_many_come_first() -> None:
    log = five()
    said = answer(log, "c-3")
    assert "Eligible, but others come first: 3rd of 5, and the list names 2." in said
    assert "1st with" in said
    assert "the list ends with 2nd with" in said


def test_what_another_version_decided_is_called_so() -> None:
    log = Log(*BASICS, opened(), member("c-1"))
    assert "decision version 2, where version 1 decided" in answer(log, "c-1", decided_by=1)
    assert "where version" not in answer(log, "c-1")


def test_events_that_no_log_holds_are_named_on_the_page() -> None:
    log = Log(*BASICS, opened(), member("c-1"))
    assert "Not found in the logs: as-TIER_1" in answer(log, "c-1", unresolved=("as-TIER_1",))
