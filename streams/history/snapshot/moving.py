"""What changes in a record that moves to a log without holes, under another prefix perhaps.

| where a prefix or an offset stands       | what becomes of it                                    |
|------------------------------------------|-------------------------------------------------------|
| `evaluations`: from and to               | the counts beside them say where that is              |
| `positions`: unit, key, offset           | renamed; the records before the old offset, counted   |
| header `pathways-origin`                 | where the record it names stands now; else taken away |
| `rejected`: offset, and the id made of it| as intake would write the dead letter now             |
| upstream topics                          | nothing: their bytes are their writers'               |
| `UnitHealth.reason`                      | nothing: it is a text about what happened there       |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from schemas.codec import decode, encode
from schemas.events import EventRejected, PoolEvaluated, UnitHealth, UnitPosition
from schemas.headers import ORIGIN, cloud_event
from schemas.partitioning import partition_of
from schemas.topics import TOPICS, UPSTREAM
from streams.engine.stage import Headers
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.renumbering import Renumberings
from streams.intake.dead_letters import dead_letter_id

HEALTH = "health/"


class Moved(NamedTuple):
    """A record as the new log takes it."""

    partition: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers


@dataclass(frozen=True, slots=True)
class Move:
    """From the logs of a snapshot to those of another Kafka, or of another prefix."""

    from_prefix: str
    to_prefix: str
    renumberings: Renumberings

    def moved(self, topic: str, record: SavedRecord) -> Moved:
        """`topic` is without the prefix."""
        plain = Moved(record.partition, record.timestamp, record.key, record.value, record.headers)
        if topic in UPSTREAM or record.value is None:
            return plain
        change = _CHANGES.get(topic, Move._origin)
        return change(self, plain)

    def _origin(self, record: Moved) -> Moved:
        if not any(name == ORIGIN for name, _ in record.headers):
            return record
        headers = [it for header in record.headers for it in self._header(*header)]
        return record._replace(headers=headers)

    def _header(self, name: str, value: bytes) -> Headers:
        if name != ORIGIN:
            return ((name, value),)
        place, _, offset = value.decode().rpartition("/")
        topic, _, partition = place.rpartition("/")
        moved = self._record_at(topic, int(partition), int(offset))
        # A record that its own log has not kept can be named nowhere.
        return () if moved is None else ((name, f"{place}/{moved}".encode()),)

    def _mark(self, record: Moved) -> Moved:
        mark: PoolEvaluated = decode(record.value or b"")
        dense = replace(mark, from_offset=mark.from_count, to_offset=mark.to_count)
        return record._replace(value=encode(dense))

    def _unit(self, record: Moved) -> Moved:
        said: UnitPosition | UnitHealth = decode(record.value or b"")
        stage, full_name, number = said.unit.split("/")
        topic = full_name.removeprefix(self.from_prefix)
        unit = f"{stage}/{self.to_prefix}{topic}/{number}"
        offset = self.renumberings[topic, int(number)].before(said.offset)
        changed: dict[str, Any] = {"unit": unit, "offset": offset}
        key = unit
        if isinstance(said, UnitHealth):
            changed["topic"] = self.to_prefix + topic
            key = HEALTH + unit
        partition = partition_of(unit.encode(), TOPICS["positions"].partitions)
        value = encode(replace(said, **changed))
        return record._replace(partition=partition, key=key.encode(), value=value)

    def _dead_letter(self, record: Moved) -> Moved:
        letter: EventRejected = decode(record.value or b"")
        offset = self._record_at(letter.topic, letter.partition, letter.offset)
        if offset is None or offset == letter.offset:
            return self._origin(record)
        identity = dead_letter_id(letter.topic, letter.partition, offset)
        moved = replace(letter, event_id=identity, offset=offset)
        told = dict(cloud_event(moved))
        headers = [(name, told.get(name, value)) for name, value in record.headers]
        return self._origin(record._replace(value=encode(moved), headers=headers))

    def _record_at(self, topic: str, partition: int, offset: int) -> int | None:
        found = self.renumberings.get((topic, partition))
        return None if found is None else found.of_record(offset)


_CHANGES: Mapping[str, Callable[[Move, Moved], Moved]] = {
    "evaluations": Move._mark,
    "positions": Move._unit,
    "rejected": Move._dead_letter,
}
