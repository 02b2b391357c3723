"""Facts go to the logs they concern, whatever their upstream's key, partition or framing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from schemas import codec, schema_files
from schemas.errors import RegistryUnavailable, UnknownSchema
from schemas.event_table import EVENT_TABLE
from schemas.events import Event
from schemas.framing import SchemaIds
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from schemas.text import from_json
from schemas.topics import POOLS
from streams.engine.errors import NotYet
from streams.engine.positions import SharedPositions
from streams.engine.stage import Output, Position, UnitId
from streams.intake.stage import intake_stage

EXAMPLES = Path(schema_files.__file__).parent / "examples"
WRITTEN_MS = 1_830_000_000_000
"""In December 2027, after everything that the examples record."""
LOGS = ("candidate-log", "pool-log", "exercise-log", "leadership-log")
ROUTED = sorted(row.name for row in EVENT_TABLE.values() if row.routes and row.status == "frozen")


@dataclass(frozen=True)
class UpstreamRecord:
    value: bytes | None
    topic: str
    key: bytes | None = b"the upstream's own key"
    partition: int = 1
    offset: int = 7
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = WRITTEN_MS


class OneId:
    """A registry that knows one id."""

    def __init__(self, schema_id: int, fingerprint: bytes) -> None:
        self.schema_id, self.fingerprint = schema_id, fingerprint

    def __call__(self, schema_id: int) -> bytes:
        if schema_id != self.schema_id:
            raise UnknownSchema(f"schema id {schema_id}")
        return self.fingerprint


def example(name: str) -> Any:
    path = EXAMPLES / f"{name}.v{EVENT_TABLE[name].version}.json"
    return from_json(json.loads(path.read_text()))


def take_in(
    value: bytes | None, topic: str, ids: SchemaIds | None = None, **fields: Any
) -> Sequence[Output]:
    stage = intake_stage(SharedPositions("x.positions", 4), "x.", ids)
    record = UpstreamRecord(value, f"x.{topic}", **fields)
    fold = stage.fold(UnitId("intake", record.topic, record.partition))
    return fold.fold([record], Position(record.offset, 3))


def places(outputs: Sequence[Output]) -> list[tuple[str, int, bytes | None]]:
    return [(output.topic, output.partition, output.key) for output in outputs]


def test_a_fact_about_a_person_goes_to_the_persons_log() -> None:
    event = replace(example("AssessmentCompleted"), candidate_id="c-77")
    outputs = take_in(codec.encode(event), "assessments")
    assert places(outputs) == [("x.candidate-log", partition_of(b"c-77", 4), b"c-77")]


def test_a_fact_about_a_vacancy_goes_to_its_job_groups_pool() -> None:
    event = replace(example("VacancyOpened"), job_group="RMO")
    outputs = take_in(codec.encode(event), "vacancies")
    assert places(outputs) == [("x.pool-log", partition_of(b"RMO", POOLS), b"RMO")]


def test_a_decision_goes_to_the_person_and_to_the_pool() -> None:
    event = replace(example("OfferAccepted"), candidate_id="c-77", job_group="RMO")
    outputs = take_in(codec.encode(event), "decisions")
    assert places(outputs) == [
        ("x.candidate-log", partition_of(b"c-77", 4), b"c-77"),
        ("x.pool-log", partition_of(b"RMO", POOLS), b"RMO"),
    ]


def test_a_reference_fact_goes_to_every_partition_of_the_pool_log() -> None:
    event = example("ProfilePublished")
    outputs = take_in(codec.encode(event), "reference")
    key = event.event_id.encode()
    assert places(outputs) == [("x.pool-log", partition, key) for partition in range(POOLS)]


def test_what_an_exercise_counts_with_goes_to_its_log_as_well() -> None:
    event = example("DutyStationClassified")
    outputs = take_in(codec.encode(event), "reference")
    key = event.event_id.encode()
    pools = [("x.pool-log", partition, key) for partition in range(POOLS)]
    assert places(outputs) == [*pools, ("x.exercise-log", 0, key)]


def test_a_wish_goes_to_the_exercise_and_an_edition_to_the_leadership_pipeline_alone() -> None:
    outputs = take_in(codec.encode(example("PreferencesRanked")), "exercises")
    assert places(outputs) == [("x.exercise-log", 0, b"cycle-2027")]
    outputs = take_in(codec.encode(example("ProgrammeEditionAnnounced")), "reference")
    assert places(outputs) == [("x.leadership-log", 0, b"unele-2026")]


@pytest.mark.parametrize("name", ROUTED)
def test_every_event_in_use_is_admitted_untouched_and_names_its_origin(name: str) -> None:
    value, topic = codec.encode(example(name)), EVENT_TABLE[name].topic
    outputs = take_in(value, topic, offset=41)
    assert outputs
    for output in outputs:
        assert output.value == value
        assert list(output.headers) == [(ORIGIN, f"{topic}/1/41".encode())]
        assert output.topic.removeprefix("x.") in LOGS


@pytest.mark.parametrize("key", [None, b"", b"another person", b"\xff\xfe"])
def test_the_upstreams_key_and_partition_do_not_matter(key: bytes | None) -> None:
    value = codec.encode(example("AssessmentCompleted"))
    expected = places(take_in(value, "assessments"))
    assert places(take_in(value, "assessments", key=key, partition=99)) == expected


def test_the_confluent_framing_is_exchanged_and_the_body_kept() -> None:
    value = codec.encode(example("AssessmentCompleted"))
    ids = OneId(40_961, value[2:10])
    confluent = b"\0" + (40_961).to_bytes(4, "big") + value[10:]
    (output,) = take_in(confluent, "assessments", ids)
    assert output.value == value


def test_a_registry_that_does_not_answer_says_nothing_about_the_record() -> None:
    def silent(schema_id: int) -> bytes:
        raise RegistryUnavailable("no answer")

    with pytest.raises(NotYet, match="no answer"):
        take_in(b"\0\0\0\0\1 a body", "assessments", silent)


def test_codes_that_nobody_has_heard_of_go_through() -> None:
    event = replace(example("VacancyOpened"), job_group="NEW", grade="P-9")
    (output,) = take_in(codec.encode(event), "vacancies")
    assert output.topic == "x.pool-log"


def test_records_keep_their_order_and_each_stands_for_itself() -> None:
    stage = intake_stage(SharedPositions("x.positions", 4), "x.")
    good = codec.encode(example("AssessmentVoided"))
    values = [good, b"not avro", good]
    records = [
        UpstreamRecord(value, "x.assessments", offset=offset) for offset, value in enumerate(values)
    ]
    fold = stage.fold(UnitId("intake", "x.assessments", 1))
    outputs = fold.fold(records, Position(0, 0))
    assert [output.topic for output in outputs] == [
        "x.candidate-log",
        "x.rejected",
        "x.candidate-log",
    ]
    assert [dict(output.headers)[ORIGIN] for output in outputs] == [
        b"assessments/1/0",
        b"assessments/1/1",
        b"assessments/1/2",
    ]


def test_intake_refuses_to_be_given_a_state() -> None:
    stage = intake_stage(SharedPositions("x.positions", 4), "x.")
    unit = UnitId("intake", "x.assessments", 1)
    assert stage.state(unit) is None
    stage.fold(unit).restore([])
    with pytest.raises(ValueError, match="no state"):
        stage.fold(unit).restore([(b"k", b"v")])


def test_all_upstream_topics_and_no_other_are_read() -> None:
    stage = intake_stage(SharedPositions("x.positions", 4), "x.")
    routed = {f"x.{EVENT_TABLE[name].topic}" for name in ROUTED}
    assert routed <= set(stage.inputs)
    assert all(issubclass(EVENT_TABLE[name].event, Event) for name in ROUTED)
