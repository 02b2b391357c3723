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
        records.append(replace(one, **{name: getattr(other, name) for name in names}))
    return records


# Records of many fields take a while to make up on a busy machine.
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(successive())
def test_records_that_change_field_by_field_are_written_as_if_whole(records: list[Any]) -> None:
    encoder = IncrementalEncoder(type(records[0]))
    assert [encoder.encode(record) for record in records] == [encode(it) for it in records]


def test_a_value_that_does_not_fit_is_refused_and_not_remembered() -> None:
    good = CandidateState(decision_version=2, profiles=(PoolProfile(job_group="COM", grade="P-3"),))
    wrong: Any = (PoolProfile(job_group="COM", grade=3),)  # type: ignore[arg-type]
    encoder = IncrementalEncoder(CandidateState)
    for _ in range(2):
        with pytest.raises(Unencodable, match="CandidateState"):
            encoder.encode(replace(good, profiles=wrong))
    assert encoder.encode(good) == encode(good)
