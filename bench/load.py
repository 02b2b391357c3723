"""A steady stream of news about a pool's people: `python -m bench.load PEOPLE RATE SECONDS`."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice
from time import monotonic, sleep

from confluent_kafka import Producer

from bench.backlog import backlog, person_events, upstream_records
from producers.prepared import Prepared, record_of
from schemas.events import AvailabilityConfirmed, Event

TICK_S = 0.01
FLOWING = "flowing"
"""Written when the first fact is sent: making the facts takes a while."""


def news(people: int) -> Iterator[Event]:
    """Facts about people whom the pool knows, without end, each later than those before it.

    They are the people's own histories told again with later times, so that states and pool keep
    their size while every fact counts.
    """
    told = _each_counting(list(person_events(backlog(people, 0).events)))
    for again in count(1):
        later = timedelta(seconds=again)
        for event in told:
            yield replace(
                event,
                event_id=f"{event.event_id}-{again}",
                occurred_at=event.occurred_at + later,
                recorded_at=event.recorded_at + later,
            )


def _each_counting(events: Sequence[Event]) -> list[Event]:
    """Of a person's confirmations only the last counts; everything else has an id of its own."""
    last = {
        event.candidate_id: event.event_id
        for event in sorted(events, key=lambda event: event.occurred_at)
        if isinstance(event, AvailabilityConfirmed)
    }
    return [
        event
        for event in events
        if not isinstance(event, AvailabilityConfirmed)
        or last[event.candidate_id] == event.event_id
    ]


def facts(people: int, number: int) -> list[Prepared]:
    return [record_of(event) for event in islice(news(people), number)]


def steadily(
    producer: Producer, records: Iterator[tuple[str, int, bytes, bytes]], rate: int
) -> None:
    """Sends so many a second, in ticks of 10 ms, by the clock and not by the one before."""
    begun, sent = monotonic(), 0
    while True:
        due = int((monotonic() - begun) * rate) + 1
        for topic, partition, key, value in islice(records, due - sent):
            producer.produce(topic, value, key, partition=partition)
            sent += 1
        if sent < due:
            return
        producer.poll(0)
        sleep(TICK_S)


def main() -> None:
    people, rate, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    prefix = os.environ["PATHWAYS_TOPIC_PREFIX"]
    producer = Producer(
        {"bootstrap.servers": os.environ["PATHWAYS_BOOTSTRAP_SERVERS"], "linger.ms": 5}
    )
    records = upstream_records(facts(people, round(rate * seconds)), prefix)
    print(FLOWING, flush=True)
    steadily(producer, records, rate)
    producer.flush(30)


if __name__ == "__main__":
    main()
