"""How a batch is cut into transactions."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from streams.engine.settings import EngineSettings
from streams.engine.slices import Pace, end_of_slice


@dataclass(frozen=True)
class Fact:
    """A record of a given size, as far as slicing looks at it."""

    value: bytes
    topic: str = "facts"
    partition: int = 0
    offset: int = 0
    key: bytes | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


SETTINGS = replace(
    EngineSettings(),
    transaction_records_max=1_000,
    transaction_records_min=50,
    transaction_target_s=0.1,
)


@given(
    sizes=st.lists(st.integers(0, 50), min_size=1, max_size=60),
    records_max=st.integers(1, 20),
    bytes_max=st.integers(1, 100),
)
def test_slices_cover_every_record_once_and_keep_to_both_caps(
    sizes: list[int], records_max: int, bytes_max: int
) -> None:
    records = [Fact(bytes(size)) for size in sizes]
    start = 0
    while start < len(records):
        end = end_of_slice(records, start, records_max, bytes_max)
        assert start < end <= len(records)
        assert end - start <= records_max
        if end - start > 1:
            assert sum(sizes[start:end]) <= bytes_max
        start = end
    assert start == len(records)


def test_a_slow_transaction_halves_the_next_one_down_to_the_least() -> None:
    pace = Pace(SETTINGS)
    pace.note(1_000, 5.0)
    assert pace.records == 500
    for _ in range(20):
        pace.note(pace.records, 5.0)
    assert pace.records == 50


def test_one_slow_record_alone_does_not_cut_the_next_transaction_to_itself() -> None:
    pace = Pace(SETTINGS)
    pace.note(1, 5.0)
    assert pace.records == 50


def test_quick_full_transactions_grow_back_to_the_cap_and_not_beyond() -> None:
    pace = Pace(SETTINGS)
    pace.note(1_000, 5.0)
    for _ in range(20):
        pace.note(pace.records, 0.01)
    assert pace.records == 1_000


def test_a_quick_transaction_that_was_not_full_says_nothing_about_a_full_one() -> None:
    pace = Pace(SETTINGS)
    pace.note(1_000, 5.0)
    pace.note(3, 0.001)
    assert pace.records == 500
