"""From Kafka into the ledger: which webhooks each endpoint is owed, noted with the positions."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from consumers.delivery import Delivery, KafkaRecord, delivery
from consumers.log_reader import Start, partitions_of, start_offsets
from consumers.webhooks.endpoints import Endpoint
from consumers.webhooks.ledger import Ledger, Place, Row
from consumers.webhooks.message import message

log = logging.getLogger(__name__)

BATCH_RECORDS_MAX = 100
"""A list may have a megabyte, and each endpoint gets one of its own."""
POLL_MS = 200


class Reader:
    """Reads each record once for all endpoints.

    An endpoint that is disabled or too far behind is left out, so that its position stays where it
    was; when it is back, reading goes back to there, and the others skip what they have.
    """

    def __init__(
        self,
        consumer: KafkaConsumer,
        ledger: Ledger,
        endpoints: Sequence[Endpoint],
        prefix: str,
        topic_ids: Mapping[str, str],
        clock: Callable[[], datetime],
    ) -> None:
        self._consumer = consumer
        self._ledger = ledger
        self._endpoints = {one.name: one for one in endpoints}
        self._prefix = prefix
        self._topic_ids = topic_ids
        self._clock = clock
        self._reading: frozenset[str] = frozenset()
        consumer.assign(partitions_of(consumer, topic_ids))
        self._positions = {one.name: self._settled(one) for one in endpoints}
        for partition, offset in self._first().items():
            consumer.seek(partition, offset)
            consumer.pause(partition)

    def step(self) -> frozenset[str]:
        """One look for records; gives the endpoints that something was noted for."""
        reading = self._ledger.reading(list(self._endpoints))
        if reading != self._reading:
            self._turn_to(reading)
        batch = self._consumer.poll(POLL_MS)
        if not batch:
            return frozenset()
        webhooks = self._owed(batch)
        reached = self._reached(batch)
        self._ledger.note(webhooks, self._rows(reached))
        for name, places in reached.items():
            self._positions[name].update(places)
        return frozenset(row["endpoint"] for row in webhooks)

    def _owed(self, batch: Mapping[TopicPartition, Sequence[KafkaRecord]]) -> list[Row]:
        now = self._clock()
        return [
            _row(endpoint, one, now)
            for place, records in batch.items()
            for record in records
            for one in (delivery(record, self._prefix),)
            for endpoint in self._readers(place)
            if record.offset >= self._positions[endpoint.name][place.topic, place.partition]
            and endpoint.wanted.takes(one)
        ]

    def _reached(
        self, batch: Mapping[TopicPartition, Sequence[KafkaRecord]]
    ) -> dict[str, dict[Place, int]]:
        reached: dict[str, dict[Place, int]] = {}
        for partition, records in batch.items():
            place = partition.topic, partition.partition
            for endpoint in self._readers(partition):
                known = self._positions[endpoint.name][place]
                after = max(known, records[-1].offset + 1)
                reached.setdefault(endpoint.name, {})[place] = after
        return reached

    def _readers(self, place: TopicPartition) -> list[Endpoint]:
        topic = place.topic.removeprefix(self._prefix)
        reading = (self._endpoints[name] for name in sorted(self._reading))
        return [endpoint for endpoint in reading if topic in endpoint.topics]

    def _turn_to(self, reading: frozenset[str]) -> None:
        for name in sorted(self._reading ^ reading):
            log.info("%s %s", name, "is read for" if name in reading else "is not read for now")
        self._reading = reading
        for partition in self._consumer.assignment():
            place = partition.topic, partition.partition
            offsets = [self._positions[one.name][place] for one in self._readers(partition)]
            if not offsets:
                self._consumer.pause(partition)
                continue
            self._consumer.seek(partition, min(offsets))
            self._consumer.resume(partition)

    def _settled(self, endpoint: Endpoint) -> dict[Place, int]:
        """Where the endpoint goes on. A first start is written down before anything is read, so
        that `latest` stays what it was."""
        known = self._ledger.positions(endpoint.name)
        own = [tp for tp in self._consumer.assignment() if self._is_of(tp, endpoint)]
        settled: dict[Place, int] = {}
        new: list[TopicPartition] = []
        replaced: list[TopicPartition] = []
        for partition in own:
            topic_id, offset = known.get((partition.topic, partition.partition), ("", 0))
            if topic_id == self._topic_ids[partition.topic]:
                settled[partition.topic, partition.partition] = offset
            else:
                (replaced if topic_id else new).append(partition)
        started = self._starts(new, endpoint.start) | self._starts(replaced, "earliest")
        if replaced:
            # Events that were noted before keep their id and are not noted twice.
            log.warning("%s: topics were made anew, they are read from their start", endpoint.name)
        self._ledger.note([], self._rows({endpoint.name: started}))
        return settled | started

    def _starts(self, partitions: Sequence[TopicPartition], start: Start) -> dict[Place, int]:
        offsets = start_offsets(self._consumer, partitions, start)
        return {(tp.topic, tp.partition): offset for tp, offset in offsets.items()}

    def _is_of(self, partition: TopicPartition, endpoint: Endpoint) -> bool:
        return partition.topic.removeprefix(self._prefix) in endpoint.topics

    def _first(self) -> dict[TopicPartition, int]:
        """The first offset of each partition that anybody is to get."""
        first: dict[TopicPartition, int] = {}
        for places in self._positions.values():
            for place, offset in places.items():
                partition = TopicPartition(*place)
                first[partition] = min(offset, first.get(partition, offset))
        return first

    def _rows(self, reached: Mapping[str, Mapping[Place, int]]) -> list[dict[str, Any]]:
        return [
            {
                "endpoint": name,
                "topic": topic,
                "topic_partition": partition,
                "topic_id": self._topic_ids[topic],
                "next_offset": offset,
            }
            for name, places in reached.items()
            for (topic, partition), offset in places.items()
        ]


def _row(endpoint: Endpoint, one: Delivery, now: datetime) -> Row:
    said = message(one, endpoint.payload)
    return {
        "endpoint": endpoint.name,
        "webhook_id": said.webhook_id,
        "type": said.type,
        "topic": one.topic,
        "topic_partition": one.partition,
        "log_offset": one.offset,
        "written_at": one.timestamp,
        "state": "PENDING",
        "attempts": 0,
        "next_attempt_at": now,
        "body": said.body,
    }
