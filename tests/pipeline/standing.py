"""Whether every unit says that it has read its whole log and works."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schemas import codec
from schemas.errors import ContractError
from schemas.events import PoolEvaluated, UnitHealth, UnitPosition
from schemas.topics import UPSTREAM
from tests.pipeline.faults import Fault
from tests.pipeline.reading import Line, Place, Reading

STAGES: Mapping[str, str] = {
    **dict.fromkeys(UPSTREAM, "intake"),
    "candidate-log": "candidates",
    "pool-log": "pool",
    "exercise-log": "exercise",
    "leadership-log": "leadership",
}


@dataclass
class Standing:
    """How far the units are, by the partition that each reads; looks at new records only."""

    prefix: str
    counts: dict[Place, int] = field(default_factory=dict)
    offsets: dict[Place, int] = field(default_factory=dict)
    quarantined: dict[Place, str] = field(default_factory=dict)
    _looked_at: dict[Place, int] = field(default_factory=dict)

    def look(self, reading: Reading) -> None:
        for place, lines in reading.items():
            if place.topic in ("positions", "evaluations"):
                seen = self._looked_at.get(place, 0)
                self._note(lines[seen:])
                self._looked_at[place] = len(lines)

    def _note(self, lines: Iterable[Line]) -> None:
        for line in lines:
            match _said(line):
                case UnitPosition() as said:
                    self._moved(self._place(said.unit), said.count, said.offset)
                case PoolEvaluated() as mark:
                    self._moved(Place("pool-log", mark.partition), mark.to_count, mark.to_offset)
                case UnitHealth() as health if health.state == "QUARANTINED":
                    self.quarantined[self._place(health.unit)] = health.reason
                case UnitHealth() as health:
                    self.quarantined.pop(self._place(health.unit), None)

    def _moved(self, place: Place, count: int, offset: int) -> None:
        self.counts[place], self.offsets[place] = count, offset

    def _place(self, unit: str) -> Place:
        _, topic, partition = unit.split("/")
        return Place(topic.removeprefix(self.prefix), int(partition))

    def waiting(self, reading: Reading) -> Mapping[Place, int]:
        """Records that are there and not folded, by input; none for those that have read all."""
        behind = {
            place: len(lines) - self.counts.get(place, 0)
            for place, lines in reading.items()
            if place.topic in STAGES
        }
        return {place: count for place, count in behind.items() if count}


def _said(line: Line) -> Any:
    """None for what a stranger wrote: a verdict names it elsewhere."""
    try:
        return codec.decode(line.value or b"")
    except ContractError:
        return None


def standing_faults(reading: Reading, prefix: str) -> list[Fault]:
    """Every unit at the end of its log, by count and by offset, and none in quarantine."""
    standing = Standing(prefix)
    standing.look(reading)
    faults = [
        Fault("behind", str(place), f"{STAGES[place.topic]} has {count} records left to fold")
        for place, count in standing.waiting(reading).items()
        if place.topic != "pool-log"
    ]
    for place, offset in standing.offsets.items():
        lines = reading[place]
        if not lines or lines[-1].offset + 1 != offset:
            faults.append(Fault("behind", str(place), f"the position is at offset {offset}"))
    for place, reason in standing.quarantined.items():
        faults.append(Fault("behind", str(place), f"in quarantine: {reason}"))
    return faults
