"""Folding a whole history again: how fast, beside only reading and only decoding the same logs."""

import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from types import MappingProxyType
from typing import NamedTuple

from bench.backlog import backlog
from bench.exact import follow
from bench.latency import PROFILES, WORKER, WORKER_ARGUMENTS, Scene, proposal_ms
from bench.site import Site
from schemas.codec import decode
from schemas.topics import TOPICS
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell, in_processes
from streams.history.refold import (
    CANDIDATE_LOG,
    POOL_LOG,
    candidates_fold,
    pool_fold,
    refold_candidates,
    refold_pool,
)

PATIENCE_S = 3_600.0
"""How long the live worker may take for the history."""


class Task(NamedTuple):
    """One partition of a log, and what is done with its records."""

    logs: KafkaLogs
    place: Place
    way: str


class Done(NamedTuple):
    """What became of a task, by the clock that all processes of a machine share."""

    records: int
    began: float
    ended: float
    resident_bytes: int
    """The most that the process has held so far."""


@dataclass(frozen=True, slots=True)
class Replay:
    """Some partitions worked through by some processes."""

    records: int
    seconds: float
    """From the first record to the last, whichever process had it; starting them is left out."""
    resident_bytes: int
    """The most that one process held."""

    @property
    def per_s(self) -> float:
        return self.records / self.seconds


@dataclass(frozen=True, slots=True)
class History:
    """Logs that a live worker has decided."""

    logs: KafkaLogs
    person_events: int
    live_s: float
    """From the start of the worker to its answer to what came last."""
    records: int
    """Of both logs."""
    places: Sequence[Place]


def decided_history(site: Site, people: int, vacancies: int) -> History:
    """A backlog in the upstreams' topics, and a worker with all stages that catches up."""
    work = backlog(people, vacancies)
    prefix = site.fresh_topics()
    events = work.publish(site.connection, prefix)
    began = monotonic()
    with site.process(WORKER, prefix, WORKER_ARGUMENTS) as worker:
        follow(site, prefix, worker, events, work.person_records, PATIENCE_S)
        scene = Scene(site, prefix, worker, PATIENCE_S)
        for profile in PROFILES:
            # An answer to what stands behind all else shows that the pool is through.
            name = f"last-{profile.job_group}-{profile.grade}"
            proposal_ms(scene, 1, name, profiles=[profile])
        seconds = monotonic() - began
    places = [
        Place(topic, number)
        for topic in (CANDIDATE_LOG, POOL_LOG)
        for number in range(TOPICS[topic].partitions)
    ]
    logs = KafkaLogs(site.connection, prefix)
    with logs.open() as reader:
        records = sum(len(chunk) for place in places for chunk in reader.read(place))
    return History(logs, work.person_records, seconds, records, places)


def replayed(history: History, way: str, processes: int, places: Sequence[Place] = ()) -> Replay:
    """Works through the logs in processes of their own: `read`, `decode` or `fold`."""
    tasks = [Task(history.logs, place, way) for place in places or history.places]
    # Apart, so that a single process too has done nothing else before.
    done = in_processes(_worked, tasks, processes, _unheard, apart=True)
    return Replay(
        sum(one.records for one in done),
        max(one.ended for one in done) - min(one.began for one in done),
        max(one.resident_bytes for one in done),
    )


def _worked(task: Task, tell: Tell) -> Done:
    with task.logs.open() as reader:
        began = monotonic()
        records = _WAYS[task.way](reader, task)
        ended = monotonic()
    kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Done(records, began, ended, kibibytes * 1024)


def _read(reader: LogReader, task: Task) -> int:
    return sum(map(len, reader.read(task.place)))


def _decode(reader: LogReader, task: Task) -> int:
    records = 0
    for chunk in reader.read(task.place):
        for record in chunk:
            decode(record.value or b"")
        records += len(chunk)
    return records


def _fold(reader: LogReader, task: Task) -> int:
    number, prefix = task.place.partition, task.logs.prefix
    if task.place.topic == CANDIDATE_LOG:
        steps = refold_candidates(reader, number, candidates_fold(number, prefix))
    else:
        steps = refold_pool(reader, number, pool_fold(number, prefix))
    return sum(len(step.cut.records) for step in steps)


_WAYS: Mapping[str, Callable[[LogReader, Task], int]] = MappingProxyType(
    {"read": _read, "decode": _decode, "fold": _fold}
)


def _unheard(part: str, records: int) -> None:
    """Nobody looks at how far it is."""
