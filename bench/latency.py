"""How long from a vacancy being sent to a committed reader having its proposal."""

from collections.abc import Iterator, Sequence
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
from producers.reference import Profile, built_in
from schemas.codec import decode
from schemas.events import (
    Event,
    ProposalEmitted,
    ProposalWithdrawn,
    VacancyCancelled,
    VacancyOpened,
)
from schemas.topics import TOPICS

PROFILES = built_in().profiles
WORKER, WORKER_ARGUMENTS = "deploy", ("worker", "--no-days", "--log-level", "WARNING")
PAUSE_S_MAX = 0.03
"""Between two vacancies, by lot: so that they do not march in step with any poll."""
LOAD, LOAD_MADE_S = "bench.load", 60.0
LOAD_SETTLED_S = 5.0
"""The first batches come upon a worker that was at rest."""


@dataclass
class Scene:
    """A worker with all stages that has taken in a pool and has nothing left to do."""

    site: Site
    prefix: str
    worker: Process
    patience_s: float = PATIENCE_S
    """How long an answer may take before the bench gives up."""


@contextmanager
def pool_at_rest(site: Site, pool: Backlog) -> Iterator[Scene]:
    prefix = site.fresh_topics()
    events = pool.publish(site.connection, prefix)
    with site.process(WORKER, prefix, WORKER_ARGUMENTS) as worker:
        follow(site, prefix, worker, events, pool.person_records)
        scene = Scene(site, prefix, worker)
        _settle(scene)
        yield scene


def proposal_ms(
    scene: Scene,
    times: int,
    name: str,
    *,
    at_rest: bool = True,
    profiles: Sequence[Profile] = PROFILES,
) -> list[float]:
    """Milliseconds for each of so many vacancies, one after another.

    Each is cancelled once it has its proposal, so that the open ones do not pile up. `at_rest`:
    the next one waits until nothing is left to do for the one before.
    """
    producer = sender(scene.site.connection)
    consumer = tail(scene.site.connection, TOPICS["proposals"].full_name(scene.prefix))
    dice = Random(name)
    try:
        return [
            _once(
                scene,
                producer,
                consumer,
                opening(f"{name}-{number}", dice.choice(profiles)),
                pause_s=dice.random() * PAUSE_S_MAX,
                at_rest=at_rest,
            )
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


def _settle(scene: Scene) -> None:
    """The first proposals find lanes and connections cold; they are not measured."""
    producer = sender(scene.site.connection)
    consumer = tail(scene.site.connection, TOPICS["proposals"].full_name(scene.prefix))
    dice = Random("settle")
    try:
        for number in range(20):
            opened = opening(f"settle-{number}", dice.choice(PROFILES))
            _ask(producer, consumer, scene, opened, at_rest=True)
    finally:
        producer.flush(PATIENCE_S)
        consumer.close()


def _once(
    scene: Scene,
    producer: Producer,
    consumer: Consumer,
    opened: VacancyOpened,
    *,
    pause_s: float,
    at_rest: bool,
) -> float:
    scene.worker.require()
    sleep(pause_s)
    return _ask(producer, consumer, scene, opened, at_rest=at_rest)


def _ask(
    producer: Producer,
    consumer: Consumer,
    scene: Scene,
    opened: VacancyOpened,
    *,
    at_rest: bool,
) -> float:
    sent = perf_counter()
    _send(producer, scene.prefix, opened)
    _await(consumer, opened.vacancy_id, ProposalEmitted, scene.patience_s)
    elapsed = perf_counter() - sent
    _send(producer, scene.prefix, _cancelled(opened))
    if at_rest:
        _await(consumer, opened.vacancy_id, ProposalWithdrawn, scene.patience_s)
    return elapsed * 1000


def _await(consumer: Consumer, vacancy_id: str, kind: type[Event], patience_s: float) -> None:
    key = vacancy_id.encode()
    await_record(
        consumer,
        lambda record: record.key() == key and isinstance(decode(record.value()), kind),
        patience_s,
    )


def _send(producer: Producer, prefix: str, event: Event) -> None:
    for topic, partition, key, value in upstream_records([record_of(event)], prefix):
        producer.produce(topic, value, key, partition=partition)
    producer.poll(0)


def opening(vacancy_id: str, profile: Profile) -> VacancyOpened:
    """An off-cycle vacancy in Juba, three months ahead."""
    now = morning()
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
        duty_station=built_in().station("SSD", "Juba").key,
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


def morning() -> datetime:
    """When everything that the bench says itself happens."""
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 8, tzinfo=UTC)
