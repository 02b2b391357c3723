"""Marks of the pools are held back until everything that they cover has been read."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.errors import KafkaTimeoutError

from consumers.delivery import KafkaRecord
from consumers.errors import UndecodableRecord
from consumers.projection.pool_marks import Ends, HeldMarks
from schemas.codec import encode
from tests.golden_results import golden, membership

PROPOSALS = TopicPartition("p.proposals", 0)


@dataclass
class Log:
    """How far the topic of results is written, and how far it was read."""

    end: int = 5
    position: int = 0
    asked: int = 0
    away: bool = False

    def ends(self) -> Ends:
        self.asked += 1
        if self.away:
            raise KafkaTimeoutError("nobody answers")
        return {PROPOSALS: self.end}

    def reached(self, ends: Ends) -> bool:
        return all(self.position >= end for end in ends.values())


@dataclass(frozen=True)
class Record:
    """As Kafka's client hands one out, as far as marks are concerned."""

    value: bytes
    offset: int
    partition: int = 2
    topic: str = "p.evaluations"


def mark(to_offset: int, offset: int = 0) -> Any:
    return Record(encode(replace(golden("PoolEvaluated"), to_offset=to_offset)), offset)


def told(held: HeldMarks, log: Log) -> list[int]:
    return [row["next_offset"] for row in held.release(log.reached).rows]


def hold(held: HeldMarks, *records: KafkaRecord) -> None:
    held.hold(records)


def test_a_mark_waits_until_all_before_the_ends_of_its_moment_is_read() -> None:
    log = Log()
    held = HeldMarks(log.ends)
    hold(held, mark(100))
    assert told(held, log) == []
    log.end, log.position = 9, 4
    assert told(held, log) == []
    log.position = 5
    assert told(held, log) == [100]
    assert not held


def test_marks_are_released_in_the_order_in_which_they_came() -> None:
    log = Log()
    held = HeldMarks(log.ends)
    hold(held, mark(100, offset=1))
    assert told(held, log) == []
    log.end = 7
    hold(held, mark(200, offset=2))
    log.position = 6
    assert told(held, log) == [100]
    log.position = 7
    released = held.release(log.reached)
    assert [row["next_offset"] for row in released.rows] == [200]
    assert released.positions == {("p.evaluations", 2): 3}


def test_of_a_batch_only_the_last_mark_matters_and_kafka_is_asked_once() -> None:
    log = Log(position=5)
    held = HeldMarks(log.ends)
    hold(held, mark(100, offset=1), mark(200, offset=2))
    assert told(held, log) == [200]
    assert log.asked == 1
    assert told(held, log) == []
    assert log.asked == 1


def test_a_kafka_that_is_away_is_asked_again_and_no_mark_is_lost() -> None:
    log = Log(position=5, away=True)
    held = HeldMarks(log.ends)
    hold(held, mark(100))
    assert told(held, log) == []
    assert held
    log.away = False
    assert told(held, log) == [100]


@pytest.mark.parametrize("value", [b"no avro", encode(membership("c-1"))])
def test_what_is_no_mark_stops_it_and_names_its_place(value: bytes) -> None:
    log = Log(position=5)
    held = HeldMarks(log.ends)
    record: Any = Record(value, 17)
    hold(held, record)
    with pytest.raises(UndecodableRecord, match="partition 2, offset 17"):
        held.release(log.reached)
