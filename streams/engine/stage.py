"""What a stage gives the engine: its inputs, its fold, and where state and positions are kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Partition(NamedTuple):
    """One partition of a topic, by the topic's full name (with the prefix)."""

    topic: str
    partition: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}"


class UnitId(NamedTuple):
    """The name of a unit of work: one stage over one partition of one input topic."""

    stage: str
    topic: str
    """The input topic's full name."""
    partition: int

    def __str__(self) -> str:
        return f"{self.stage}/{self.topic}/{self.partition}"

    @property
    def input(self) -> Partition:
        return Partition(self.topic, self.partition)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a unit has read its input log."""

    offset: int
    """The next Kafka offset to read. Offsets have holes, left by transaction markers."""
    count: int
    """Records folded so far: dense, and the same in every copy of the log."""


Headers = Sequence[tuple[str, bytes]]


class Record(Protocol):
    """What a fold may know of an input record: the part of aiokafka's record that we rely on."""

    @property
    def topic(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Headers: ...
    @property
    def timestamp(self) -> int:
        """Milliseconds since the epoch, as the log recorded it: for audit only."""


class Output(NamedTuple):
    """A record to write, with its place already decided."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class Fold(Protocol):
    """One unit's work in memory; thrown away after any failure and rebuilt from its state."""

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over a chunk of the state: the last value of each key, never a tombstone.

        Called zero or more times before the first `fold`; no key comes twice. Raising refuses
        the state (written by a newer version, for example) and keeps the unit from starting.
        """

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        """Fold one transaction's records, of which the first is number `start.count`.

        Answers every output in order, changed state records included, coalesced by key.
        Must not await, block or read a clock. Raising names a poison: see `Quarantine`.
        """


class PositionLog(Protocol):
    """Where a unit's position is kept: its last record is the position."""

    @property
    def topic(self) -> str: ...

    def partition(self, unit: UnitId) -> int: ...

    def encode(self, unit: UnitId, before: Position, after: Position, fold: Fold) -> Output:
        """The record that goes into the transaction which moved `unit` from before to after."""

    def decode(self, unit: UnitId, record: Record) -> Position | None:
        """The position in `record`, or None if it is not a position of `unit`."""


@dataclass(frozen=True)
class Stage:
    """A fold over each partition of some topics: all that the engine knows of a stage."""

    name: str
    inputs: tuple[str, ...]
    """Full names of the input topics. Two stages of one app may not read the same topic."""
    fold: Callable[[UnitId], Fold]
    """A new, empty fold for a unit."""
    state: Callable[[UnitId], Partition | None]
    """The compacted partition with the unit's state, which no other unit may write; or None."""
    positions: PositionLog
    slow_fold: bool = False
    """Whether a fold may take seconds, and about as long for few records as for many. It is then
    done in a thread beside the event loop, and its transactions are not cut for the sake of others.
    """
