"""When a failing unit is put aside: the same failure at the same record, several times."""

from streams.engine.errors import Poison
from streams.engine.stage import Position


class Quarantine:
    """Counts one unit's poisons, across its openings, and says how carefully to go on."""

    def __init__(self, failures_max: int) -> None:
        self._failures_max = failures_max
        self._at: Position | None = None
        self._failures = 0
        self.careful_until = 0
        """Up to this count, records are folded one to a transaction, so that those before the
        poison are committed and the poison is named."""

    def note(self, poison: Poison) -> bool:
        """True if the unit is to be quarantined."""
        if not poison.is_one_record:
            self.careful_until = poison.end.count
            return False
        self._failures = self._failures + 1 if poison.start == self._at else 1
        self._at = poison.start
        self.careful_until = max(self.careful_until, poison.end.count)
        return self._failures >= self._failures_max
