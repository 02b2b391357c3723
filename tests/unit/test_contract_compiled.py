"""Compiled writers and readers agree with fastavro on every record, and survive any bytes."""

import contextlib
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from types import NoneType
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import binary, schema_files
from schemas.compiled_reader import compiled_reader
from schemas.compiled_writer import compiled_writer
from schemas.errors import Undecodable, Unencodable
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.records import dumper, loader

HEADER = b"headerless"
ROWS = sorted(
    (row for row in EVENT_TABLE.values() if row.status == "frozen"), key=lambda row: row.name
)
longs = st.integers(-(1 << 63), (1 << 63) - 1)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=100) | st.just("x" * 10_000),
    bytes: st.binary(max_size=100),
    int: longs | st.integers(-100, 10_000),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


@cache
def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field's type allows, likely or not."""
    arguments = typing.get_args(hint)
    if hint in VALUES:
        return VALUES[hint]
    if typing.get_origin(hint) is typing.Literal:
        return st.sampled_from(arguments)
    if NoneType in arguments:
        return st.none() | anything(arguments[0])
    if typing.get_origin(hint) is tuple:
        return st.lists(anything(arguments[0]), max_size=3).map(tuple)
    assert is_dataclass(hint)
    hints = typing.get_type_hints(hint)
    return st.builds(
        typing.cast(Any, hint), **{it.name: anything(hints[it.name]) for it in fields(hint)}
    )


def records(row: EventRow) -> st.SearchStrategy[Any]:
    return anything(typing.cast(Any, row.event))


@cache
def compiled(row: EventRow) -> tuple[Callable[[Any], bytes], Callable[[bytes], Any]]:
    schema = schema_files.versions_of(row.name)[-1]
    return compiled_writer(schema, HEADER), compiled_reader(schema, row.event, len(HEADER))


def by_fastavro(row: EventRow, record: Any) -> bytes:
    body = BytesIO()
    schema = schema_files.versions_of(row.name)[-1].parsed
    fastavro.schemaless_writer(body, schema, dumper(row.event)(record))
    return body.getvalue()


@every_row
@settings(max_examples=8)
@given(data=st.data())
def test_they_write_and_read_what_fastavro_does(row: EventRow, data: st.DataObject) -> None:
    record = data.draw(records(row))
    write, read = compiled(row)
    written = write(record)
    assert written == HEADER + by_fastavro(row, record)
    assert read(written) == record


@every_row
@settings(max_examples=8)
@given(data=st.data())
def test_no_bytes_whatever_do_more_than_be_refused(row: EventRow, data: st.DataObject) -> None:
    write, read = compiled(row)
    value = bytearray(write(data.draw(records(row))))
    place = data.draw(st.integers(len(HEADER), len(value)))
    value[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=12))
    # Any other exception fails the test.
    with contextlib.suppress(Undecodable):
        assert type(read(bytes(value))) is row.event


@given(longs)
def test_a_long_is_written_as_fastavro_does_and_read_back(number: int) -> None:
    body = BytesIO()
    fastavro.schemaless_writer(body, "long", number)
    assert binary.long_bytes(number) == body.getvalue()
    assert binary.long_at(b"-" + body.getvalue() + b"-", 1) == (number, 1 + len(body.getvalue()))


def test_arrays_in_blocks_that_tell_their_size_are_read() -> None:
    row = EVENT_TABLE["PooledVacancy"]
    write, read = compiled(row)
    record = row.event(
        decision_version=1,
        vacancy_id="v",
        events=(),
        revision=0,
        published=None,
        content_sha256=b"",
        ranked=("a", "b", "c"),
    )
    written = write(record)
    one_block = b"\x06\x02a\x02b\x02c\0"
    assert written.endswith(one_block)
    blocks = b"\x03\x08\x02a\x02b\x02\x02c\0"
    assert read(written.removesuffix(one_block) + blocks) == record


@pytest.mark.parametrize(
    "bad",
    [
        b"\xff" * 1_000_000,
        b"\xff" * 9 + b"\x7f",
        b"\x01",
        b"\x03abc",
        b"\x80",
        b"",
    ],
    ids=["endless", "over 64 bits", "negative size", "negative size with bytes", "cut", "nothing"],
)
def test_a_size_that_cannot_be_is_refused_at_once(bad: bytes) -> None:
    _, read = compiled(EVENT_TABLE["UnitPosition"])
    with pytest.raises(Undecodable):
        read(HEADER + bad)


@pytest.mark.parametrize(
    ("field", "value"),
    [("unit", 7), ("unit", "\ud800"), ("offset", "7"), ("offset", 1 << 63), ("count", None)],
)
def test_a_value_that_does_not_fit_is_refused(field: str, value: Any) -> None:
    row = EVENT_TABLE["UnitPosition"]
    values = {"unit": "u", "offset": 1, "count": 1} | {field: value}
    with pytest.raises(Unencodable, match="UnitPosition"):
        compiled(row)[0](loader(row.event)(values))
