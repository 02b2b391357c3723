"""When a failing unit is put aside."""

from streams.engine.errors import FoldFailed
from streams.engine.quarantine import Quarantine
from streams.engine.stage import Partition, Position

INPUT = Partition("facts", 1)


def poison(offset: int, count: int, records: int = 1) -> FoldFailed:
    return FoldFailed(INPUT, Position(offset, count), Position(offset + 9, count + records), "no")


def test_a_failure_somewhere_in_many_records_asks_for_care_and_not_for_quarantine() -> None:
    quarantine = Quarantine(failures_max=1)
    assert not quarantine.note(poison(100, 50, records=20))
    assert quarantine.careful_until == 70


def test_the_same_record_failing_several_times_is_quarantined() -> None:
    quarantine = Quarantine(failures_max=3)
    assert [quarantine.note(poison(100, 50)) for _ in range(3)] == [False, False, True]


def test_failures_at_different_records_are_counted_apart() -> None:
    quarantine = Quarantine(failures_max=2)
    assert not quarantine.note(poison(100, 50))
    assert not quarantine.note(poison(101, 51))
    assert not quarantine.note(poison(100, 50))


def test_a_poison_names_its_topic_partition_and_offset() -> None:
    assert "facts/1 at offset 100: no" in str(poison(100, 50))
    assert "somewhere in 20 records" in str(poison(100, 50, records=20))
