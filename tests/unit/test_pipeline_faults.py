"""What a comparison of two sequences of records names, and that it names nothing needlessly."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.faults import Fault, Item, compare

RECORDS = [Item(f"applications/0/{n}", b"key %d" % (n % 3), b"value %d" % n) for n in range(9)]


def kinds(faults: list[Fault]) -> Counter[str]:
    return Counter(fault.kind for fault in faults)


def test_the_same_sequence_has_no_faults() -> None:
    assert compare("here", RECORDS, list(RECORDS)) == []


@given(index=st.integers(0, 8), at=st.integers(0, 9))
def test_a_doubled_record_is_named_wherever_its_second_copy_stands(index: int, at: int) -> None:
    found = [*RECORDS[:at], RECORDS[index], *RECORDS[at:]]
    faults = compare("here", RECORDS, found)
    assert kinds(faults)["doubled"] == 1
    assert RECORDS[index].origin in faults[0].what


@given(index=st.integers(0, 8))
def test_a_missing_record_is_named_and_nothing_else(index: int) -> None:
    faults = compare("here", RECORDS, [*RECORDS[:index], *RECORDS[index + 1 :]])
    assert [fault.kind for fault in faults] == ["missing"]
    assert RECORDS[index].origin in faults[0].what


@given(order=st.permutations(range(9)))
def test_every_other_order_is_named(order: list[int]) -> None:
    faults = compare("here", RECORDS, [RECORDS[index] for index in order])
    assert [fault.kind for fault in faults] == ([] if order == sorted(order) else ["order"])


@pytest.mark.parametrize("changed", [{"value": b"other"}, {"key": b"other"}, {"value": None}])
def test_a_record_that_is_there_with_other_bytes_is_altered(changed: dict[str, Any]) -> None:
    found = [*RECORDS[:4], RECORDS[4]._replace(**changed), *RECORDS[5:]]
    assert kinds(compare("here", RECORDS, found)) == Counter(altered=1)


def test_a_record_of_an_origin_that_gave_none_is_unknown() -> None:
    stranger = Item("applications/0/77", b"key", b"value")
    assert kinds(compare("here", RECORDS, [*RECORDS, stranger])) == Counter(unknown=1)


def test_faults_of_several_kinds_are_all_named() -> None:
    found = [RECORDS[1], RECORDS[0], RECORDS[2], RECORDS[2], *RECORDS[4:]]
    assert kinds(compare("here", RECORDS, found)) == Counter(doubled=1, missing=1, order=1)
