"""A stage that counts, deliberately not idempotent: what is folded twice or never stays wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from streams.engine.positions import SharedPositions
from streams.engine.stage import Fold, Output, Partition, Position, Record, Stage, UnitId

PARTITIONS = 4


@dataclass(frozen=True)
class CountTopics:
    """The topics of one run, by a prefix that no other run uses."""

    prefix: str

    @property
    def input(self) -> str:
        return f"{self.prefix}in"

    @property
    def output(self) -> str:
        return f"{self.prefix}out"

    @property
    def state(self) -> str:
        return f"{self.prefix}state"

    @property
    def positions(self) -> str:
        return f"{self.prefix}positions"

    def configs(self) -> dict[str, dict[str, str]]:
        compacted = {"cleanup.policy": "compact"}
        limited = {"max.message.bytes": str(1 << 20)}
        return {
            self.input: {},
            self.output: limited,
            self.state: compacted,
            self.positions: compacted,
        }


def origin(record: Record) -> bytes:
    return f"{record.topic}/{record.partition}/{record.offset}".encode()


class CountFold:
    """How often each key has come; each input gives one output with the count so far."""

    def __init__(self, unit: UnitId, topics: CountTopics) -> None:
        self._partition, self._topics = unit.partition, topics
        self._counts: dict[bytes, int] = {}

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        self._counts.update((key, int(value)) for key, value in records)

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        outputs = [self._count(record) for record in records]
        changed = dict.fromkeys(record.key or b"" for record in records)
        state = (
            Output(self._topics.state, self._partition, key, b"%d" % self._counts[key])
            for key in changed
        )
        return [*outputs, *state]

    def _count(self, record: Record) -> Output:
        key, value = record.key or b"", record.value or b""
        self._counts[key] = count = self._counts.get(key, 0) + 1
        return Output(
            self._topics.output,
            self._partition,
            key,
            b"%d:%s" % (count, value),
            (("origin", origin(record)),),
        )


def positions(topics: CountTopics) -> SharedPositions:
    return SharedPositions(topics.positions, PARTITIONS)


def count_stage(topics: CountTopics, fold: type[CountFold] = CountFold) -> Stage:
    def new_fold(unit: UnitId) -> Fold:
        return fold(unit, topics)

    return Stage(
        name="count",
        inputs=(topics.input,),
        fold=new_fold,
        state=lambda unit: Partition(topics.state, unit.partition),
        positions=positions(topics),
    )
