"""The exercise and a real pool together: questions, answers, and what follows from a signature."""

from collections.abc import Iterable
from datetime import date

from schemas.codec import decode
from schemas.events import Event, PostsToJudge, ProposalEmitted, SlateProposed, SlateSettled
from tests.unit import pool_facts
from tests.unit.exercise_world import (
    AFTER_WINDOW,
    BASICS,
    CYCLE,
    World,
    catalogue,
    cycle,
    placed,
    post,
    ranked,
    requested,
    signed,
    started,
)
from tests.unit.pool_facts import Log, assessed, free, member, profile, rules

RECENT = date(2026, 12, 1)


def pool() -> Log:
    """c-1 is rated higher than c-2; c-3 is no member."""
    ready = {"availability": free(date(2027, 1, 1), 0, pool_facts.NOON)}
    return Log(
        rules(),
        profile(),
        started(date(2027, 2, 14)),
        cycle(),
        member("c-1", 1, assessment=assessed("STAR", RECENT), **ready),
        member("c-2", 2, assessment=assessed("TIER_2", RECENT), **ready),
    )


def exercise() -> World:
    made = World()
    posts = [post("post-1", vacancy_id="vac-1", min_rating="TIER_1"), post("post-2")]
    made.say(*BASICS, started(date(2027, 2, 14)), catalogue(*posts))
    made.say(*(ranked(who, "post-1") for who in ("c-1", "c-2", "c-3")))
    return made


def answered(made: World, by: Log) -> list[Event]:
    questions: list[PostsToJudge] = list(made.open)
    made.open.clear()
    return made.say(*by.fold(*questions).judged)


def to_pool(made: World, first: int) -> Iterable[Event]:
    return [decode(it.value or b"") for it in made.outputs[first:] if "pool-log" in it.topic]


def test_the_pools_rules_decide_who_can_be_placed() -> None:
    made, by = exercise(), pool()
    made.say(requested())
    (slate,) = answered(made, by)
    assert isinstance(slate, SlateProposed)
    assert placed([slate]) == {"c-1": "post-1"}
    assert slate.rule_set.rule_set_id == "policy"
    assert slate.as_of == date(2027, 2, 14)
    assert {it.candidate_id: it.explanation for it in slate.unplaced} == {
        "c-2": "the rules allow none of the posts that the person would take; post-1: H2 forbid it",
        "c-3": "the rules allow none of the posts that the person would take",
    }


def test_a_post_that_nobody_gets_is_proposed_for_on_the_live_path_and_a_filled_one_is_not() -> None:
    made, by = exercise(), pool()
    made.say(requested())
    answered(made, by)
    before = len(made.outputs)
    made.say(signed())
    assert isinstance(made.told[-1], SlateSettled)
    by.fold(started(AFTER_WINDOW))
    said = by.fold(*to_pool(made, before))
    proposals = [(it.vacancy_id, type(it), it.path) for it in said.proposals]
    assert proposals == [(f"{CYCLE}/post-2", ProposalEmitted, "AD_HOC")]


def test_a_filled_post_without_a_vacancy_is_never_proposed_whatever_the_cuts() -> None:
    made, by = exercise(), pool()
    made.say(ranked("c-1", "post-2", second=5), requested())
    answered(made, by)
    before = len(made.outputs)
    made.say(signed())
    by.fold(started(AFTER_WINDOW))
    said = [it for event in to_pool(made, before) for it in by.fold(event).proposals]
    listed = [it.vacancy_id for it in said if isinstance(it, ProposalEmitted)]
    assert listed == ["vac-1"]
