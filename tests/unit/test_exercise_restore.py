"""An exercise restored from its state goes on as if it had never stopped, byte for byte."""

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import schema_files
from schemas.codec import encode
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.events import Event, ExerciseHeld, SlateProposed, UnitPosition
from schemas.text import from_json
from streams.engine.positions import SharedPositions
from streams.engine.stage import Partition, Position, UnitId
from streams.exercise import DECISION_VERSION
from streams.exercise.errors import NewerState, UnexpectedRecord
from streams.exercise.fold import ExerciseFold
from streams.exercise.stage import exercise_stage
from tests.unit.exercise_world import (
    AFTER_WINDOW,
    BASICS,
    IN_WINDOW,
    LOG,
    Framed,
    Verdict,
    World,
    amended,
    answer,
    catalogue,
    cycle,
    erased,
    hired,
    in_post,
    locked,
    merged,
    moved,
    policy,
    post,
    ranked,
    requested,
    signed,
    started,
)

EXAMPLES = Path(schema_files.__file__).parent / "examples"
POSTS = [f"post-{number}" for number in range(5)]
PEOPLE = [f"c-{number}" for number in range(7)]


def some_rules(who: str, post_id: str) -> Verdict:
    number = (int(who[2:]) * 7 + int(post_id[5:]) * 3) % 8
    if number == 0:
        return "FAIL", "H4"
    return None if number == 1 else ("SECOND" if number == 2 else "FIRST", 100 * number)


def beginning() -> list[Event]:
    posts = [post(name, "COM" if number < 3 else "RMO") for number, name in enumerate(POSTS)]
    history = in_post("c-6", "post-8", date(2023, 7, 1), due=date(2027, 8, 1))
    return [*BASICS, catalogue(*posts), history]


def random_event(count: int, dice: random.Random) -> Event:
    who, post_id = dice.choice(PEOPLE), dice.choice(POSTS)
    run, revision = dice.randrange(1, 4), dice.randrange(1, 4)
    some = dice.sample(POSTS, dice.randrange(4))
    makers: list[Callable[[], Event]] = [
        *[lambda: ranked(who, *some, second=count, unlisted="ANY_AVAILABLE")] * 3,
        *[lambda: ranked(who, *some, second=count, together_with_id="c-0")] * 3,
        *[lambda: requested(count)] * 3,
        *[lambda: moved(post_id, dice.choice([who, None]), revision, run, locked=True)] * 5,
        lambda: hired(post_id, *dice.sample(PEOPLE, 2), number=count),
        lambda: locked(post_id, dice.randrange(1, 40)),
        lambda: amended(count, entered=(post(post_id, hardship_class="E"),)),
        lambda: amended(count, left=(post_id,)),
        lambda: in_post(who, f"post-{count}", date(2023, 7, 1), due=date(2027, 8, 1)),
        lambda: dice.choice([policy(count, burden_share=count), started(AFTER_WINDOW)]),
        lambda: dice.choice([merged(who, "c-5"), erased(who), cycle(on=IN_WINDOW)]),
    ]
    return dice.choice(makers)()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_restarts_and_cuts_anywhere_change_no_byte_of_what_is_told(seed: int) -> None:
    dice = random.Random(seed)
    steady, shaken = World(some_rules), World(some_rules)
    said = [*beginning(), *(random_event(count, dice) for count in range(1, 50))]
    for number in range(25, 50, 3):
        said.insert(number, requested(number + 100))
    said.append(signed(dice.randrange(1, 9)))
    for event in said:
        steady.say(event)
        shaken.restart(dice)
        shaken.say(event)
        if dice.random() < 0.5:
            steady.answered()
            questions, shaken.open = shaken.open, []
            for question in questions:
                shaken.say(answer(question, some_rules))
                shaken.restart(dice)
    assert shaken.outputs == [
        mine._replace(headers=theirs.headers)
        for mine, theirs in zip(steady.outputs, shaken.outputs, strict=True)
    ]
    assert shaken.count == steady.count
    assert shaken.state == steady.state


def test_random_exercises_come_to_slates_and_changes_of_them() -> None:
    """So that the test before this one is about something."""
    revisions = set()
    for seed in range(8):
        dice, made = random.Random(seed), World(some_rules)
        made.say(*beginning())
        for count in range(1, 60):
            made.say(random_event(count, dice))
            made.answered()
        revisions |= {it.revision for it in made.told if isinstance(it, SlateProposed)}
    assert {1, 2} <= revisions


def test_state_of_a_newer_program_is_refused() -> None:
    state = ExerciseHeld(decision_version=DECISION_VERSION + 1, count=1, event=encode(policy()))
    with pytest.raises(NewerState, match="start the newer program"):
        ExerciseFold().restore([(b"policy|rotation|1", encode(state))])


def test_records_of_another_kind_stop_the_stage() -> None:
    with pytest.raises(UnexpectedRecord, match="UnitPosition"):
        ExerciseFold().restore([(b"x", encode(UnitPosition(unit="u", offset=1, count=1)))])
    with pytest.raises(UnexpectedRecord, match="without a value"):
        ExerciseFold().fold([Framed(None, 0)], Position(0, 0))
    withdrawn = json.loads((EXAMPLES / "ProposalWithdrawn.v1.json").read_text())
    with pytest.raises(UnexpectedRecord, match="ProposalWithdrawn"):
        ExerciseFold().fold([Framed(encode(from_json(withdrawn)), 0)], Position(0, 0))


def test_the_stage_reads_its_log_and_writes_its_state_to_one_partition() -> None:
    stage = exercise_stage(SharedPositions("pathways.positions", 4))
    unit = UnitId("exercise", LOG, 0)
    assert stage.inputs == (LOG,)
    assert stage.state(unit) == Partition("pathways.exercise-state", 0)
    assert isinstance(stage.fold(unit), ExerciseFold)


def test_a_fold_without_state_records_tells_the_same() -> None:
    said = [*beginning(), ranked("c-1", "post-1")]
    records = [Framed(encode(it), number) for number, it in enumerate((*said, requested()))]
    with_state = ExerciseFold().fold(records, Position(0, 0))
    again = ExerciseFold().fold_again(records, Position(0, 0))
    assert list(again) == [it for it in with_state if it.topic != "pathways.exercise-state"]
    assert again


def test_whatever_is_routed_to_the_exercise_log_is_folded() -> None:
    rows = [row for row in EVENT_TABLE.values() if _reaches_the_log(row)]
    files = [EXAMPLES / f"{row.name}.v{row.version}.json" for row in rows]
    records = [
        Framed(encode(from_json(json.loads(path.read_text()))), number)
        for number, path in enumerate(files)
    ]
    assert len(records) > 20
    assert ExerciseFold().fold(records, Position(0, 0))


def _reaches_the_log(row: EventRow) -> bool:
    return row.topic == "exercise-log" or any(it.log == "exercise-log" for it in row.routes)
