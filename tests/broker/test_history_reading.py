"""History read back from a real Kafka is what the workers folded, however it is read."""

from dataclasses import replace

import pytest

from schemas.topics import TOPICS
from streams.engine.stage import Output
from streams.history.cuts import marks
from streams.history.errors import NoSuchTopic
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, Place, places
from streams.history.processes import Tell, in_processes
from streams.history.refold import (
    candidates_fold,
    pool_fold,
    refold_candidates,
    refold_pool,
)
from tests.broker.recorded_history import RecordedHistory

pytestmark = pytest.mark.broker

Said = list[tuple[str, int, bytes | None, bytes | None]]


def said(outputs: list[Output]) -> Said:
    return [(one.topic, one.partition, one.key, one.value) for one in outputs]


def decided(task: tuple[KafkaLogs, int], tell: Tell) -> Said:
    """All that a pool said, folded again in whatever process this is."""
    logs, partition = task
    with logs.open() as reader:
        fold = pool_fold(partition, logs.prefix)
        outputs: list[Output] = []
        for step in refold_pool(reader, partition, fold):
            outputs += step.outputs
            tell(str(partition), step.cut.end.count)
    return said(outputs)


def read_all(reader: LogReader, place: Place) -> list[tuple[bytes | None, bytes | None]]:
    return [(one.key, one.value) for chunk in reader.read(place) for one in chunk]


def test_the_same_bytes_for_any_order_of_partitions_any_fetch_size_and_any_processes(
    history: RecordedHistory,
) -> None:
    numbers = range(TOPICS["pool-log"].partitions)
    small = replace(history.logs, fetch_bytes=20_000)
    alone = [decided((history.logs, number), lambda *_: None) for number in numbers]
    told: dict[str, int] = {}
    backwards = in_processes(
        decided, [(small, number) for number in reversed(numbers)], 2, told.__setitem__
    )
    assert backwards[::-1] == alone
    assert sum(map(len, alone)) > 500
    assert told


def test_folding_again_says_what_stands_in_the_topics(history: RecordedHistory) -> None:
    prefix = history.prefix
    with history.logs.open() as reader:
        proposals = {place: read_all(reader, place) for place in places(reader, "proposals")}
        again: dict[Place, list[tuple[bytes | None, bytes | None]]] = {}
        for number in range(reader.partitions("pool-log")):
            for step in refold_pool(reader, number, pool_fold(number, prefix)):
                for one in step.outputs:
                    place = Place(one.topic.removeprefix(prefix), one.partition)
                    again.setdefault(place, []).append((one.key, one.value))
    assert sum(map(len, proposals.values())) > 20
    for place, records in proposals.items():
        assert sorted(again[place]) == sorted(records)


def test_memberships_folded_again_stand_in_the_pool_log(history: RecordedHistory) -> None:
    with history.logs.open() as reader:
        standing = {
            record for place in places(reader, "pool-log") for record in read_all(reader, place)
        }
        told = [
            (one.key, one.value)
            for number in range(reader.partitions("candidate-log"))
            for step in refold_candidates(reader, number, candidates_fold(number, history.prefix))
            for one in step.outputs
            if one.topic == f"{history.prefix}pool-log"
        ]
    assert len(told) > 500
    assert set(told) <= standing


def test_marks_follow_one_another_from_the_first_record_to_the_last(
    history: RecordedHistory,
) -> None:
    with history.logs.open() as reader:
        for place in places(reader, "pool-log"):
            found = marks(reader, place.partition)
            assert found[-1].to_count == len(read_all(reader, place))


def test_a_log_can_be_read_in_part_and_from_a_time(history: RecordedHistory) -> None:
    place = Place("candidate-log", 0)
    with history.logs.open() as reader:
        extent = reader.extent(place)
        every = [one for chunk in reader.read(place) for one in chunk]
        middle = every[len(every) // 2]
        part = [one for chunk in reader.read(place, middle.offset, extent.end) for one in chunk]
        before = [one for chunk in reader.read(place, None, middle.offset) for one in chunk]
        assert [one.offset for one in before + part] == [one.offset for one in every]
        at = reader.offset_at(place, middle.timestamp)
        first = next(one for one in every if one.timestamp >= middle.timestamp)
        # A transaction's marker has a time and an offset too, and may stand just before; records
        # behind it may have been made a moment before they were written.
        assert at <= first.offset
        early = [one for one in every if at <= one.offset < first.offset]
        assert all(middle.timestamp - one.timestamp < 1_000 for one in early)
        assert reader.offset_at(place, every[-1].timestamp + 3_600_000) == extent.end


def test_a_topic_that_is_not_there_is_named(history: RecordedHistory) -> None:
    elsewhere = KafkaLogs(history.connection, "elsewhere.")
    with elsewhere.open() as reader, pytest.raises(NoSuchTopic, match=r"elsewhere\.roster"):
        reader.partitions("roster")
