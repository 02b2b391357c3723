"""What upstreams publish in a run: a scenario with duplicates, and now and then what is refused."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count
from threading import Event, Thread
from typing import NamedTuple

from confluent_kafka import KafkaException, Producer

from producers.scenario import scenario
from schemas import events
from schemas.codec import encode
from schemas.event_table import EVENT_TABLE
from schemas.topics import UPSTREAM
from tests.chaos.kafka import QUIET

AS_OF = date(2025, 6, 1)
"""Long past, so that no date lies ahead of the record that carries it."""
REFUSED_PERCENT = 2


class Fact(NamedTuple):
    """A record for an upstream topic, the topic without its prefix."""

    topic: str
    key: bytes | None
    value: bytes | None


def facts(seed: int, candidates: int, vacancies: int) -> Iterator[Fact]:
    """Some 14 facts for each candidate and 370 days, in the order in which they were recorded."""
    chance = random.Random(seed)
    history = scenario(
        candidates=candidates,
        vacancies=vacancies,
        seed=seed,
        as_of=AS_OF,
        years=1,
        days=True,
        duplicates=True,
    )
    for event in history:
        fact = fact_of(event)
        yield fact
        if chance.randrange(100) < REFUSED_PERCENT:
            yield _refused(fact, chance)


def fact_of(event: events.Event) -> Fact:
    row = EVENT_TABLE[type(event).__name__]
    return Fact(row.topic, str(getattr(event, row.key)).encode(), encode(event))


def _refused(good: Fact, chance: random.Random) -> Fact:
    """Something that intake cannot take, close to something that it can."""
    value = good.value or b""
    elsewhere = chance.choice([topic for topic in UPSTREAM if topic != good.topic])
    return chance.choice(
        (
            good._replace(value=None),
            good._replace(value=chance.randbytes(60)),
            good._replace(value=value[: chance.randrange(len(value))]),
            good._replace(value=value + b"\0"),
            good._replace(topic=elsewhere),
            good._replace(key=None, value=b""),
            fact_of(_contradictory(chance.randrange(1_000_000))),
        )
    )


def _contradictory(number: int) -> events.AvailabilityHeld:
    published = next(scenario(candidates=1, vacancies=1, seed=1, as_of=AS_OF, years=1))
    return events.AvailabilityHeld(
        event_id=f"contradictory-{number}",
        occurred_at=published.recorded_at,
        recorded_at=published.recorded_at,
        source="chaos",
        candidate_id=f"C-{number}",
        hold_id=f"H-{number}",
        held_from=AS_OF,
        held_until=AS_OF - timedelta(days=1),
        reason="ends before it begins",
    )


class Publishing:
    """Publishes facts in the background, at a rate and then as fast as it goes.

    librdkafka chooses the partitions, by another hash than ours: none of them matters.
    """

    def __init__(self, bootstrap: str, prefix: str, facts: Iterable[Fact], per_s: int) -> None:
        self._bootstrap, self._prefix, self._per_s = bootstrap, prefix, per_s
        self._facts = iter(facts)
        self._hurry = Event()
        self._thread = Thread(target=self._run, name="upstream", daemon=True)
        self._failure: Exception | None = None
        self.published = 0

    def start(self) -> None:
        self._thread.start()

    def finish(self) -> int:
        """Publish what is left and wait until all is acknowledged; answers how many there were."""
        self._hurry.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self.published

    def _run(self) -> None:
        try:
            self._publish()
        except Exception as error:
            self._failure = error

    def _publish(self) -> None:
        producer = Producer(
            {"bootstrap.servers": self._bootstrap, "enable.idempotence": True, **QUIET}
        )
        each = max(1, self._per_s // 20)
        for number, fact in zip(count(1), self._facts, strict=False):
            self._produce(producer, fact)
            self.published = number
            if number % each == 0:
                producer.poll(0)
                self._hurry.wait(0.05)
        if producer.flush(90):
            raise KafkaException("the upstream's records were not all taken")

    def _produce(self, producer: Producer, fact: Fact) -> None:
        while True:
            try:
                producer.produce(self._prefix + fact.topic, fact.value, fact.key)
            except BufferError:
                producer.poll(0.5)
            else:
                return
