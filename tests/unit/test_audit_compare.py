"""What a comparison of two sequences of records names, and that it names nothing needlessly."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.history.audit.compare import Rules, differences
from streams.history.audit.items import REMOVED, Items, ItemsMaker, hashed
from streams.history.audit.order import out_of_order

EXACT = Rules(settled=100)
COMPACTED = Rules(settled=100, compacted=True)
STATE = Rules(settled=100, compacted=True, by_key=True)


class One(NamedTuple):
    """A record that came of the source with this number."""

    source: int
    key: bytes
    value: bytes | None


RECORDS = [One(n, b"key %d" % (n % 3), b"value %d" % n) for n in range(9)]
"""Three for each of three keys."""


def items(records: Sequence[One]) -> Items:
    maker = ItemsMaker()
    for one in records:
        version = REMOVED if one.value is None else 0
        maker.add(None, one.source, hashed(one.key, one.value, ()), version)
    return maker.items()


def kinds(found: Sequence[One], rules: Rules = EXACT) -> Counter[str]:
    return Counter(one.kind for one in differences(items(RECORDS), items(found), rules))


def test_the_same_sequence_has_no_differences() -> None:
    for rules in (EXACT, COMPACTED, STATE):
        assert kinds(RECORDS, rules) == Counter()


@given(index=st.integers(0, 8), at=st.integers(0, 9))
def test_a_record_that_stands_twice_is_extra_wherever_its_copy_stands(index: int, at: int) -> None:
    found = kinds([*RECORDS[:at], RECORDS[index], *RECORDS[at:]])
    assert found["extra"] == 1
    assert set(found) <= {"extra", "order"}


@given(index=st.integers(0, 8))
def test_a_missing_record_is_named_and_nothing_else(index: int) -> None:
    assert kinds([*RECORDS[:index], *RECORDS[index + 1 :]]) == Counter(missing=1)


@given(order=st.permutations(range(9)))
def test_every_other_order_is_named_with_as_few_records_as_possible(order: list[int]) -> None:
    found = kinds([RECORDS[index] for index in order])
    assert set(found) == ({"order"} if order != sorted(order) else set())
    assert found["order"] == len(out_of_order(np.array(order)))


def test_of_two_that_changed_places_both_are_named_unless_they_were_neighbours() -> None:
    swapped = [RECORDS[6] if n == 2 else RECORDS[2] if n == 6 else RECORDS[n] for n in range(9)]
    assert kinds(swapped) == Counter(order=2)
    neighbours = [*RECORDS[:3], RECORDS[4], RECORDS[3], *RECORDS[5:]]
    assert kinds(neighbours) == Counter(order=1)


@given(index=st.integers(0, 8))
def test_other_bytes_of_the_same_source_and_key_are_altered(index: int) -> None:
    other = RECORDS[index]._replace(value=b"other")
    found = [*RECORDS[:index], other, *RECORDS[index + 1 :]]
    for rules in (EXACT, COMPACTED, STATE):
        assert kinds(found, rules) == Counter(altered=1)


def test_a_record_of_a_source_that_gave_none_is_extra() -> None:
    assert kinds([*RECORDS, One(77, b"key 1", b"value")]) == Counter(extra=1)


def test_what_came_of_a_record_behind_the_first_look_may_not_be_there_yet() -> None:
    assert kinds(RECORDS[:6], Rules(settled=6)) == Counter()
    assert kinds(RECORDS[:5], Rules(settled=6)) == Counter(missing=1)


@given(kept=st.sets(st.integers(0, 5)))
def test_of_a_compacted_key_all_but_the_last_record_may_be_gone(kept: set[int]) -> None:
    found = [*(RECORDS[index] for index in sorted(kept)), *RECORDS[6:]]
    assert kinds(found, COMPACTED) == Counter()
    assert kinds(found, STATE) == Counter()


@given(index=st.integers(6, 8))
def test_the_last_record_of_a_compacted_key_must_be_there(index: int) -> None:
    found = [one for one in RECORDS if one != RECORDS[index]]
    assert kinds(found, COMPACTED) == Counter(missing=1)


def test_a_tombstone_may_be_gone_with_all_that_it_removed_and_not_alone() -> None:
    lived = [One(0, b"key", b"one"), One(1, b"key", b"two")]
    erased = [*lived, One(2, b"key", None)]
    for rules in (COMPACTED, STATE):
        assert differences(items(erased), items([]), rules) == []
        (gone,) = differences(items(erased), items(lived), rules)
        assert (gone.kind, gone.decided) == ("missing", 2)
    assert [one.kind for one in differences(items(erased), items([]), EXACT)] == ["missing"] * 3


def test_a_state_that_came_back_to_what_it_was_is_not_missing() -> None:
    again = [One(0, b"key", b"one"), One(1, b"key", b"two"), One(2, b"key", b"one")]
    for found in (again, again[1:], again[2:]):
        assert differences(items(again), items(found), STATE) == []


def test_states_of_different_keys_have_no_order() -> None:
    assert kinds([*RECORDS[3:], *RECORDS[:3]], STATE)["order"] > 0
    turned = sorted(RECORDS, key=lambda one: (one.key, one.source))
    assert kinds(turned, STATE) == Counter()
    assert kinds(turned, EXACT)["order"] > 0


def test_no_byte_moves_between_key_value_and_headers_unseen() -> None:
    one = hashed(b"ab", b"c", ())
    assert one[8:] != hashed(b"a", b"bc", ())[8:]
    assert one[8:] != hashed(b"ab", None, (("c", b""),))[8:]
    assert hashed(b"", b"", ())[8:] != hashed(None, b"", ())[8:]
