"""The leadership stage between records and outputs, and the state it can start from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from schemas import codec, events, schema_files
from schemas.errors import ContractError
from schemas.event_table import EVENT_TABLE
from schemas.headers import ORIGIN
from schemas.text import from_json
from schemas.topics import TOPICS
from streams.engine.positions import SharedPositions
from streams.engine.stage import Position, UnitId
from streams.leadership import DECISION_VERSION
from streams.leadership.errors import NewerState, UnexpectedRecord
from streams.leadership.fold import LeadershipFold
from streams.leadership.stage import leadership_stage
from tests.unit.leadership_facts import (
    Log,
    LogRecord,
    day,
    edition,
    gap,
    gone,
    policy,
    seats,
    standing,
)

STAGE = leadership_stage(SharedPositions("x.positions", 4), "x.")
UNIT = UnitId("leadership", "x.leadership-log", 0)
EXAMPLES = Path(schema_files.__file__).parent / "examples"


def test_each_fact_of_the_log_is_one_that_the_stage_takes() -> None:
    into = [
        row.name
        for row in EVENT_TABLE.values()
        if any(it.log == "leadership-log" for it in row.routes) or row.topic == "leadership-log"
    ]
    assert len(into) == 7
    for name in into:
        example = from_json(json.loads((EXAMPLES / f"{name}.v1.json").read_text()))
        STAGE.fold(UNIT).fold([LogRecord(codec.encode(example))], Position(0, 0))


def test_what_is_told_stands_under_its_person_or_edition_and_names_where_it_was_read() -> None:
    log = Log(policy(), edition(), day(), standing("c-1", gap()))
    keys = [(type(codec.decode(it.value or b"")).__name__, it.key) for it in log.outputs]
    assert keys == [
        ("CohortFunnelRevised", b"e-1"),
        ("DevelopmentNeedIdentified", b"c-1"),
        ("NominationProposed", b"c-1"),
    ]
    assert {it.partition for it in log.outputs} == {0}
    headers = dict(log.outputs[-1].headers)
    assert headers[ORIGIN] == b"leadership-log/0/3"
    assert headers["ce_type"] == b"pathways.NominationProposed"


def test_the_stage_reads_its_log_and_keeps_its_state_in_one_partition() -> None:
    assert (STAGE.name, STAGE.inputs) == ("leadership", ("x.leadership-log",))
    assert STAGE.state(UNIT) == ("x.leadership-state", 0)
    for name in ("leadership-log", "leadership-state", "nominations"):
        assert TOPICS[name].partitions == 1


def test_a_fact_is_held_as_it_came_and_one_of_ours_as_it_was_told() -> None:
    fact = edition()
    log = Log(policy(), fact, day(), standing("c-1", gap()))
    held: events.LeadershipHeld = codec.decode(log.state[b"edition|e-1"])
    assert (held.event, held.count) == (codec.encode(fact), 2)
    assert held.decision_version == DECISION_VERSION
    need: events.LeadershipHeld = codec.decode(log.state[b"need|c-1|a-c-1/STRATEGY"])
    assert need.event in {it.value for it in log.outputs}


def test_a_thing_that_changed_twice_in_a_transaction_is_written_once() -> None:
    records = [LogRecord(codec.encode(it)) for it in (seats(1, at=1), seats(2, at=2))]
    (state,) = LeadershipFold("x.").fold(records, Position(0, 0))
    held: events.LeadershipHeld = codec.decode(state.value or b"")
    assert codec.decode(held.event).seats_reserved == 2


def test_an_erased_person_leaves_tombstones() -> None:
    log = Log(policy(), day(), standing("c-1", gap()))
    keys = {it for it in log.state if b"c-1" in it}
    record = LogRecord(codec.encode(gone("c-1")))
    outputs = log.fold.fold([record], Position(log.count, log.count))
    assert {it.key for it in outputs if it.value is None} == keys


@pytest.fixture
def held() -> events.LeadershipHeld:
    return events.LeadershipHeld(
        decision_version=DECISION_VERSION, count=1, event=codec.encode(edition())
    )


def test_state_of_a_newer_decision_version_is_refused(held: events.LeadershipHeld) -> None:
    newer = codec.encode(replace(held, decision_version=DECISION_VERSION + 1))
    with pytest.raises(NewerState, match="decision version 2") as refused:
        STAGE.fold(UNIT).restore([(b"edition|e-1", newer)])
    assert refused.value.key == "edition|e-1"


def test_state_in_a_schema_of_the_future_is_refused(held: events.LeadershipHeld) -> None:
    future = codec.MARKER + b"\x07" * 8
    for value in (future, codec.encode(replace(held, event=future))):
        with pytest.raises(NewerState, match="does not have"):
            STAGE.fold(UNIT).restore([(b"edition|e-1", value)])


def test_a_record_that_no_fold_knows_stops_the_unit() -> None:
    stranger: Any = from_json(json.loads((EXAMPLES / "AvailabilityConfirmed.v1.json").read_text()))
    with pytest.raises(UnexpectedRecord, match="AvailabilityConfirmed"):
        STAGE.fold(UNIT).fold([LogRecord(codec.encode(stranger))], Position(0, 0))
    with pytest.raises(UnexpectedRecord, match="without a value"):
        STAGE.fold(UNIT).fold([LogRecord(None)], Position(0, 0))
    with pytest.raises(ContractError):
        STAGE.fold(UNIT).fold([LogRecord(b"\xc3\x01 nonsense")], Position(0, 0))
