"""What the pools must have said, decided again from the pool-log with the cuts they recorded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas import codec
from schemas.errors import ContractError
from schemas.events import LogPosition, PoolEvaluated
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.pool import DECISION_VERSION
from streams.pool.evaluation import Evaluation
from streams.pool.opening import Opening
from streams.pool.pool import Pool
from streams.pool.states import changed_state
from tests.pipeline.faults import Fault, Item, Kind, compare
from tests.pipeline.reading import Line, Place, Reading
from tests.pipeline.ways import Ways, differences, found_in

LOG = "pool-log"
PUBLIC = ("roster", "proposals")


def pool_faults(reading: Reading, skipped: Collection[str]) -> list[Fault]:
    """Marks without gap or overlap; all that pools say the same bytes in the same order."""
    said, faults, broken = Ways(), [], set()
    for place in (place for place in reading if place.topic == LOG):
        chain = _chain_faults(place, reading)
        if chain:
            faults += chain
            broken.add(str(place))
            continue
        replay = _Replay(place, skipped)
        replay.run(reading[place], reading[Place("evaluations", place.partition)])
        said.merge(replay.said)
        faults += replay.faults_of_marks(reading) + replay.faults_of_state(reading)
    found = found_in(reading, (*PUBLIC, "horizon"))
    elsewhere = {place.topic for place in reading} - {LOG}
    found.merge(found_in(reading, (LOG, "exercise-log"), left_out=("", *elsewhere)))
    faults += differences(said, found, but_not_from=broken)
    return faults if broken else faults + _last_faults(reading, said)


def _chain_faults(place: Place, reading: Reading) -> list[Fault]:
    """From the first record to the last, each mark goes on where the one before it ended."""
    log, home = reading[place], Place("evaluations", place.partition)
    faults, count, offset = [], 0, None
    for line in reading[home]:
        mark = _mark(line)
        if mark is None:
            faults.append(Fault("unknown", str(home), f"no mark at offset {line.offset}"))
            continue
        what = f"the mark from {mark.from_count} to {mark.to_count}, the one before ended at"
        if mark.from_count != count:
            kind: Kind = "gap" if mark.from_count > count else "overlap"
            faults.append(Fault(kind, str(home), f"{what} {count}"))
        elif offset is not None and mark.from_offset != offset:
            faults.append(Fault("altered", str(home), f"{what} offset {offset}"))
        count, offset = mark.to_count, mark.to_offset
        if not 0 < count <= len(log) or offset != log[count - 1].offset + 1:
            faults.append(Fault("altered", str(home), f"{what} else than the log says"))
    if count != len(log):
        faults.append(Fault("behind", str(home), f"the last ends at {count} of {len(log)}"))
    return faults


def _mark(line: Line) -> PoolEvaluated | None:
    try:
        mark = codec.decode(line.value or b"")
    except ContractError:
        return None
    return mark if isinstance(mark, PoolEvaluated) else None


@dataclass
class _Replay:
    """One partition's pool, from nothing, with nothing restored on the way."""

    place: Place
    skipped: Collection[str]
    said: Ways = field(default_factory=Ways)
    marks: list[Item] = field(default_factory=list)
    state: dict[bytes, bytes] = field(default_factory=dict)

    def run(self, log: Sequence[Line], marks: Sequence[Line]) -> None:
        pool = Pool(Opening())
        for line in marks:
            mark: PoolEvaluated = codec.decode(line.value or b"")
            records = log[mark.from_count : mark.to_count]
            for record in records:
                if f"{self.place}/{record.offset}" not in self.skipped:
                    pool.take(record.value or b"")
            position = LogPosition(log=LOG, partition=mark.partition, count=mark.to_count)
            evaluation = pool.evaluate(position)
            self._public(evaluation, f"{self.place}/{records[-1].offset}")
            self._own(pool, evaluation, mark)

    def _public(self, evaluation: Evaluation, origin: str) -> None:
        for one in evaluation.roster:
            key = f"{one.candidate_id}|{one.job_group}|{one.grade}".encode()
            self.said.add(_home("roster", key), Item(origin, key, codec.encode(one)))
        said: tuple[Any, ...] = (*evaluation.refusals, *evaluation.proposals)
        for proposal in said:
            key = proposal.vacancy_id.encode()
            self.said.add(_home("proposals", key), Item(origin, key, codec.encode(proposal)))
        for listing in evaluation.listings:
            item = Item(origin, listing.vacancy_id.encode(), codec.encode(listing))
            for partition in range(TOPICS[LOG].partitions):
                self.said.add(Place(LOG, partition), item)

        for judged in evaluation.judged:
            item = Item(origin, judged.cycle_id.encode(), codec.encode(judged))
            self.said.add(Place("exercise-log", 0), item)
        for forecast in evaluation.forecasts:
            key = forecast.job_group.encode()
            self.said.add(_home("horizon", key), Item(origin, key, codec.encode(forecast)))
        for news in evaluation.anticipated:
            self.said.add(self.place, Item(origin, news.job_group.encode(), codec.encode(news)))

    def _own(self, pool: Pool, evaluation: Evaluation, mark: PoolEvaluated) -> None:
        for key, state in changed_state(pool.holdings, evaluation):
            self.state[key.encode()] = state
        again = PoolEvaluated(
            partition=self.place.partition,
            from_offset=mark.from_offset,
            to_offset=mark.to_offset,
            from_count=mark.from_count,
            to_count=mark.to_count,
            day=pool.holdings.reference.day,
            rule_set=pool.holdings.policy.used if pool.holdings.policy else None,
            decision_version=DECISION_VERSION,
            vacancies_evaluated=evaluation.vacancies_evaluated,
            proposals_emitted=len(evaluation.proposals),
            roster_changes=len(evaluation.roster),
        )
        self.marks.append(Item("", b"%d" % self.place.partition, codec.encode(again)))

    def faults_of_marks(self, reading: Reading) -> list[Fault]:
        home = Place("evaluations", self.place.partition)
        found = [Item("", line.key, line.value) for line in reading[home]]
        return compare(str(home), self.marks, found)

    def faults_of_state(self, reading: Reading) -> list[Fault]:
        home = Place("pool-state", self.place.partition)
        last = {line.key: line.value for line in reading[home]}
        found = [Item("", key, value) for key, value in sorted(last.items(), key=repr)]
        expected = [Item("", key, value) for key, value in sorted(self.state.items(), key=repr)]
        return compare(str(home), expected, found)


def _home(topic: str, key: bytes) -> Place:
    return Place(topic, partition_of(key, TOPICS[topic].partitions))


def _last_faults(reading: Reading, said: Ways) -> list[Fault]:
    """A reader of the last record of each key, as the read model is, ends with what was said."""
    last = said.last_by_key()
    faults = []
    for place in (place for place in reading if place.topic in PUBLIC):
        for key, value in {line.key: line.value for line in reading[place]}.items():
            by_source = last.get((place.topic, key), {})
            if list(by_source.values()) != [value]:
                writers = ", ".join(by_source) or "nobody"
                what = f"the last record of {key!r} is not what {writers} said last"
                faults.append(Fault("altered", str(place), what))
    return faults
