"""A pool answers an exercise as it would propose people for the same post, and changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bench.crowd import people
from bench.notice import STATIONS, facts, vacancy
from schemas.codec import decode, encode
from schemas.events import (
    CataloguePost,
    Event,
    MembershipRecorded,
    OfferDeclined,
    PairAllowed,
    PairBarred,
    PersonJudged,
    PersonToJudge,
    PostsJudged,
    PostsToJudge,
    RulePolicy,
    VacancyOpened,
)
from streams.engine.stage import Position, UnitId
from streams.matching.tiers import NAMES
from streams.pool.fold import PoolFold
from streams.pool.lineup import lineup_of
from streams.rules.outcomes import FAIL, UNKNOWN
from tests.unit.decision_facts import made, offer, waived
from tests.unit.matching_facts import rule_of, station, wishing
from tests.unit.pool_facts import (
    BASICS,
    NAIROBI,
    START_BY,
    TODAY,
    Log,
    committed,
    day,
    envelope,
    free,
    hold,
    member,
    only,
    opened,
    profile,
    rules,
)
from tests.unit.test_pool_restore import Framed


def post(post_id: str = "post-1", **changed: Any) -> CataloguePost:
    facts: dict[str, Any] = {
        "job_group": "COM",
        "grade": "P-5",
        "title": "Chief of Mission",
        "duty_station": NAIROBI,
        "hardship_class": "C",
        "family_status": "NON_FAMILY",
        "available_on": START_BY,
    }
    return CataloguePost(post_id=post_id, **(facts | changed))


def asking(
    who: Sequence[str], *posts: CataloguePost, part: int = 1, grade: str = "P-5"
) -> PostsToJudge:
    """Everybody about every post."""
    asked = posts or (post(),)
    return PostsToJudge(
        **envelope(f"cycle/1/ask/{part}", 3),
        cycle_id="cycle",
        run=1,
        part=part,
        parts=9,
        job_group="COM",
        grade=grade,
        posts=asked,
        people=tuple(
            PersonToJudge(candidate_id=one, posts=tuple(range(len(asked)))) for one in who
        ),
    )


def said_of(answer: PostsJudged) -> list[PairAllowed | PairBarred]:
    """Of each person asked about a single post."""
    return [only((*person.allowed, *person.barred)) for person in answer.people]


def rules_of(answer: PostsJudged) -> list[tuple[str, ...]]:
    return [pair.rules if isinstance(pair, PairBarred) else () for pair in said_of(answer)]


def crowd(count: int) -> list[MembershipRecorded]:
    """Some with more than one hold, which the columns keep apart."""
    later = timedelta(days=40)
    twice = (hold(TODAY - later, TODAY - timedelta(days=20)), hold(START_BY, None, "h-2"))
    return [
        replace(person, holds=twice if number % 7 == 0 else ())
        for number, (person, _) in enumerate(people(count))
    ]


def in_the_catalogue(terms: VacancyOpened) -> CataloguePost:
    return CataloguePost(
        post_id=terms.post_id,
        job_group=terms.job_group,
        grade=terms.grade,
        title=terms.title,
        duty_station=terms.duty_station,
        hardship_class="D",
        family_status="NON_FAMILY",
        available_on=terms.start_by,
        vacancy_id=terms.vacancy_id,
        languages=terms.languages,
        tier_rule=terms.tier_rule,
        emphasis=terms.emphasis,
    )


def as_a_vacancy(log: Log, terms: VacancyOpened, who: str) -> PairAllowed | PairBarred:
    """What the proposal of the same post rests on, over the whole table."""
    holdings = log.pool.holdings
    assert holdings.policy is not None
    lineup = lineup_of(holdings, holdings.case(terms.vacancy_id), terms, holdings.policy)
    row = lineup.table.row_of(who)
    assert row is not None
    worst = int(lineup.judgement.worst[row])
    if worst < UNKNOWN:
        scoring, rows = lineup.consideration.scoring, lineup.consideration.rows
        tier = NAMES[scoring.tiers(rows)[row]]
        return PairAllowed(post=0, tier=tier, total=int(scoring.totals(rows)[row]))
    answered = zip(holdings.policy.hard, lineup.judgement.outcomes(row), strict=True)
    barring = tuple(rule.id for rule, given in answered if given == worst)
    return PairBarred(post=0, outcome="FAIL" if worst == FAIL else "UNKNOWN", rules=barring)


def test_people_are_judged_as_for_a_vacancy_whoever_else_is_asked_about() -> None:
    terms = replace(vacancy(), start_by=START_BY)
    who = [f"c-{number:07}" for number in range(3, 150, 2)]
    log = Log(*facts(), *crowd(150))
    waivers = [waived(rule, one) for rule, one in zip(("H8", "H9") * 20, who, strict=False)]
    declined = offer(OfferDeclined, who=who[8], offer_id="o-8", reason="family")
    decisions = [replace(it, vacancy_id=terms.vacancy_id) for it in (*waivers, declined)]
    log.fold(terms, *decisions)
    answer = only(log.fold(asking(who, in_the_catalogue(terms))).judged)
    assert [person.candidate_id for person in answer.people] == who
    assert said_of(answer) == [as_a_vacancy(log, terms, one) for one in who]
    kinds = {type(pair).__name__ + getattr(pair, "outcome", "") for pair in said_of(answer)}
    assert kinds == {"PairAllowed", "PairBarredFAIL", "PairBarredUNKNOWN"}
    assert "DECLINED" in rules_of(answer)[8]
    unwaived = replace(in_the_catalogue(terms), vacancy_id=None)
    without = only(log.fold(asking(who, unwaived)).judged)
    assert 0 < rules_of(without).count(()) < rules_of(answer).count(())


def test_the_answer_names_its_question_and_what_it_rests_on() -> None:
    log = Log(*BASICS, member("c-1"))
    answer = only(log.fold(asking(["c-1"], part=4)).judged)
    assert (answer.event_id, answer.causation_id) == ("cycle/1/judged/4", "cycle/1/ask/4")
    assert (answer.run, answer.part, answer.parts, answer.job_group) == (1, 4, 9, "COM")
    assert (answer.position.count, answer.as_of) == (log.count, TODAY)
    policy = log.pool.holdings.policy
    assert policy is not None
    assert answer.rule_set == policy.used
    assert only(said_of(answer)) == PairAllowed(post=0, tier="FIRST", total=0)


def test_the_tie_key_orders_as_the_pool_orders() -> None:
    log = Log(*BASICS, *(member(f"c-{n}") for n in range(20)), member("c-x", member_since=TODAY))
    everybody = [f"c-{n}" for n in range(20)] + ["c-x", "nobody"]
    answer = only(log.fold(asking(everybody)).judged)
    by_key = [one.candidate_id for one in sorted(answer.people, key=lambda one: one.tie_key)]
    proposal = only(log.fold(opened()).proposals)
    ranked = [one.candidate_id for one in proposal.ranked]
    assert by_key[: len(ranked)] == ranked
    assert by_key[-2:] == ["c-x", "nobody"]


def test_only_those_asked_about_are_told_each_about_their_own_posts() -> None:
    log = Log(*BASICS, member("c-1"), member("c-2"))
    question = asking([], post("a"), post("b", min_rating="STAR"), post("c"))
    asked = (
        PersonToJudge(candidate_id="c-1", posts=(0, 1)),
        PersonToJudge(candidate_id="c-9", posts=(2,)),
    )
    answer = only(log.fold(replace(question, people=asked)).judged)
    assert answer.people == (
        PersonJudged(
            candidate_id="c-1",
            tie_key=answer.people[0].tie_key,
            allowed=(PairAllowed(post=0, tier="FIRST", total=0),),
            barred=(PairBarred(post=1, outcome="FAIL", rules=("H2",)),),
        ),
        PersonJudged(
            candidate_id="c-9",
            tie_key=answer.people[1].tie_key,
            allowed=(),
            barred=(PairBarred(post=2, outcome="NO_MEMBERSHIP", rules=()),),
        ),
    )


def test_somebody_asked_about_by_a_former_id_is_judged_as_who_they_are() -> None:
    log = Log(*BASICS, member("c-1", former_ids=("c-old",)))
    answer = only(log.fold(asking(["c-old", "c-1"])).judged)
    old, new = answer.people
    assert (old.candidate_id, new.candidate_id) == ("c-old", "c-1")
    assert (old.tie_key, old.allowed) == (new.tie_key, new.allowed)


@pytest.mark.parametrize(
    "known", [BASICS[1:], BASICS[:2], (BASICS[0], BASICS[2])], ids=["rules", "day", "profile"]
)
def test_nobody_is_judged_before_a_rule_set_a_day_and_the_profile(known: Sequence[Event]) -> None:
    answer = only(Log(*known, member("c-1"), asking(["c-1"])).said[-1].judged)
    assert (answer.rule_set, answer.people) == (None, ())


def test_an_offer_accepted_elsewhere_bars_and_one_for_the_same_post_does_not() -> None:
    own = member("c-1", commitments=(committed("cycle/post-1"),))
    other = member("c-2", commitments=(committed("v-7"),))
    answer = only(Log(*BASICS, own, other, asking(["c-1", "c-2"])).said[-1].judged)
    assert rules_of(answer) == [(), ("H15",)]


def test_a_vacancy_named_by_the_catalogue_brings_its_waivers_and_its_refusals() -> None:
    policy = rules(rules=(RulePolicy(rule="H10", waivable=True),))
    late = free(START_BY + timedelta(days=1), 0)
    log = Log(policy, profile(), day(), member("c-1", availability=late), member("c-2"))
    log.fold(opened(), waived("H10", "c-1"), made(who="c-2"))
    log.fold(offer(OfferDeclined, 6, who="c-2", reason="family"))
    named, unnamed = (
        only(log.fold(asking(["c-1", "c-2"], post(vacancy_id=vacancy_id))).judged)
        for vacancy_id in ("v-1", None)
    )
    assert rules_of(named) == [(), ("DECLINED",)]
    assert rules_of(unnamed) == [("H10",), ()]


def test_what_was_frozen_of_the_place_counts_whatever_is_known_of_it_now() -> None:
    policy = rules(rules=(RulePolicy(rule="H12"),), hardship_order=("A", "B", "C", "D", "E"))
    easy_only = member("c-1", preferences=wishing(max_hardship="C"))
    log = Log(policy, profile(), day(), easy_only)
    frozen = [post("p-c"), post("p-e", hardship_class="E")]
    unheard = only(log.fold(asking(["c-1"], *frozen)).judged)
    log.fold(station("E"))
    later = only(log.fold(asking(["c-1"], *frozen)).judged)
    for answer in (unheard, later):
        person = only(answer.people)
        assert [pair.post for pair in person.allowed] == [0]
        assert only(person.barred).rules == ("H12",)


def test_a_post_that_was_to_be_free_before_today_is_judged_for_today() -> None:
    log = Log(*BASICS, member("c-1", availability=free(TODAY, 0)))
    answer = only(log.fold(asking(["c-1"], post(available_on=TODAY - timedelta(days=90)))).judged)
    assert rules_of(answer) == [()]


def test_the_tier_is_that_of_the_notice() -> None:
    log = Log(*BASICS, member("c-1"))
    internal = post(tier_rule=rule_of(*vacancy().tier_rule.first[:1]))  # type: ignore[union-attr]
    assert only(said_of(only(log.fold(asking(["c-1"], internal)).judged))) == PairAllowed(
        post=0, tier="UNCONFIRMED", total=0
    )


def test_a_question_changes_nothing_of_what_the_pool_says_or_keeps() -> None:
    log = Log(*BASICS, member("c-1"), opened())
    said = log.fold(asking(["c-1"]))
    assert len(said.judged) == 1
    assert (said.vacancies_evaluated, said.proposals, said.roster) == (0, [], [])
    assert (said.memberships, said.vacancies, said.references) == ({}, set(), set())


def test_answers_are_the_same_in_one_transaction_and_in_many() -> None:
    who = [f"c-{number:07}" for number in range(60)]
    posts = [
        replace(in_the_catalogue(vacancy()), post_id=f"p-{n}", duty_station=STATIONS[n])
        for n in range(6)
    ]
    questions = [
        asking(who[first : first + 20], *posts[first // 20 :], part=first // 20 + 1)
        for first in (0, 20, 40)
    ]
    together = Log(*facts(), *crowd(60)).fold(*questions).judged
    log = Log(*facts(), *crowd(60))
    apart = [only(log.fold(question).judged) for question in questions]
    assert [one.people for one in together] == [one.people for one in apart]
    assert decode(encode(together[0])) == together[0]


def test_an_answer_goes_to_the_log_of_the_exercise_and_leaves_no_state() -> None:
    fold = PoolFold(UnitId("pool", "pathways.pool-log", 2))
    known = [Framed(encode(event), n) for n, event in enumerate((*BASICS, member("c-1")))]
    fold.fold(known, Position(0, 0))
    (output,) = fold.fold([Framed(encode(asking(["c-1"])), 9)], Position(9, len(known)))
    assert (output.topic, output.partition) == ("pathways.exercise-log", 0)
    assert (output.key, output.headers) == (b"cycle", [("pathways-origin", b"pool-log/2/9")])
    assert decode(output.value or b"").people[0].allowed
