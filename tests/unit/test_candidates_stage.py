"""The candidates stage between records and outputs, and the state it can start from."""

import json
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro
import pytest

from schemas import codec, schema_files
from schemas.errors import ContractError
from schemas.events import CandidateState, Event, MembershipRecorded, PersonAbsorbed
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from schemas.text import datum, from_json
from schemas.topics import POOLS, TOPICS
from streams.candidates import DECISION_VERSION
from streams.candidates import people as people_module
from streams.candidates.errors import NewerState, UnexpectedRecord
from streams.candidates.people import People
from streams.candidates.stage import CandidatesFold, candidates_stage
from streams.engine.positions import SharedPositions
from streams.engine.stage import Output, Position, UnitId

EXAMPLES = Path(schema_files.__file__).parent / "examples"
POSITIONS = SharedPositions("x.positions", 4)
STAGE = candidates_stage(POSITIONS, "x.")
UNIT = UnitId("candidates", "x.candidate-log", 2)
ORDER = (
    "ApplicationSubmitted",
    "ApplicationScreened",
    "AssessmentCompleted",
    "AvailabilityConfirmed",
    "AvailabilityHeld",
    "AvailabilityReleased",
    "IncumbentAssigned",
    "PerformanceRated",
    "OfferMade",
    "OfferAccepted",
    "OfferRevoked",
    "IncumbentSeparated",
    "AssessmentVoided",
    "ApplicationWithdrawn",
    "ProfileUpdated",
    "LanguageRecorded",
    "PreferencesDeclared",
    "ClearanceRecorded",
    "AssessmentScheduled",
    "AssessmentRecalibrated",
    "TourEndChanged",
    "IncumbentPostAbolished",
    "AssignmentStarted",
    "AssignmentCompleted",
    "AssignmentCurtailed",
    "RelativesDeclared",
    "OfferLapsed",
    "PlacementConfirmed",
    "LearningApplicationSubmitted",
    "SeatAllocated",
    "LearningCompleted",
    "PoolLeft",
)


@dataclass(frozen=True)
class LogRecord:
    value: bytes | None
    offset: int
    partition: int = 2
    topic: str = "x.candidate-log"
    key: bytes | None = b"whatever the copy was keyed by"
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


def example(name: str, **fields: Any) -> Event:
    event = from_json(json.loads((EXAMPLES / f"{name}.v1.json").read_text()))
    assert isinstance(event, Event)
    return replace(event, **fields)


def log(people: int = 3) -> list[LogRecord]:
    """Each example once for each person, with holes in the offsets as markers leave them."""
    values = [
        codec.encode(example(name, candidate_id=f"c-{person}", event_id=f"{name}-{person}"))
        for name in ORDER
        for person in range(people)
    ]
    return [LogRecord(value, offset=100 + 3 * number) for number, value in enumerate(values)]


def told_by(outputs: list[Output]) -> list[Output]:
    return [output for output in outputs if output.topic in ("x.pool-log", "x.leadership-log")]


def states(outputs: list[Output]) -> dict[bytes | None, bytes | None]:
    return {output.key: output.value for output in outputs if output.topic == "x.candidates"}


def folded(records: list[LogRecord], size: int) -> list[Output]:
    fold = STAGE.fold(UNIT)
    found: list[Output] = []
    for first in range(0, len(records), size):
        found.extend(fold.fold(records[first : first + size], Position(0, 500 + first)))
    return found


def test_each_membership_names_its_cause_its_place_and_where_it_was_read() -> None:
    (record,) = [LogRecord(codec.encode(example("AssessmentCompleted", event_id="e-7")), offset=41)]
    membership, state = STAGE.fold(UNIT).fold([record], Position(41, 17))
    told = codec.decode(membership.value or b"")
    assert isinstance(told, MembershipRecorded)
    assert (told.causation_id, told.cause_type) == ("e-7", "AssessmentCompleted")
    assert (told.position.log, told.position.partition, told.position.count) == (
        "candidate-log",
        2,
        18,
    )
    assert membership.key == told.job_group.encode()
    assert membership.partition == partition_of(told.job_group.encode(), POOLS)
    assert list(membership.headers) == [(ORIGIN, b"candidate-log/2/41")]
    assert (state.topic, state.partition) == ("x.candidates", 2)
    assert STAGE.state(UNIT) == ("x.candidates", 2)


def test_what_a_merged_id_knows_goes_to_the_log_of_the_other_with_the_rest() -> None:
    merge = example("CandidateMerged", candidate_id="c-1", merged_candidate_id="c-2")
    record = LogRecord(codec.encode(merge), offset=41, key=b"c-2")
    absorbed, state = STAGE.fold(UNIT).fold([record], Position(41, 17))
    told = codec.decode(absorbed.value or b"")
    assert isinstance(told, PersonAbsorbed)
    assert (told.candidate_id, told.merged_candidate_id) == ("c-1", "c-2")
    assert (absorbed.topic, absorbed.key) == ("x.candidate-log", b"c-1")
    assert absorbed.partition == partition_of(b"c-1", TOPICS["candidate-log"].partitions)
    assert list(absorbed.headers) == [(ORIGIN, b"candidate-log/2/41")]
    assert (state.topic, state.key) == ("x.candidates", b"c-2")


def test_state_of_the_first_decision_version_is_read_as_it_is_and_goes_on_as_the_newest() -> None:
    before = older_state()
    fold = STAGE.fold(UNIT)
    fold.restore([(b"c-1", before)])
    assert isinstance(fold, CandidatesFold)
    assert fold.people.states()[b"c-1"] == before
    confirmed = example("AvailabilityConfirmed", candidate_id="c-1", event_id="later")
    (told, state) = fold.fold([LogRecord(codec.encode(confirmed), offset=9)], Position(9, 3))
    assert codec.decode(told.value or b"").incumbency is not None
    after = codec.decode(state.value or b"")
    assert after.decision_version == DECISION_VERSION
    assert after.assignments == codec.decode(before).assignments


def older_state() -> bytes:
    """A state with one assignment, in the schema that decision version 1 wrote."""
    schema = schema_files.versions_of("CandidateState")[0]
    document = json.loads((EXAMPLES / "CandidateState.v1.json").read_text())
    del document["type"]
    kept = {"decision_version": 1, "profiles": document["profiles"][1:]}
    kept["assignments"] = document["assignments"]
    lists: dict[str, Any] = {name: [] for name in document if name not in kept}
    body = BytesIO()
    fastavro.schemaless_writer(body, schema.parsed, datum(lists | kept, schema))
    return codec.MARKER + schema.fingerprint + body.getvalue()


def test_a_person_changed_several_times_in_a_transaction_is_written_once() -> None:
    outputs = folded(log(people=3), size=1000)
    assert [output.key for output in outputs if output.topic == "x.candidates"] == [
        b"c-0",
        b"c-1",
        b"c-2",
    ]


def test_the_cuts_between_transactions_change_no_byte() -> None:
    whole, single = folded(log(), size=1000), folded(log(), size=1)
    assert told_by(whole) == told_by(single)
    assert states(whole) == states(single)


def test_a_fold_apart_from_the_stage_finds_the_same_bytes() -> None:
    people, told = People(2), []
    for count, record in enumerate(log(), 501):
        told.extend(people.fold(record.value or b"", count))
    people.take_changes()
    outputs = folded(log(), size=7)
    assert [codec.encode(it) for it in told] == [output.value for output in told_by(outputs)]
    assert people.states() == states(outputs)


def test_a_restored_unit_goes_on_as_if_it_had_never_stopped() -> None:
    records = log()
    first = STAGE.fold(UNIT)
    before = list(first.fold(records[:20], Position(0, 500)))
    second = STAGE.fold(UNIT)
    second.restore([(key or b"", value or b"") for key, value in states(before).items()])
    after = list(second.fold(records[20:], Position(0, 520)))
    assert told_by(before + after) == told_by(folded(records, size=1000))
    assert states(before) | states(after) == states(folded(records, size=1000))


def test_letting_go_of_decoded_people_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = folded(log(people=9), size=4)
    monkeypatch.setattr(people_module, "PEOPLE_DECODED_MAX", 2)
    assert folded(log(people=9), size=4) == expected


@pytest.mark.parametrize("decoded_max", [2, 5_000])
def test_a_log_folded_again_tells_the_same_and_writes_no_states(
    monkeypatch: pytest.MonkeyPatch, decoded_max: int
) -> None:
    expected = folded(log(people=9), size=4)
    monkeypatch.setattr(people_module, "PEOPLE_DECODED_MAX", decoded_max)
    fold, records = STAGE.fold(UNIT), log(people=9)
    assert isinstance(fold, CandidatesFold)
    told: list[Output] = []
    for first in range(0, len(records), 4):
        told.extend(fold.fold_again(records[first : first + 4], Position(0, 500 + first)))
    assert told == told_by(expected)
    fold.people.take_changes()
    assert fold.people.states() == states(expected)


@pytest.fixture
def newer() -> bytes:
    return codec.encode(CandidateState(decision_version=DECISION_VERSION + 1))


def test_state_of_a_newer_decision_version_is_refused(newer: bytes) -> None:
    with pytest.raises(NewerState, match="decision version 4") as refused:
        STAGE.fold(UNIT).restore([(b"c-9", newer)])
    assert (refused.value.key, refused.value.decision_version) == (b"c-9", 4)


def test_state_in_a_schema_of_the_future_is_refused(newer: bytes) -> None:
    unknown = codec.MARKER + b"\x07" * 8 + newer[codec.HEADER_BYTES :]
    with pytest.raises(NewerState, match="does not have"):
        STAGE.fold(UNIT).restore([(b"c-9", unknown)])


def test_a_record_that_no_fold_knows_stops_the_unit() -> None:
    day = LogRecord(codec.encode(example("DayStarted")), offset=1)
    with pytest.raises(UnexpectedRecord, match="DayStarted"):
        STAGE.fold(UNIT).fold([day], Position(1, 0))
    with pytest.raises(UnexpectedRecord, match="without a value"):
        STAGE.fold(UNIT).fold([LogRecord(None, offset=1)], Position(1, 0))
    with pytest.raises(ContractError):
        STAGE.fold(UNIT).fold([LogRecord(b"\xc3\x01 nonsense", offset=1)], Position(1, 0))


def test_a_state_with_every_kind_of_fact_fits_its_share_of_memory() -> None:
    fold = STAGE.fold(UNIT)
    assert isinstance(fold, CandidatesFold)
    fold.fold(log(people=50), Position(0, 0))
    values = fold.people.states().values()
    # An entry of a dict of bytes costs some 250 bytes beside the state itself.
    assert max(map(len, values)) + 250 < 2600
