"""How Pathways is, as Kafka tells it: topics, units and their lag, the last proposals."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from kafka import TopicPartition

from deploy.log_tail import EXACT_MAX, LogTail, Range, Record
from deploy.unit_words import Input, Unit, Word, last_words
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import DecisionRefused, ProposalEvent
from schemas.topics import TOPICS, UPSTREAM

TIMEOUT_S = 10.0
_STAGE = dict.fromkeys(UPSTREAM, "intake") | {
    "candidate-log": "candidates",
    "pool-log": "pool",
    "exercise-log": "exercise",
    "leadership-log": "leadership",
}

State = Literal["working", "quarantined", "never ran", "no input"]
"""Working: not quarantined. Whether a process is alive right now, only its lag over time tells."""


@dataclass(frozen=True, slots=True)
class TopicStatus:
    topic: str
    """Without the prefix."""
    partitions: int
    """0: it does not exist."""
    records: int
    """Offsets between the first and the committed end; aborted records and markers count too."""


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One stage over one partition: `offset` is the next to read, `lag` the records waiting."""

    stage: str
    topic: str
    partition: int
    state: State
    offset: int | None
    lag: int
    lag_is_exact: bool
    reason: str = ""

    @property
    def unit(self) -> str:
        return f"{self.stage}/{self.topic}/{self.partition}"


@dataclass(frozen=True, slots=True)
class ProposalStatus:
    vacancy_id: str
    kind: str
    revision: int
    written_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    address: str
    prefix: str
    topics: tuple[TopicStatus, ...]
    units: tuple[UnitStatus, ...]
    proposals: tuple[ProposalStatus, ...]
    """The last ones written, the latest first."""

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(one.topic for one in self.topics if not one.partitions)

    @property
    def quarantined(self) -> tuple[UnitStatus, ...]:
        return tuple(unit for unit in self.units if unit.state == "quarantined")

    @property
    def worker_has_run(self) -> bool:
        return any(unit.offset is not None for unit in self.units)


def status_document(status: Status) -> dict[str, object]:
    """All of it by name, with what follows from it; moments and tuples as they are."""
    return {
        **asdict(status),
        "missing": status.missing,
        "quarantined": [unit.unit for unit in status.quarantined],
        "worker_has_run": status.worker_has_run,
    }


def read_status(connection: Connection, prefix: str, proposals_max: int = 10) -> Status:
    """Raises Unreachable, TailTimeout, or ContractError for a record of ours that is none."""
    names = {topic.full_name(prefix): topic.name for topic in TOPICS.values()}
    with closing(LogTail(connection, TIMEOUT_S)) as tail:
        places = tail.partitions(names)
        bounds = tail.bounds([place for found in places.values() for place in found])
        by_name = {
            name: {place: bounds[place] for place in places.get(full, [])}
            for full, name in names.items()
        }
        return Status(
            address=connection.bootstrap_servers,
            prefix=prefix,
            topics=tuple(_topic(name, found) for name, found in by_name.items()),
            units=tuple(_units(tail, by_name)),
            proposals=tuple(_proposals(tail, by_name["proposals"], proposals_max)),
        )


def _topic(name: str, bounds: Mapping[TopicPartition, Range]) -> TopicStatus:
    return TopicStatus(name, len(bounds), sum(high - low for low, high in bounds.values()))


def _units(
    tail: LogTail, by_name: Mapping[str, Mapping[TopicPartition, Range]]
) -> Iterable[UnitStatus]:
    inputs = {
        Unit(_STAGE[name], name, place.partition): Input(place, low, high)
        for name in _STAGE
        for place, (low, high) in by_name[name].items()
    }
    words = last_words(tail, by_name["positions"], by_name["evaluations"], inputs)
    behind = {
        reads.place: (words[unit].offset if unit in words else reads.low, reads.high)
        for unit, reads in inputs.items()
    }
    waiting = tail.count(behind)
    for unit, reads in inputs.items():
        low, high = behind[reads.place]
        exact = high - low <= EXACT_MAX
        yield _unit(unit, words.get(unit), waiting[reads.place], exact, reads)


def _unit(unit: Unit, word: Word | None, lag: int, exact: bool, reads: Input) -> UnitStatus:
    state: State = "never ran" if reads.low < reads.high else "no input"
    if word is not None:
        state = "quarantined" if word.quarantined else "working"
    return UnitStatus(
        *unit,
        state=state,
        offset=word.offset if word else None,
        lag=lag,
        lag_is_exact=exact,
        reason=word.reason if word else "",
    )


def _proposals(
    tail: LogTail, bounds: Mapping[TopicPartition, Range], most: int
) -> list[ProposalStatus]:
    records = tail.read_back(bounds, lambda found: len(found) >= most)
    latest = sorted(records, key=lambda record: record.timestamp, reverse=True)[:most]
    return [_proposal(record) for record in latest]


def _proposal(record: Record) -> ProposalStatus:
    event: ProposalEvent | DecisionRefused = decode(record.value)
    return ProposalStatus(
        vacancy_id=event.vacancy_id,
        kind=type(event).__name__,
        revision=_revision(event),
        written_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        reason=event.reason,
    )


def _revision(event: ProposalEvent | DecisionRefused) -> int:
    return event.revision_current if isinstance(event, DecisionRefused) else event.revision
