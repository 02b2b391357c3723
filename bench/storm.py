"""What a storm of roster changes costs while many vacancies are open, and whom it holds up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count, cycle, islice
from threading import Event as Flag
from threading import Thread
from time import monotonic

from bench.backlog import AS_OF, Backlog, upstream_records
from bench.echo import await_record, tail
from bench.exact import follow
from bench.latency import PROFILES, Scene, morning, opening, proposal_ms
from bench.logs import committed, fill
from producers.prepared import record_of
from schemas.codec import decode
from schemas.events import (
    AssessmentCompleted,
    AvailabilityConfirmed,
    Event,
    PoolEvaluated,
)
from schemas.topics import TOPICS

CALM = next(profile for profile in PROFILES if profile.job_group == "SCO")
"""The profile of the vacancies whose latency is measured: nobody of it is in the storm."""
STORMY = [profile for profile in PROFILES if profile.job_group != CALM.job_group]
PATIENCE_S = 900.0


@dataclass(frozen=True)
class Storm:
    """How it went."""

    seconds: float
    evaluated: int
    """Vacancies evaluated by the pools while it lasted."""
    proposals: int
    unrelated_ms: Sequence[float]
    """A vacancy of another job group, from sending it to reading its proposal."""


def opened(vacancies: int) -> Iterator[Event]:
    """So many off-cycle vacancies of the stormy profiles."""
    for number, profile in zip(range(vacancies), cycle(STORMY), strict=False):
        yield opening(f"storm-{number}", profile)


def changes(pool: Backlog, number: int) -> Iterator[Event]:
    """So many confirmations of availability by the pool's people, each later than all before."""
    calm = {
        event.candidate_id
        for event in pool.events
        if isinstance(event, AssessmentCompleted) and event.job_group == CALM.job_group
    }
    assessed = (e.candidate_id for e in pool.events if isinstance(e, AssessmentCompleted))
    people = [one for one in dict.fromkeys(assessed) if one not in calm]
    return islice(_confirmations(people), number)


def _confirmations(people: Sequence[str]) -> Iterator[Event]:
    for again in count():
        for place, candidate_id in enumerate(people):
            moment = morning() + timedelta(seconds=again)
            yield AvailabilityConfirmed(
                event_id=f"storm-{candidate_id}-{again}",
                occurred_at=moment,
                recorded_at=moment,
                source="bench",
                candidate_id=candidate_id,
                available_from=AS_OF + timedelta(days=(again * 7 + place) % 60),
                notice_days=30,
            )


def weather_a_storm(scene: Scene, pool: Backlog, vacancies: int, number: int) -> Storm:
    """Opens the vacancies, sends the changes all at once, and watches a calm job group."""
    connection, prefix = scene.site.connection, scene.prefix
    patient = replace(scene, patience_s=PATIENCE_S)
    fill(connection, upstream_records(map(record_of, opened(vacancies)), prefix))
    _wait_for_the_end(patient, pool.person_records, "opened")
    before = _marks(scene)
    facts = [record_of(event) for event in changes(pool, number)]
    done = Flag()
    watcher = _Watcher(patient, done)
    watcher.start()
    begun = monotonic()
    fill(connection, upstream_records(facts, prefix))
    _wait_for_the_end(patient, pool.person_records + number, "over")
    seconds = monotonic() - begun
    done.set()
    marks = [mark for place, mark in _marks(scene).items() if place not in before]
    return Storm(
        seconds=seconds,
        evaluated=sum(mark.vacancies_evaluated for mark in marks),
        proposals=sum(mark.proposals_emitted for mark in marks),
        unrelated_ms=watcher.finish(),
    )


class _Watcher(Thread):
    """Opens calm vacancies one after another until it is told to stop."""

    def __init__(self, scene: Scene, done: Flag) -> None:
        super().__init__(name="watcher", daemon=True)
        self._scene, self._done = scene, done
        self.samples: list[float] = []
        self._failure: Exception | None = None

    def run(self) -> None:
        try:
            for number in count():
                self.samples += proposal_ms(
                    self._scene, 1, f"calm-{number}", at_rest=False, profiles=[CALM]
                )
                if self._done.is_set():
                    return
        except Exception as error:
            self._failure = error

    def finish(self) -> list[float]:
        """The samples; raises what kept it from taking them."""
        self.join()
        if self._failure is not None:
            raise self._failure
        return self.samples


def _wait_for_the_end(scene: Scene, person_records: int, name: str) -> None:
    """Until the candidates have told the pools all, and these have answered what came after it."""
    follow(scene.site, scene.prefix, scene.worker, 0, person_records, scene.patience_s)
    last = [opening(f"{name}-{place}", profile) for place, profile in enumerate(STORMY)]
    consumer = tail(scene.site.connection, TOPICS["proposals"].full_name(scene.prefix))
    try:
        fill(scene.site.connection, upstream_records(map(record_of, last), scene.prefix))
        waiting = {event.vacancy_id.encode() for event in last}
        while waiting:
            answer = await_record(consumer, lambda record: record.key() in waiting, PATIENCE_S)
            waiting.remove(answer.key())
    finally:
        consumer.close()


def _marks(scene: Scene) -> dict[tuple[int, int], PoolEvaluated]:
    """By partition and offset: a second reading brings the partitions in another order."""
    topic = TOPICS["evaluations"].full_name(scene.prefix)
    return {
        (record.partition(), record.offset()): decode(record.value())
        for record in committed(scene.site.connection, [topic])
    }
