"""How far the stages have come by their own words: marks of the pools, positions of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from streams.engine.stage import Position
from streams.history.audit.found import LOGS
from streams.history.audit.marks import Marks, read_marks
from streams.history.audit.numbering import read_positions
from streams.history.logs import LogReader, Logs, Place, places
from streams.history.refold import POOL_LOG

NOWHERE = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """As of one moment; everything that is told of is committed."""

    marks: Mapping[int, Marks]
    positions: Mapping[Place, Position]
    logs: frozenset[Place]
    """Every partition of a log that is folded."""

    def of(self, log: Place) -> Position:
        if log.topic == POOL_LOG:
            return self.marks[log.partition].end
        return self.positions.get(log, NOWHERE)


def standing(logs_of: Logs, since: Standing | None = None) -> Standing:
    """Now; of what was known by another moment only the marks that came after it are read."""
    with logs_of.open() as reader:
        known: Mapping[int, Marks] = {} if since is None else since.marks
        found = {one: read_marks(reader, one, known.get(one)) for one in _pools(reader)}
        logs = frozenset(place for topic in LOGS for place in places(reader, topic))
        return Standing(found, read_positions(reader), logs)


def _pools(reader: LogReader) -> range:
    return range(reader.partitions("evaluations"))
