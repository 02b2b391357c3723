"""Bytes and text in, records out: and a clear error for everything else."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import events
from schemas.codec import MARKER, decode, encode, name_of
from schemas.errors import (
    ContractError,
    MalformedText,
    Undecodable,
    Unencodable,
    UnknownFraming,
    UnknownSchema,
)
from schemas.event_table import EVENT_TABLE
from schemas.framing import IdsFromFile, NoIds, to_single_object
from schemas.schema_files import versions_of
from schemas.text import from_json, to_json

HELD = events.AvailabilityHeld(
    event_id="hold-1",
    occurred_at=datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
    recorded_at=datetime(2026, 3, 14, 9, 31, tzinfo=UTC),
    source="hr.availability",
    candidate_id="c-1",
    hold_id="h-1",
    held_from=date(2026, 4, 1),
    reason="study leave",
)


def upstream_records() -> st.SearchStrategy[Any]:
    classes = [row.event for row in EVENT_TABLE.values()]
    moments = st.datetimes(timezones=st.just(UTC))
    st.register_type_strategy(datetime, moments)
    st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
    return st.sampled_from(classes).flatmap(st.from_type)


@given(upstream_records())
def test_any_record_survives_the_wire_and_text(record: Any) -> None:
    assert decode(encode(record)) == record
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


@given(st.binary(max_size=200))
def test_random_bytes_are_named_never_a_crash(value: bytes) -> None:
    with pytest.raises(ContractError):
        decode(value)


@given(st.data())
def test_random_bytes_behind_a_known_fingerprint_decode_or_are_named(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(EVENT_TABLE)))
    body = data.draw(st.binary(max_size=200))
    try:
        record = decode(MARKER + versions_of(name)[-1].fingerprint + body)
    except Undecodable:
        return
    # Avro bodies carry no check sum: some random ones are records.
    assert decode(encode(record)) == record


@given(st.integers(0, len(encode(HELD)) - 1))
def test_a_truncated_record_is_named(length: int) -> None:
    with pytest.raises((UnknownFraming, Undecodable)):
        decode(encode(HELD)[:length])


def test_bytes_behind_the_record_are_named() -> None:
    with pytest.raises(Undecodable, match="2 bytes are left over"):
        decode(encode(HELD) + b"xx")


def test_an_unknown_fingerprint_is_named() -> None:
    with pytest.raises(UnknownSchema, match="0102030405060708"):
        decode(MARKER + bytes(range(1, 9)) + b"body")


def test_a_value_that_does_not_fit_its_schema_is_refused() -> None:
    wrong: Any = {**vars(HELD), "held_from": "tomorrow"}
    with pytest.raises(Unencodable, match="AvailabilityHeld"):
        encode(events.AvailabilityHeld(**wrong))


def test_the_name_of_a_record_can_be_told_from_its_framing() -> None:
    assert name_of(encode(HELD)) == "AvailabilityHeld"
    assert name_of(b"\x00\x00\x00\x00\x01") is None


def test_confluent_framing_keeps_the_body(tmp_path: Path) -> None:
    ids = tmp_path / "ids.json"
    ids.write_text('{"70001": "AvailabilityHeld.v1"}')
    body = encode(HELD)[10:]
    value = b"\0" + (70001).to_bytes(4, "big") + body
    assert to_single_object(value, IdsFromFile(ids)) == encode(HELD)


def test_an_id_that_no_file_names_is_an_unknown_schema(tmp_path: Path) -> None:
    ids = tmp_path / "ids.json"
    ids.write_text("{}")
    with pytest.raises(UnknownSchema, match="schema id 7 is not in"):
        to_single_object(b"\0\0\0\0\x07", IdsFromFile(ids))
    with pytest.raises(UnknownSchema, match="give a file of ids"):
        to_single_object(b"\0\0\0\0\x07", NoIds())


def test_a_file_of_ids_that_names_no_schema_is_refused(tmp_path: Path) -> None:
    ids = tmp_path / "ids.json"
    ids.write_text('{"1": "VacancyOpend.v1"}')
    with pytest.raises(UnknownSchema, match="VacancyOpend"):
        IdsFromFile(ids)


@pytest.mark.parametrize("text", ["[]", '{"1": 2}', "7"])
def test_a_file_of_ids_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    ids = tmp_path / "ids.json"
    ids.write_text(text)
    with pytest.raises(UnknownSchema, match="is not an object such as"):
        IdsFromFile(ids)


@pytest.mark.parametrize(
    ("change", "path", "problem"),
    [
        ({"type": "Nothing"}, "type", "is not the name of an event"),
        ({"held_from": "2026-02-30"}, "held_from", "expected a date such as"),
        ({"held_from": "20260401"}, "held_from", "expected a date such as"),
        ({"occurred_at": "2026-03-14T09:30:00"}, "occurred_at", "a time with its zone"),
        ({"reason": 5}, "reason", "expected text, got 5"),
        ({"colour": "red"}, "colour", "no such field"),
    ],
)
def test_text_that_describes_no_record_is_told_where(
    change: dict[str, Any], path: str, problem: str
) -> None:
    with pytest.raises(MalformedText, match=problem) as caught:
        from_json(to_json(HELD) | change)
    assert caught.value.path == path


def test_a_missing_field_is_named() -> None:
    document = to_json(HELD)
    del document["hold_id"]
    with pytest.raises(MalformedText, match="hold_id: is missing"):
        from_json(document)


def test_a_time_in_another_zone_is_the_same_instant() -> None:
    document = to_json(HELD) | {"occurred_at": "2026-03-14T12:30:00+03:00"}
    assert from_json(document) == HELD
    assert HELD.occurred_at.astimezone(timezone(timedelta(hours=3))).hour == 12
