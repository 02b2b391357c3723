"""Reads short stretches of logs: the last records of a partition, or what waits in a range."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from consumers.log_reader import open_consumer
from schemas.connection import Connection

WINDOW = 256
"""Offsets looked at first, from the end; each further window is larger."""
WINDOW_GROWTH = 8

EXACT_MAX = 1_000
"""Offsets up to which records are counted one by one. Markers of transactions and aborted records
take offsets too, so that a larger difference of offsets is an upper bound."""

Record = Any
Range = tuple[int, int]
"""The first offset, and the one after the last."""


class TailTimeout(Exception):
    """Kafka did not hand out a range of a log in time."""

    def __init__(self, waiting: Iterable[TopicPartition], timeout_s: float) -> None:
        named = ", ".join(f"{place.topic}/{place.partition}" for place in waiting)
        super().__init__(
            f"Kafka did not hand out the end of {named} within {timeout_s:.0f} s. "
            "Ask again; if it stays so, look at the broker's log."
        )


class LogTail:
    """Reads committed records by position, outside of any group, against one deadline."""

    def __init__(self, connection: Connection, timeout_s: float) -> None:
        # Checksums in plain Python cost four fifths of reading. This is a look at how things are:
        # nothing is decided on it or kept.
        self._consumer: KafkaConsumer = open_consumer(
            connection, max_poll_records=10_000, check_crcs=False
        )
        self._timeout_s = timeout_s
        self._deadline = time.monotonic() + timeout_s

    def close(self) -> None:
        self._consumer.close(autocommit=False)

    def partitions(self, topics: Iterable[str]) -> dict[str, list[TopicPartition]]:
        """The partitions of each topic that exists."""
        present = self._consumer.topics()
        return {
            topic: [
                TopicPartition(topic, number)
                for number in sorted(self._consumer.partitions_for_topic(topic))
            ]
            for topic in topics
            if topic in present
        }

    def bounds(self, places: list[TopicPartition]) -> dict[TopicPartition, Range]:
        """The first offset and the committed end of each partition."""
        if not places:
            return {}
        first = self._consumer.beginning_offsets(places)
        ends = self._consumer.end_offsets(places)
        return {place: (first[place], ends[place]) for place in places}

    def read(self, ranges: Mapping[TopicPartition, Range]) -> list[Record]:
        """Every committed record in the ranges, in the order of each partition."""
        wanted = {place: (low, high) for place, (low, high) in ranges.items() if low < high}
        records: list[Record] = []
        if not wanted:
            return records
        self._consumer.assign(list(wanted))
        for place, (low, _) in wanted.items():
            self._consumer.seek(place, low)
        while waiting := [one for one in wanted if self._consumer.position(one) < wanted[one][1]]:
            if time.monotonic() > self._deadline:
                raise TailTimeout(waiting, self._timeout_s)
            for place, batch in self._consumer.poll(100).items():
                records += [record for record in batch if record.offset < wanted[place][1]]
        return records

    def count(self, ranges: Mapping[TopicPartition, Range]) -> dict[TopicPartition, int]:
        """The records in each range, an upper bound where it is longer than `EXACT_MAX`."""
        long = {
            place: high - low for place, (low, high) in ranges.items() if high > low + EXACT_MAX
        }
        counted = dict.fromkeys(ranges, 0) | long
        short = {place: one for place, one in ranges.items() if place not in long}
        for record in self.read(short):
            counted[TopicPartition(record.topic, record.partition)] += 1
        return counted

    def read_back(
        self, bounds: Mapping[TopicPartition, Range], enough: Callable[[list[Record]], bool]
    ) -> list[Record]:
        """From the ends backwards, in growing windows, until `enough` or all has been read."""
        records: list[Record] = []
        upper = {place: high for place, (_, high) in bounds.items()}
        window = WINDOW
        while not enough(records):
            lower = {place: max(bounds[place][0], high - window) for place, high in upper.items()}
            if lower == upper:
                break
            records = self.read({place: (lower[place], upper[place]) for place in upper}) + records
            upper, window = lower, window * WINDOW_GROWTH
        return records
