"""How long the exactly-once worker takes for a backlog, told by its own committed positions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic

from confluent_kafka import OFFSET_BEGINNING, KafkaError, KafkaException

from bench.backlog import Backlog
from bench.logs import Record, committed, places, reader
from bench.site import Process, Site
from schemas.codec import decode
from schemas.events import UnitPosition
from schemas.events.candidate_state import CandidateState
from schemas.topics import TOPICS

DEADLINE_S = 120.0


class WrongResult(Exception):
    """A rate of wrong work is no rate."""


@dataclass
class Progress:
    """How far the units of a stage have come, and when they said so first and last."""

    counts: dict[str, int] = field(default_factory=dict)
    first_ms: int = 0
    first_count: int = 0
    last_ms: int = 0

    def note(self, position: UnitPosition, time_ms: int) -> None:
        if not self.counts:
            self.first_ms, self.first_count = time_ms, position.count
        self.counts[position.unit] = position.count
        self.last_ms = max(self.last_ms, time_ms)

    @property
    def records(self) -> int:
        return sum(self.counts.values())


def exact_rate(site: Site, backlog: Backlog, module: str, arguments: tuple[str, ...] = ()) -> float:
    """Upstream events per second, from the first commit to the last of intake and candidates.

    `module` is the worker. Raises WrongResult if the states are not those of the events.
    """
    prefix = site.fresh_topics()
    events = backlog.publish(site.connection, prefix)
    with site.process(module, prefix, arguments) as worker:
        intake, candidates = follow(site, prefix, worker, events, backlog.person_records)
    require_states(site, TOPICS["candidates"].full_name(prefix), backlog.states())
    seconds = (max(intake.last_ms, candidates.last_ms) - intake.first_ms) / 1000
    return (events - intake.first_count) / seconds


def follow(
    site: Site,
    prefix: str,
    worker: Process,
    events: int,
    person_records: int,
    deadline_s: float = DEADLINE_S,
) -> tuple[Progress, Progress]:
    """Waits until intake and candidates have committed all; tells how each came along."""
    progress: Mapping[str, Progress] = defaultdict(Progress)
    consumer = reader(site.connection)
    consumer.assign(places(consumer, TOPICS["positions"].full_name(prefix), OFFSET_BEGINNING))
    deadline = monotonic() + deadline_s
    try:
        while (
            progress["intake"].records < events or progress["candidates"].records < person_records
        ):
            worker.require()
            if monotonic() > deadline:
                raise TimeoutError(
                    f"the backlog is not done after {deadline_s:.0f} s: {dict(progress)}"
                )
            for record in consumer.consume(1000, 0.2):
                _note(record, progress)
    finally:
        consumer.close()
    return progress["intake"], progress["candidates"]


def _note(record: Record, progress: Mapping[str, Progress]) -> None:
    if record.error() is not None:
        if record.error().code() != KafkaError._PARTITION_EOF:
            raise KafkaException(record.error())
        return
    said = decode(record.value())
    if isinstance(said, UnitPosition):
        progress[said.unit.split("/")[0]].note(said, record.timestamp()[1])


def require_states(site: Site, topic: str, expected: Mapping[str, CandidateState]) -> None:
    """The last state of each person in a compacted topic must be that of the events."""
    last = {record.key(): record.value() for record in committed(site.connection, [topic])}
    found = {key.decode(): decode(value) for key, value in last.items()}
    wrong = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    if wrong:
        raise WrongResult(
            f"{topic}: of {len(expected)} people {len(found)} have a state, and {len(wrong)} have "
            f"none or a wrong one, such as {wrong[0]}"
        )
