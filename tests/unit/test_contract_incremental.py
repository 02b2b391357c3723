"""What is encoded again from what was written before has the bytes of what is encoded whole."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codec import encode
from schemas.errors import Unencodable
from schemas.event_table import EVENT_TABLE
from schemas.events import CandidateState, MembershipRecorded, PoolProfile
from schemas.incremental import IncrementalEncoder

KINDS = [row.event for row in EVENT_TABLE.values()]
GROWING = [CandidateState, MembershipRecorded]

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))


@st.composite
def successive(draw: st.DrawFn) -> list[Any]:
    """Records of one kind, each with the fields of one of two."""
    kind = draw(st.one_of(st.sampled_from(KINDS), st.sampled_from(GROWING)))
    two = draw(st.tuples(st.from_type(kind), st.from_type(kind)))
    records = [two[0]]
    for _ in range(3):
        names = draw(st.sets(st.sampled_from([field.name for field in fields(kind)])))
        one, other = draw(st.permutations([records[-1], two[1]]))
        records.append(replace(one, **{name: mixed(draw, one, other, name) for name in names}))
    return records


def mixed(draw: st.DrawFn, one: Any, other: Any, name: str) -> Any:
    """The other's value; of a list, some that stand in either, in any order."""
    value, own = getattr(other, name), getattr(one, name)
    if not isinstance(value, tuple) or not (value or own):
        return value
    return tuple(draw(st.lists(st.sampled_from((*own, *value)), max_size=4)))


# Records of many fields take a while to make up on a busy machine.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(successive())
def test_records_that_change_field_by_field_are_written_as_if_whole(records: list[Any]) -> None:
    encoder = IncrementalEncoder(type(records[0]))
    assert [encoder.encode(record) for record in records] == [encode(it) for it in records]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_kindred_records_by_turns_are_written_as_if_each_were_alone(data: st.DataObject) -> None:
    records = data.draw(st.lists(st.from_type(MembershipRecorded), min_size=2, max_size=3))
    encoder = IncrementalEncoder(MembershipRecorded)
    for _ in range(8):
        number = data.draw(st.integers(0, len(records) - 1))
        source = data.draw(st.sampled_from(records))
        names = data.draw(st.sets(st.sampled_from([it.name for it in fields(source)])))
        shared = {name: getattr(source, name) for name in names}
        records[number] = replace(records[number], **shared)
        assert encoder.encode(records[number], number) == encode(records[number])


def test_a_list_without_anybody_is_written_as_such_whatever_kind_it_is() -> None:
    encoder, nobody = IncrementalEncoder(CandidateState), CandidateState(decision_version=2)
    named = replace(nobody, profiles=(PoolProfile(job_group="COM", grade="P-3"),))
    emptied: Any = replace(nobody, profiles=[])  # type: ignore[arg-type]
    for record in (named, emptied, named, nobody):
        assert encoder.encode(record) == encode(record)


def test_a_value_that_does_not_fit_is_refused_and_not_remembered() -> None:
    good = CandidateState(decision_version=2, profiles=(PoolProfile(job_group="COM", grade="P-3"),))
    wrong: Any = (PoolProfile(job_group="COM", grade=3),)  # type: ignore[arg-type]
    encoder = IncrementalEncoder(CandidateState)
    for _ in range(2):
        with pytest.raises(Unencodable, match="CandidateState"):
            encoder.encode(replace(good, profiles=wrong))
    assert encoder.encode(good) == encode(good)
