"""What a set of stages must keep to, and what settings must agree on."""

import pytest
from aiokafka import ConsumerRecord

from streams.engine.batch import Lane
from streams.engine.settings import EngineSettings
from streams.engine.stage import Partition, Record, UnitId
from streams.engine.units import stage_by_topic
from tests.chaos.count import CountTopics, count_stage, positions


def fact(offset: int) -> Record:
    record: Record = ConsumerRecord(
        topic="facts",
        partition=0,
        offset=offset,
        timestamp=0,
        timestamp_type=0,
        key=None,
        value=b"",
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
        headers=(),
    )
    return record


def test_two_stages_may_not_read_the_same_topic() -> None:
    stage = count_stage(CountTopics("a."))
    assert stage_by_topic([stage]) == {"a.in": stage}
    with pytest.raises(ValueError, match=r"both read a\.in"):
        stage_by_topic([stage, stage])


def test_a_unit_is_named_by_stage_topic_and_partition() -> None:
    assert str(UnitId("intake", "pathways.vacancies", 1)) == "intake/pathways.vacancies/1"


def test_the_keys_of_health_and_position_of_a_unit_differ_and_share_a_partition() -> None:
    log = positions(CountTopics("a."))
    unit = UnitId("count", "a.in", 3)
    assert log.partition(unit) in range(4)
    assert log.partition(unit) == log.partition(UnitId("count", "a.in", 3))


def test_a_lane_chains_each_batch_to_the_one_before_it_and_counts_what_is_under_way() -> None:
    lane = Lane(Partition("facts", 0), 5, assignment=None, batches_max=2)
    batches = [lane.take([fact(offset) for offset in offsets]) for offsets in ([6, 7], [9])]
    assert [batch.start for batch in batches] == [5, 8], "holes in the offsets say nothing"
    assert (lane.end, lane.under_way) == (10, 2)
    lane.finished += 1
    assert lane.under_way == 1


def test_settings_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="request_timeout_s"):
        EngineSettings(session_timeout_s=30.0, request_timeout_s=20.0)
    with pytest.raises(ValueError, match="transaction_deadline_s"):
        EngineSettings(transaction_timeout_ms=10_000, transaction_deadline_s=9.0)
