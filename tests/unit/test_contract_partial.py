"""What is opened in part tells, with what was known before, all that the whole record tells."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.codec import HEADER_BYTES, decode, encode
from schemas.errors import ContractError, Undecodable
from schemas.events import MembershipHead, MembershipRecorded
from schemas.partial import PartialDecoder
from tests.unit.pool_facts import TODAY, assessed, hold, in_post, member

DECODER = PartialDecoder(MembershipRecorded, MembershipHead)
HEAD = {field.name for field in fields(MembershipHead)}
FACTS = [field.name for field in fields(MembershipRecorded) if field.name not in HEAD]

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))

# Records of many fields take a while to make up on a busy machine.
drawn = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def opened(record: MembershipRecorded, before: Any = None) -> tuple[dict[str, Any], Any]:
    """The facts answered, and what the next record may be opened against."""
    value = encode(record)
    begun = DECODER.begin(value)
    assert vars(begun.head) == {name: getattr(record, name) for name in HEAD}
    found, ends = DECODER.differing(begun, *(before or ()))
    return found, (value, ends)


def facts_of(record: MembershipRecorded) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FACTS}


@st.composite
def successive(draw: st.DrawFn) -> list[MembershipRecorded]:
    two = draw(st.tuples(*[st.from_type(MembershipRecorded)] * 2))
    records = [two[0]]
    for _ in range(4):
        names = draw(st.sets(st.sampled_from([*FACTS, *HEAD])))
        source = draw(st.sampled_from(two))
        records.append(replace(records[-1], **{name: getattr(source, name) for name in names}))
    return records


@drawn
@given(successive())
def test_what_is_answered_over_what_was_known_is_the_whole_record(
    records: list[MembershipRecorded],
) -> None:
    known: dict[str, Any] = {}
    before = None
    for record in records:
        found, before = opened(record, before)
        if known:
            assert set(found) == {name for name in FACTS if known[name] != getattr(record, name)}
        known |= found
        assert known == facts_of(record)
        again, ends = opened(record)
        assert again == facts_of(record)
        assert ends == before


@drawn
@given(st.tuples(*[st.from_type(MembershipRecorded)] * 2), st.data())
def test_broken_bytes_are_refused_exactly_where_the_codec_refuses_them(
    two: tuple[MembershipRecorded, MembershipRecorded], data: st.DataObject
) -> None:
    _, before = opened(two[0])
    good = encode(two[1])
    at = data.draw(st.integers(HEADER_BYTES, len(good)))
    broken = (
        good[:at] + data.draw(st.binary(max_size=3)) + good[at + data.draw(st.integers(0, 3)) :]
    )
    try:
        whole = decode(broken)
    except ContractError:
        with pytest.raises(Undecodable):
            DECODER.differing(DECODER.begin(broken), *before)
        return
    known = facts_of(two[0]) | DECODER.differing(DECODER.begin(broken), *before)[0]
    assert known == facts_of(whole)


def test_only_what_changed_is_opened() -> None:
    first = member(holds=(hold(TODAY),), incumbency=in_post())
    _, before = opened(first)
    next_one = replace(first, event_id="next")
    assert opened(next_one, before)[0] == {}
    rated = replace(next_one, assessment=assessed("TIER_2"))
    assert set(opened(rated, before)[0]) == {"assessment"}


def test_one_field_is_read_from_where_it_stands() -> None:
    record = member(incumbency=in_post())
    _, (value, ends) = opened(record)
    assert DECODER.field("incumbency", value, ends) == in_post()
    assert DECODER.field("posting", value, ends) is None


def test_what_is_left_over_is_refused() -> None:
    value = encode(member()) + b"\0"
    with pytest.raises(Undecodable, match="1 bytes are left over"):
        DECODER.differing(DECODER.begin(value))


def test_another_schema_is_not_opened() -> None:
    assert DECODER.opens(encode(member()))
    assert not DECODER.opens(b"\xc3\x01" + bytes(8) + encode(member())[HEADER_BYTES:])
