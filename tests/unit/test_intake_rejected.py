"""What no later fact can cure is named, kept and harmless; nothing else is turned away."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import codec, schema_files
from schemas.event_table import EVENT_TABLE
from schemas.events import EventRejected, RecordHeader
from schemas.headers import ORIGIN
from schemas.text import from_json
from schemas.topics import MEBIBYTE, RECORD_BYTES_MAX, TOPICS
from streams.engine.positions import SharedPositions
from streams.engine.stage import Output, Position, UnitId
from streams.intake.dead_letters import VALUE_BYTES_MAX
from streams.intake.refusal import REMEDIES
from streams.intake.stage import intake_stage

EXAMPLES = Path(schema_files.__file__).parent / "examples"
WRITTEN = datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
WRITTEN_MS = 1_790_000_000_000
STAGE = intake_stage(SharedPositions("x.positions", 4), "x.")
GOOD = {
    name: codec.encode(
        from_json(json.loads((EXAMPLES / f"{name}.v{row.version}.json").read_text()))
    )
    for name, row in EVENT_TABLE.items()
    if row.routes and row.status == "frozen"
}


@dataclass(frozen=True)
class UpstreamRecord:
    value: bytes | None
    topic: str
    key: bytes | None = b"k"
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = WRITTEN_MS
    partition: int = 1
    offset: int = 7


def take_in(value: bytes | None, topic: str = "assessments", **fields: Any) -> list[Output]:
    record = UpstreamRecord(value, f"x.{topic}", **fields)
    fold = STAGE.fold(UnitId("intake", record.topic, record.partition))
    return list(fold.fold([record], Position(record.offset, 0)))


def refused(value: bytes | None, topic: str = "assessments", **fields: Any) -> EventRejected:
    (output,) = take_in(value, topic, **fields)
    assert output.topic == "x.rejected"
    event = codec.decode(output.value or b"")
    assert isinstance(event, EventRejected)
    assert event.remedy == REMEDIES[event.reason]
    return event


def example(name: str, **fields: Any) -> Any:
    return replace(codec.decode(GOOD[name]), **fields)


def test_a_dead_letter_holds_all_that_the_record_was() -> None:
    headers = (("trace", b"\xff\0"), ("empty", b""))
    event = refused(b"what is this", key=b"person-9", headers=headers)
    assert (event.topic, event.partition, event.offset) == ("assessments", 1, 7)
    assert (event.key, event.value) == (b"person-9", b"what is this")
    assert (event.value_size, event.value_sha256) == (12, sha256(b"what is this").hexdigest())
    assert event.headers == tuple(RecordHeader(name=name, value=value) for name, value in headers)
    assert (event.occurred_at, event.recorded_at) == (WRITTEN, WRITTEN)


def test_a_dead_letter_is_keyed_as_the_original_and_names_its_origin() -> None:
    (output,) = take_in(b"nonsense", key=b"person-9")
    assert output.key == b"person-9"
    assert 0 <= output.partition < TOPICS["rejected"].partitions
    headers = dict(output.headers)
    assert headers[ORIGIN] == b"assessments/1/7"
    assert headers["ce_type"] == b"pathways.EventRejected"


def test_the_same_record_always_has_the_same_dead_letter_and_another_one_another() -> None:
    assert refused(b"nonsense") == refused(b"nonsense")
    assert refused(b"nonsense").event_id != refused(b"nonsense", offset=8).event_id


def test_the_rejected_event_is_named_as_the_cause() -> None:
    event = refused(GOOD["AssessmentVoided"], "staffing")
    later = refused(codec.encode(example("AssessmentVoided", event_id="e-1", reason=" ")))
    assert (event.event_type, event.causation_id) == ("AssessmentVoided", None)
    assert (later.event_type, later.causation_id) == ("AssessmentVoided", "e-1")


BODY = GOOD["AssessmentCompleted"]


@pytest.mark.parametrize(
    ("value", "reason", "says"),
    [
        (None, "NO_VALUE", "no value"),
        (b"", "UNKNOWN_FRAMING", "0 bytes"),
        (b"{}", "UNKNOWN_FRAMING", "neither"),
        (b"\xc3\x01", "UNKNOWN_FRAMING", "fingerprint"),
        (b"\xc3\x01" + b"\x07" * 8 + b"x", "UNKNOWN_SCHEMA", "0707070707070707"),
        (b"\0\0\0\0\x2a" + BODY[10:], "UNKNOWN_SCHEMA", "schema id 42"),
        (BODY[:40], "UNDECODABLE", "AssessmentCompleted"),
        (BODY + b"\0", "UNDECODABLE", "left over"),
        (BODY[:10], "UNDECODABLE", "AssessmentCompleted"),
        # The first text claims to have 2**62 bytes; then a list claims as many entries.
        (BODY[:10] + b"\xfe" + b"\xff" * 8 + b"\x01", "UNDECODABLE", "AssessmentCompleted"),
        (BODY[:10] + b"\x04\xff\xfe" + BODY[13:], "UNDECODABLE", "AssessmentCompleted"),
        (GOOD["OfferMade"], "WRONG_TOPIC", "OfferMade belongs to decisions, not to assessments"),
    ],
)
def test_bytes_that_are_no_fact_of_the_topic_are_named(
    value: bytes | None, reason: str, says: str
) -> None:
    event = refused(value)
    assert event.reason == reason
    assert says in event.detail


def test_a_list_that_claims_to_be_endless_is_undecodable() -> None:
    screened = example("ApplicationScreened", criteria=())
    endless = b"\xfe" + b"\xff" * 8 + b"\x01"
    value = codec.encode(screened)
    assert value[-1:] == b"\0"
    assert refused(value[:-1] + endless + b"\0\0" * 300_000, "applications").reason == "UNDECODABLE"


def test_what_pathways_writes_itself_is_no_ones_to_publish() -> None:
    path = EXAMPLES / "MembershipRecorded.v1.json"
    value = codec.encode(from_json(json.loads(path.read_text())))
    event = refused(value, "reference")
    assert (event.reason, event.event_type) == ("WRONG_TOPIC", "MembershipRecorded")
    assert "written by Pathways alone" in event.detail


def test_drafts_are_not_let_into_logs_that_are_kept_for_ever() -> None:
    path = EXAMPLES / "DecisionVersionStarted.v1.json"
    event = refused(codec.encode(from_json(json.loads(path.read_text()))), "reference")
    assert event.reason == "UNKNOWN_SCHEMA"
    assert "draft" in event.detail


@pytest.mark.parametrize(
    ("name", "fields", "reason", "field"),
    [
        ("AssessmentVoided", {"candidate_id": "a|b"}, "MALFORMED", "candidate_id"),
        ("AssessmentVoided", {"reason": ""}, "MALFORMED", "reason"),
        ("AssessmentCompleted", {"overall_rating": "SUPERB"}, "MALFORMED", "overall_rating"),
        (
            "AssessmentCompleted",
            {"assessment_id": "a", "supersedes": "a"},
            "CONTRADICTORY",
            "supersedes",
        ),
        (
            "AvailabilityHeld",
            {"held_from": date(2026, 7, 2), "held_until": date(2026, 7, 1)},
            "CONTRADICTORY",
            "held_until",
        ),
        (
            "AvailabilityConfirmed",
            {"available_from": date(2099, 1, 1)},
            "FAR_FUTURE",
            "available_from",
        ),
        (
            "AssessmentVoided",
            {"occurred_at": datetime(2099, 1, 1, tzinfo=UTC)},
            "FAR_FUTURE",
            "occurred_at",
        ),
        (
            "AssessmentVoided",
            {"recorded_at": WRITTEN + timedelta(days=1, microseconds=1)},
            "FAR_FUTURE",
            "recorded_at",
        ),
    ],
)
def test_an_event_that_is_wrong_by_itself_is_refused_with_its_field(
    name: str, fields: dict[str, Any], reason: str, field: str
) -> None:
    event = refused(codec.encode(example(name, **fields)), EVENT_TABLE[name].topic)
    assert event.reason == reason
    assert field in event.detail


def test_a_day_that_has_not_begun_is_refused_and_one_that_may_have_is_not() -> None:
    for ahead, topic in ((1, "x.pool-log"), (2, "x.rejected")):
        day = WRITTEN.date() + timedelta(days=ahead)
        event = example("DayStarted", day=day, event_id=day.isoformat(), recorded_at=WRITTEN)
        assert take_in(codec.encode(event), "reference")[0].topic == topic


def test_a_clock_that_is_wrong_by_a_day_is_forgiven_and_the_past_always() -> None:
    for recorded_at in (WRITTEN + timedelta(days=1), datetime(1999, 1, 1, tzinfo=UTC)):
        event = example("AssessmentVoided", occurred_at=recorded_at, recorded_at=recorded_at)
        assert take_in(codec.encode(event))[0].topic == "x.candidate-log"


def test_a_record_without_a_time_is_not_measured_by_it() -> None:
    assert take_in(GOOD["AssessmentVoided"], timestamp=-1)[0].topic == "x.candidate-log"
    assert refused(b"nonsense", timestamp=-1).recorded_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert refused(b"nonsense", timestamp=2**63 - 1).recorded_at.year == 9999


def test_an_oversized_record_is_kept_whole_as_long_as_the_topic_can() -> None:
    value = BODY[:10] + bytes(RECORD_BYTES_MAX)
    event = refused(value)
    assert (event.reason, event.event_type) == ("TOO_LARGE", "AssessmentCompleted")
    assert (event.value, event.value_size) == (value, len(value))


def test_of_a_record_larger_than_any_topic_the_beginning_is_kept_and_the_reason_told() -> None:
    value = bytes(range(256)) * (5 * MEBIBYTE // 256)
    (output,) = take_in(
        value, key=b"k" * MEBIBYTE, headers=tuple((f"h{n}", bytes(50_000)) for n in range(40))
    )
    event = codec.decode(output.value or b"")
    assert event.reason == "TOO_LARGE"
    assert event.value == value[:VALUE_BYTES_MAX]
    assert (event.value_size, event.value_sha256) == (len(value), sha256(value).hexdigest())
    assert 0 < len(event.headers) < 40
    assert all(word in event.detail for word in ("value", "key", "headers"))
    largest = int(TOPICS["rejected"].config()["max.message.bytes"])
    assert len(output.value or b"") + len(output.key or b"") < largest - MEBIBYTE // 4


@given(st.binary(max_size=200), st.sampled_from(["assessments", "reference", "learning"]))
def test_no_bytes_whatever_stop_intake(value: bytes, topic: str) -> None:
    assert refused(value, topic).value == value


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=300))
def test_no_body_whatever_stops_intake(name: str, body: bytes) -> None:
    outputs = take_in(GOOD[name][:10] + body, EVENT_TABLE[name].topic)
    assert outputs


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_no_damage_to_a_good_record_stops_intake(name: str, data: st.DataObject) -> None:
    value = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(10, len(value) - 1))
        value[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=12))
        if len(value) <= 10:
            break
    timestamp = data.draw(st.integers(-1, 2**63 - 1))
    outputs = take_in(bytes(value), EVENT_TABLE[name].topic, timestamp=timestamp)
    assert {output.topic for output in outputs} <= {"x.rejected", "x.candidate-log", "x.pool-log"}
    assert all(len(output.value or b"") > 0 for output in outputs)


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_truncated_record_is_undecodable(name: str, data: st.DataObject) -> None:
    value = GOOD[name][: data.draw(st.integers(10, len(GOOD[name]) - 1))]
    assert refused(value, EVENT_TABLE[name].topic).reason == "UNDECODABLE"
