"""A steady stream of facts about people: `python -m bench.load RATE SECONDS`."""

import os
import sys
from collections.abc import Iterator
from itertools import islice
from time import monotonic, sleep

from confluent_kafka import Producer

from bench.backlog import AS_OF, upstream_records
from producers.prepared import Prepared, record_of
from producers.scenario import scenario
from schemas.topics import TOPICS

SEED = 12
TICK_S = 0.01


def facts(count: int) -> list[Prepared]:
    """So many events about people whom the pool does not know yet."""
    made = scenario(candidates=count, vacancies=0, seed=SEED, as_of=AS_OF)
    people = (record_of(event) for event in made)
    return list(islice((one for one in people if TOPICS[one.topic].key == "candidate_id"), count))


def steadily(
    producer: Producer, records: Iterator[tuple[str, int, bytes, bytes]], rate: int
) -> int:
    """Sends so many a second, in ticks of 10 ms, by the clock and not by the one before."""
    begun, sent = monotonic(), 0
    while True:
        due = int((monotonic() - begun) * rate) + 1
        for topic, partition, key, value in islice(records, due - sent):
            producer.produce(topic, value, key, partition=partition)
            sent += 1
        if sent < due:
            return sent
        producer.poll(0)
        sleep(TICK_S)


def main() -> None:
    rate, seconds = int(sys.argv[1]), float(sys.argv[2])
    prefix = os.environ["PATHWAYS_TOPIC_PREFIX"]
    producer = Producer(
        {"bootstrap.servers": os.environ["PATHWAYS_BOOTSTRAP_SERVERS"], "linger.ms": 5}
    )
    records = facts(round(rate * seconds))
    begun = monotonic()
    sent = steadily(producer, upstream_records(records, prefix), rate)
    producer.flush(30)
    print(sent / (monotonic() - begun))


if __name__ == "__main__":
    main()
