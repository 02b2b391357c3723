"""How long from a vacancy being sent to a committed reader having its proposal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, sleep

from confluent_kafka import Consumer, Producer

from bench.backlog import AS_OF, Backlog, upstream_records
from bench.echo import PATIENCE_S, await_record, sender, tail
from bench.exact import follow
from bench.load import FLOWING
from bench.site import Process, Site
from producers.prepared import record_of
from producers.reference import PROFILES, station
from schemas.codec import decode
from schemas.events import (
    Event,
    ProposalEmitted,
    ProposalWithdrawn,
    VacancyCancelled,
    VacancyOpened,
)
from schemas.topics import TOPICS

WORKER, WORKER_ARGUMENTS = "deploy", ("worker", "--no-days", "--log-level", "WARNING")
PAUSE_S_MAX = 0.03
"""Between two vacancies, by lot: so that they do not march in step with any poll."""
LOAD, LOAD_MADE_S = "bench.load", 60.0
LOAD_SETTLED_S = 5.0
"""The first batches come upon a worker that was at rest."""


@dataclass
class Scene:
    """A worker with all three stages that has taken in a pool and has nothing left to do."""

    site: Site
    prefix: str
    worker: Process


@contextmanager
def pool_at_rest(site: Site, pool: Backlog) -> Iterator[Scene]:
    prefix = site.fresh_topics()
    events = pool.publish(site.connection, prefix)
    with site.process(WORKER, prefix, WORKER_ARGUMENTS) as worker:
        follow(site, prefix, worker, events, pool.person_records)
        _settle(site, prefix)
        yield Scene(site, prefix, worker)


def proposal_ms(scene: Scene, times: int, name: str, *, at_rest: bool = True) -> list[float]:
    """Milliseconds for each of so many vacancies, one after another.

    Each is cancelled once it has its proposal, so that the open ones do not pile up. `at_rest`:
    the next one waits until nothing is left to do for the one before.
    """
    producer = sender(scene.site.connection)
    consumer = tail(scene.site.connection, TOPICS["proposals"].full_name(scene.prefix))
    dice = Random(name)
    try:
        return [
            _once(scene, producer, consumer, f"{name}-{number}", dice, at_rest=at_rest)
            for number in range(times)
        ]
    finally:
        producer.flush(PATIENCE_S)
        consumer.close()


@contextmanager
def load(scene: Scene, people: int, events_per_s: float, seconds: float) -> Iterator[None]:
    """A steady stream of facts about the pool's people, from a process of its own.

    Raises ProcessFailed if it does not flow to the end of what happens inside.
    """
    arguments = (str(people), str(round(events_per_s)), str(seconds))
    with scene.site.process(LOAD, scene.prefix, arguments) as process:
        process.await_text(FLOWING, LOAD_MADE_S)
        sleep(LOAD_SETTLED_S)
        yield
        process.require()


def _settle(site: Site, prefix: str) -> None:
    """The first proposals find lanes and connections cold; they are not measured."""
    producer = sender(site.connection)
    consumer = tail(site.connection, TOPICS["proposals"].full_name(prefix))
    dice = Random("settle")
    try:
        for number in range(20):
            _ask(producer, consumer, prefix, f"settle-{number}", dice, at_rest=True)
    finally:
        producer.flush(PATIENCE_S)
        consumer.close()


def _once(
    scene: Scene,
    producer: Producer,
    consumer: Consumer,
    vacancy_id: str,
    dice: Random,
    *,
    at_rest: bool,
) -> float:
    scene.worker.require()
    sleep(dice.random() * PAUSE_S_MAX)
    return _ask(producer, consumer, scene.prefix, vacancy_id, dice, at_rest=at_rest)


def _ask(
    producer: Producer,
    consumer: Consumer,
    prefix: str,
    vacancy_id: str,
    dice: Random,
    *,
    at_rest: bool,
) -> float:
    opened = _opened(vacancy_id, dice)
    sent = perf_counter()
    _send(producer, prefix, opened)
    _await(consumer, vacancy_id, ProposalEmitted)
    elapsed = perf_counter() - sent
    _send(producer, prefix, _cancelled(opened))
    if at_rest:
        _await(consumer, vacancy_id, ProposalWithdrawn)
    return elapsed * 1000


def _await(consumer: Consumer, vacancy_id: str, kind: type[Event]) -> None:
    key = vacancy_id.encode()
    await_record(
        consumer, lambda record: record.key() == key and isinstance(decode(record.value()), kind)
    )


def _send(producer: Producer, prefix: str, event: Event) -> None:
    for topic, partition, key, value in upstream_records([record_of(event)], prefix):
        producer.produce(topic, value, key, partition=partition)
    producer.poll(0)


def _opened(vacancy_id: str, dice: Random) -> VacancyOpened:
    profile, now = dice.choice(PROFILES), _moment()
    return VacancyOpened(
        event_id=f"{vacancy_id}-opened",
        occurred_at=now,
        recorded_at=now,
        source="bench",
        vacancy_id=vacancy_id,
        job_group=profile.job_group,
        grade=profile.grade,
        post_id=f"post-{vacancy_id}",
        title=profile.title,
        duty_station=station("SSD", "Juba").key,
        reason="SEPARATION",
        rotational=False,
        opened_on=AS_OF,
        start_by=AS_OF + timedelta(days=90),
    )


def _cancelled(opened: VacancyOpened) -> VacancyCancelled:
    return VacancyCancelled(
        event_id=f"{opened.vacancy_id}-cancelled",
        occurred_at=opened.occurred_at + timedelta(seconds=1),
        recorded_at=opened.recorded_at + timedelta(seconds=1),
        source="bench",
        vacancy_id=opened.vacancy_id,
        job_group=opened.job_group,
        reason="measured",
    )


def _moment() -> datetime:
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 8, tzinfo=UTC)
