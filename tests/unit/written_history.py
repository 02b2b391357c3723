"""A small history decided in memory by the pure stages, and kept as a snapshot folder."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle
from pathlib import Path

from producers.prepared import Prepared, record_of
from producers.scenario import scenario
from schemas.events import AssessmentCompleted, CandidateErased, CandidateMerged, Event
from schemas.framing import NoIds
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams import candidates, pool
from streams.engine.stage import Fold, Output, Position, Stage, UnitId
from streams.history.logs import Place
from streams.history.snapshot.files import write_file
from streams.history.snapshot.folder import new_folder, seal
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.manifest import Manifest
from streams.history.snapshot.reading import SnapshotLogs
from streams.topology import stages
from tests.unit.written_oddities import Raw, oldest_versions, to_be_rejected

PREFIX = "written."
AS_OF = date(2025, 6, 1)
SIZES = (1, 40, 7, 250, 3, 120)
"""Of the transactions, by turns."""
ROUND = 150
"""Facts published before the stages go on: lists are revised in between."""
ODD_ROUND = 9
"""In which records of the oldest versions are told, and some that cannot be read."""

Reading = dict[Place, list[SavedRecord]]
"""All records of a system; a doctored history is an altered one, written again."""


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """Only read, never altered: tests share it."""

    folder: Path

    @property
    def logs(self) -> SnapshotLogs:
        return SnapshotLogs(self.folder)

    @property
    def prefix(self) -> str:
        return PREFIX

    @property
    def options(self) -> list[str]:
        """What leads a command to it."""
        return ["--snapshot", str(self.folder)]

    def reading(self) -> Reading:
        """A fresh copy, to alter."""
        with self.logs.open() as reader:
            return {
                place: [one for chunk in reader.read(place) for one in chunk] for place in _places()
            }


def facts() -> tuple[Event, ...]:
    """A year of 120 people and 10 vacancies, day by day, with doubles, a merge and an erasure."""
    told = list(
        scenario(
            candidates=120,
            vacancies=10,
            seed=11,
            as_of=AS_OF,
            years=1,
            days=True,
            duplicates=True,
        )
    )
    for share, leave in ((70, _merged), (80, _erased)):
        index = len(told) * share // 100
        first, second = _members(told[:index])
        told.insert(index, leave(told[index - 1].recorded_at, first, second))
    return tuple(told)


def _members(told: Iterable[Event]) -> tuple[str, str]:
    """The last two people who were assessed by then and are still known by that id."""
    gone = {one.merged_candidate_id for one in told if isinstance(one, CandidateMerged)}
    found = [one.candidate_id for one in told if isinstance(one, AssessmentCompleted)]
    second, first = [one for one in dict.fromkeys(reversed(found)) if one not in gone][:2]
    return first, second


def _merged(at: datetime, first: str, second: str) -> Event:
    return CandidateMerged(
        event_id=f"merged-{second}",
        occurred_at=at,
        recorded_at=at,
        source="ats.applications",
        candidate_id=first,
        merged_candidate_id=second,
        actor_role="hr-records",
        reason="registered twice",
    )


def _erased(at: datetime, first: str, second: str) -> Event:
    return CandidateErased(
        event_id=f"erased-{second}",
        occurred_at=at,
        recorded_at=at,
        source="ats.applications",
        candidate_id=second,
        erasure_reason="PERSON_ASKED",
        actor_role="data-protection",
    )


def written_history(folder: Path, published: Iterable[Event] | None = None) -> WrittenHistory:
    """Decides facts, by default those of `facts`, and some odd records; writes a new folder."""
    write(folder, decide(facts() if published is None else published).logs)
    return WrittenHistory(folder)


def decide(published: Iterable[Event]) -> "Decided":
    """Round by round, to where nothing is left to fold."""
    decided = Decided()
    waiting = list(published)
    for first in range(0, len(waiting), ROUND):
        decided.publish(waiting[first : first + ROUND])
        if first == ROUND * ODD_ROUND:
            at = waiting[first].recorded_at
            decided.publish_raw([*oldest_versions(at), *to_be_rejected()])
        decided.settle()
    return decided


def write(folder: Path, reading: Mapping[Place, Sequence[SavedRecord]]) -> SnapshotLogs:
    """A reading as a snapshot folder of its own, its offsets ascending whatever was altered."""
    with new_folder(folder) as making:
        files = [
            write_file(making, place, PREFIX, _chunks(reading.get(place, ())), lambda *_: None)
            for place in _places()
        ]
        seal(
            making,
            Manifest(
                pathways_version="0.0.0",
                taken_at="2025-06-01T00:00:00+00:00",
                prefix=PREFIX,
                decision_versions={
                    "candidates": candidates.DECISION_VERSION,
                    "pool": pool.DECISION_VERSION,
                },
                files=files,
            ),
        )
    return SnapshotLogs(folder)


def _places() -> Iterator[Place]:
    for topic in TOPICS.values():
        for number in range(topic.partitions):
            yield Place(topic.name, number)


def _chunks(records: Sequence[SavedRecord]) -> Iterator[list[SavedRecord]]:
    """What was moved takes over the offset of its new place, what was added gets the next one."""
    ordered, last = [], -1
    for record, offset in zip(records, sorted(one.offset for one in records), strict=True):
        last = max(last + 1, offset)
        ordered.append(record._replace(offset=last))
    for first in range(0, len(ordered), 500):
        yield ordered[first : first + 500]


class _Unit:
    """One stage over one partition, and how far it has read."""

    def __init__(self, stage: Stage, name: UnitId) -> None:
        self.stage, self.name = stage, name
        self.fold: Fold = stage.fold(name)
        self.position = Position(0, 0)
        self.place = Place(name.topic.removeprefix(PREFIX), name.partition)


class Decided:
    """All topics and units, with positions, marks and the offsets that transactions leave."""

    def __init__(self) -> None:
        self.logs: Reading = defaultdict(list)
        self._ends: dict[Place, int] = defaultdict(int)
        self._units = [
            _Unit(stage, UnitId(stage.name, topic, number))
            for stage in stages(PREFIX, NoIds())
            for topic in stage.inputs
            for number in range(TOPICS[topic.removeprefix(PREFIX)].partitions)
        ]
        self._sizes = cycle(SIZES)
        self._now = 0
        """Milliseconds since the epoch: when the last fact was recorded."""

    def publish(self, events: Iterable[Event]) -> None:
        for event in events:
            self._now = max(self._now, int(event.recorded_at.timestamp() * 1000))
            self.publish_raw([record_of(event)])

    def publish_raw(self, records: Iterable[Raw | Prepared]) -> None:
        for it in records:
            topic = TOPICS[it.topic]
            number = partition_of(it.key, topic.partitions)
            headers = it.headers if isinstance(it, Prepared) else ()
            self._append(Output(topic.full_name(PREFIX), number, it.key, it.value, headers))

    def settle(self) -> None:
        """Until nothing is left to fold."""
        while sum(self._step(unit) for unit in self._units):
            pass

    def _step(self, unit: _Unit) -> bool:
        before = unit.position
        records = self.logs[unit.place][before.count : before.count + next(self._sizes)]
        if not records:
            return False
        after = Position(records[-1].offset + 1, before.count + len(records))
        outputs = [*unit.fold.fold(records, before)]
        outputs.append(unit.stage.positions.encode(unit.name, before, after, unit.fold))
        unit.position = after
        # A transaction's marker takes an offset in every partition that it wrote to.
        for touched in {self._append(output) for output in outputs}:
            self._ends[touched] += 1
        return True

    def _append(self, output: Output) -> Place:
        place = Place(output.topic.removeprefix(PREFIX), output.partition)
        offset = self._ends[place]
        self._ends[place] += 1
        self.logs[place].append(
            SavedRecord(
                output.topic, place.partition, offset, self._now, output.key, output.value,
                list(output.headers),
            )
        )  # fmt: skip
        return place
