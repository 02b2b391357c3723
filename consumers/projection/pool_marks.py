"""The pools' own marks, held back until all that they cover has been read.

A pool writes results and mark in one transaction, yet a reader may see the mark first: Kafka ends
a transaction partition by partition. Once a mark can be seen, everything of its transaction lies
before the ends of the other topics, transactions still open included.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kafka import TopicPartition
from kafka.errors import KafkaError

from consumers.delivery import KafkaRecord
from consumers.errors import UndecodableRecord
from consumers.projection.generations import Place
from consumers.projection.rows import Row
from schemas.codec import decode
from schemas.errors import ContractError
from schemas.events import PoolEvaluated

Ends = Mapping[TopicPartition, int]


@dataclass(frozen=True, slots=True)
class Released:
    """Rows of marks, and the positions that go with them."""

    rows: list[Row] = field(default_factory=list)
    positions: dict[Place, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Held:
    last: KafkaRecord
    ends: Ends | None = None


class HeldMarks:
    """In the order in which they came; only the last one of each batch matters."""

    def __init__(self, ends_now: Callable[[], Ends]) -> None:
        """`ends_now`: of the topics with the pools' results, open transactions included."""
        self._ends_now = ends_now
        self._held: list[_Held] = []

    def __bool__(self) -> bool:
        return bool(self._held)

    def hold(self, records: Sequence[KafkaRecord]) -> None:
        """Marks of one partition."""
        self._held.append(_Held(records[-1]))

    def release(self, reached: Callable[[Ends], bool]) -> Released:
        """Those whose results have been read. Raises UndecodableRecord."""
        self._ask()
        released = Released()
        while self._held and (ends := self._held[0].ends) is not None and reached(ends):
            record = self._held.pop(0).last
            released.rows.append(pool_row(record))
            released.positions[record.topic, record.partition] = record.offset + 1
        return released

    def _ask(self) -> None:
        """One question for all that came together; a Kafka that is away is asked again later."""
        new = [held for held in self._held if held.ends is None]
        if not new:
            return
        try:
            ends = self._ends_now()
        except KafkaError:
            return
        for held in new:
            held.ends = ends


def pool_row(record: KafkaRecord) -> Row:
    """Raises UndecodableRecord, which names the record's place."""
    place = record.topic, record.partition, record.offset
    try:
        mark = decode(record.value or b"")
    except ContractError as error:
        raise UndecodableRecord(*place, str(error)) from error
    if not isinstance(mark, PoolEvaluated):
        raise UndecodableRecord(*place, f"{type(mark).__name__} is no mark of a pool")
    used = mark.rule_set
    return {
        "log_partition": mark.partition,
        "next_offset": mark.to_offset,
        "log_count": mark.to_count,
        "day": mark.day,
        "rule_set_id": used.rule_set_id if used else None,
        "rule_set_version": used.version if used else None,
        "decision_version": mark.decision_version,
    }
