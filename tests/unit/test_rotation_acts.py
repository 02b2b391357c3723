"""What people do in an exercise and what answers them, told apart from all that others cause."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from deploy.acting import NotPossible, TurnedDown, envelope, first_answer
from deploy.rotation.acts import adjusted, requested, signed_off, slate_to_decide_on
from deploy.rotation.hearing import ForSettlement, ForSlate, SlateHeard
from deploy.rotation.said import said_by
from schemas.events import Event, EventRejected, ExerciseRemarked, SlateProposed, SlateSettled
from tests.unit import exercise_world as world
from tests.unit.exercise_world import AFTER_WINDOW, CYCLE, World, hired, locked, post, ranked

SAID = (SlateProposed, SlateSettled, ExerciseRemarked)
"""What stands on `slates`."""


def exercise() -> World:
    """Two people who want the same two posts, ranked by the first one's hirer."""
    return world.world(
        [post("p-1"), post("p-2")],
        ranked("c-1", "p-1", "p-2"),
        ranked("c-2", "p-1", "p-2"),
        hired("p-1", "c-1", "c-2"),
        locked("p-1"),
    )


def public(told: Iterable[Event]) -> list[Event]:
    return [it for it in told if isinstance(it, SAID)]


def slate_of(made: World) -> SlateHeard:
    """Asked for as the command asks."""
    act = requested(CYCLE, "DEFERRED_ACCEPTANCE", "hr-partner")
    made.say(act)
    heard = first_answer(public(made.answered()), act, ForSlate(act))
    assert heard is not None
    return heard


def test_a_request_is_answered_by_the_slate_that_it_caused_and_by_no_other() -> None:
    made = exercise()
    other = made.run(9)
    heard = slate_of(made)
    assert heard.slate.run == 2
    assert world.placed([heard.slate]) == {"c-1": "p-1", "c-2": "p-2"}
    act = requested(CYCLE, "DEFERRED_ACCEPTANCE", "hr-partner")
    assert first_answer(other, act, ForSlate(act)) is None


def test_a_slate_in_parts_answers_once_it_is_whole() -> None:
    made = exercise()
    act = requested(CYCLE, "GLOBAL_ASSIGNMENT", "hr-partner")
    made.say(act)
    (slate,) = [it for it in made.answered() if isinstance(it, SlateProposed)]
    parts = [replace(slate, part=part, parts=2) for part in (1, 2)]
    assert first_answer(parts[:1], act, ForSlate(act)) is None
    heard = first_answer(parts, act, ForSlate(act))
    assert heard is not None
    assert len(heard.slate.placements) == 4


def test_a_request_that_comes_to_nothing_is_told_with_its_remedy() -> None:
    """Be it that the exercise refuses it, or that the pools could not judge."""
    made = World()
    made.say(*world.BASICS)
    act = requested(CYCLE, "DEFERRED_ACCEPTANCE", "hr-partner")
    with pytest.raises(TurnedDown, match="freeze all its parts"):
        first_answer(made.say(act), act, ForSlate(act))
    made = exercise()
    made.say(act)
    told = made.say(*(world.answer(it, world.everybody, rule_set=None) for it in made.open))
    with pytest.raises(TurnedDown, match="judged nobody"):
        first_answer(told, act, ForSlate(act))


def test_a_change_is_answered_by_the_next_revision_or_refused() -> None:
    made = exercise()
    slate = slate_of(made).slate
    act = adjusted(slate, "p-1", None, False, "hr-partner", "under review")
    heard = first_answer(made.say(act), act, ForSlate(act))
    assert heard is not None
    assert heard.slate.revision == 2
    stale = adjusted(slate, "p-2", None, False, "hr-partner", "seen too late")
    with pytest.raises(TurnedDown, match="look at the last revision"):
        first_answer(made.say(stale), stale, ForSlate(stale))


def test_a_lock_that_the_rules_forbid_by_now_is_a_remark_beside_the_slate() -> None:
    made = exercise()
    slate = slate_of(made).slate
    act = adjusted(slate, "p-2", "c-1", True, "hr-partner", "family")
    assert first_answer(made.say(act), act, ForSlate(act)) is not None
    made.rules = lambda who, _: ("FAIL", "H12") if who == "c-1" else ("FIRST", 1)
    heard = slate_of(made)
    assert [it.remark for it in heard.remarks] == ["NOT_ALLOWED"]
    assert "c-1" not in world.placed([heard.slate])


def test_a_signature_is_answered_once_it_has_taken_effect_and_nothing_can_follow_it() -> None:
    made = exercise()
    slate = slate_of(made).slate
    early = replace(signed_off(slate, "director"), **world.at(world.IN_WINDOW))
    with pytest.raises(TurnedDown, match="sign after the window"):
        first_answer(made.say(early), early, ForSettlement(early))
    act = replace(signed_off(slate, "director"), **world.at(AFTER_WINDOW, 400))
    settled = first_answer(made.say(act), act, ForSettlement(act))
    assert isinstance(settled, SlateSettled)
    assert settled.placed == 2
    said = said_by(it for it in made.told if isinstance(it, SAID))
    with pytest.raises(NotPossible, match="signed by director"):
        slate_to_decide_on(said, CYCLE)


def test_without_a_slate_there_is_nothing_to_decide_on() -> None:
    with pytest.raises(NotPossible, match=f"pathways rotation slate {CYCLE} --as ROLE"):
        slate_to_decide_on(said_by(()), CYCLE)


def test_what_intake_rejects_is_told_and_another_rejection_is_not_ours() -> None:
    act = requested(CYCLE, "DEFERRED_ACCEPTANCE", "hr-partner")
    letter = EventRejected(
        **envelope("x") | {"causation_id": "another"},
        reason="MALFORMED",
        detail="actor_role: is empty",
        remedy="name a role",
        topic="exercises",
        partition=0,
        offset=1,
        event_type="SlateRequested",
        key=None,
        value=None,
        value_size=0,
        value_sha256="0" * 64,
    )
    assert first_answer([letter], act, ForSlate(act)) is None
    ours = replace(letter, causation_id=act.event_id)
    with pytest.raises(TurnedDown, match="name a role"):
        first_answer([ours], act, ForSlate(act))


def test_each_act_has_an_id_of_its_own() -> None:
    acts = [requested(CYCLE, "DEFERRED_ACCEPTANCE", "hr-partner") for _ in range(2)]
    assert len({it.event_id for it in acts}) == len({it.request_id for it in acts}) == 2
