"""One partition's pool as the engine runs it: framed records in, framed records out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas import headers
from schemas.codec import decode, encode
from schemas.event_table import EVENT_TABLE
from schemas.events import DecisionRefused, LogPosition, ProposalEvent, ProposalListing
from schemas.incremental import IncrementalEncoder
from schemas.partitioning import partition_of
from schemas.topics import DEFAULT_PREFIX, TOPICS
from streams.engine.stage import Output, Position, Record, UnitId
from streams.pool import states
from streams.pool.errors import UnexpectedRecord
from streams.pool.evaluation import Evaluation
from streams.pool.identity import membership_key
from streams.pool.opening import Opening
from streams.pool.pool import Pool
from streams.pool.remembered import VACANCIES_MAX

POOL_LOG = "pool-log"


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a kind of output goes."""

    topic: str
    partitions: int

    def output(self, key: str, value: bytes, extra: headers.Headers) -> Output:
        partition = partition_of(key.encode(), self.partitions)
        return Output(self.topic, partition, key.encode(), value, extra)


def _target(name: str, prefix: str) -> _Target:
    return _Target(TOPICS[name].full_name(prefix), TOPICS[name].partitions)


class PoolFold:
    """One partition's pool between the engine and the decisions."""

    def __init__(self, unit: UnitId, prefix: str = DEFAULT_PREFIX) -> None:
        self.pool = Pool(Opening())
        self._encoder = lru_cache(VACANCIES_MAX)(_encoder)
        self.last: Evaluation = Evaluation()
        """What the last transaction said."""
        self._partition = unit.partition
        self._roster, self._proposals = _target("roster", prefix), _target("proposals", prefix)
        self._horizon = _target("horizon", prefix)
        self._log, self._exercise = _target(POOL_LOG, prefix), _target("exercise-log", prefix)
        self._state_topic = TOPICS["pool-state"].full_name(prefix)

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over a chunk of the state; raises NewerState for one of a newer program."""
        states.restore(
            self.pool.holdings, ((key.decode(), decode(value)) for key, value in records), decode
        )

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """Everything the records bring about; their end is where the vacancies are evaluated."""
        for record in records:
            if record.value is None:
                raise UnexpectedRecord("a record without a value", POOL_LOG)
            self.pool.take(record.value)
        count = start.count + len(records)
        position = LogPosition(log=POOL_LOG, partition=self._partition, count=count)
        self.last = self.pool.evaluate(position)
        origin = headers.origin(POOL_LOG, self._partition, records[-1].offset)
        return [
            *self._public(self.last, origin),
            *self._told(self.last, origin),
            *self._answered(self.last, origin),
            *self._foreseen(self.last, origin),
            *self._state(self.last),
        ]

    def _public(self, said: Evaluation, origin: tuple[str, bytes]) -> Iterable[Output]:
        for event in said.roster:
            key = membership_key(event.candidate_id, event.job_group, event.grade)
            yield self._roster.output(key, encode(event), [origin, *headers.cloud_event(event)])
        about: tuple[DecisionRefused | ProposalEvent, ...] = (*said.refusals, *said.proposals)
        for proposal in about:
            extra = [origin, *headers.cloud_event(proposal)]
            yield self._proposals.output(proposal.vacancy_id, self._encoded(proposal), extra)

    def _encoded(self, about: DecisionRefused | ProposalEvent) -> bytes:
        """Of what a list says of people, most stood in the revision before."""
        if isinstance(about, ProposalListing):
            return self._encoder(about.vacancy_id, type(about).__name__).encode(about)
        return encode(about)

    def _told(self, said: Evaluation, origin: tuple[str, bytes]) -> Iterable[Output]:
        """Each list to every pool, this one included: it learns of it as all others do."""
        for listing in said.listings:
            key, value = listing.vacancy_id.encode(), encode(listing)
            for partition in range(self._log.partitions):
                yield Output(self._log.topic, partition, key, value, [origin])

    def _answered(self, said: Evaluation, origin: tuple[str, bytes]) -> Iterable[Output]:
        for judged in said.judged:
            yield self._exercise.output(judged.cycle_id, encode(judged), [origin])

    def _foreseen(self, said: Evaluation, origin: tuple[str, bytes]) -> Iterable[Output]:
        """What is anticipated comes back to this pool alone: it holds the job group."""
        for forecast in said.forecasts:
            extra = [origin, *headers.cloud_event(forecast)]
            yield self._horizon.output(forecast.job_group, encode(forecast), extra)
        for event in said.anticipated:
            key = event.job_group.encode()
            yield Output(self._log.topic, self._partition, key, encode(event), [origin])

    def _state(self, changed: Evaluation) -> Iterable[Output]:
        for key, state in states.changed_state(self.pool.holdings, changed):
            yield Output(self._state_topic, self._partition, key.encode(), state)


def _encoder(_: str, kind: str) -> IncrementalEncoder:
    return IncrementalEncoder(EVENT_TABLE[kind].event)
