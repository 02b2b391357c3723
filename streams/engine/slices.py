"""How a batch is cut into transactions: capped in records, bytes and time."""

from collections.abc import Sequence

from streams.engine.settings import EngineSettings
from streams.engine.stage import Record


def end_of_slice(records: Sequence[Record], start: int, records_max: int, bytes_max: int) -> int:
    """The index after the last record of the slice that begins at `start`; at least one record."""
    size = 0
    stop = min(len(records), start + records_max)
    for index in range(start, stop):
        record = records[index]
        size += len(record.key or b"") + len(record.value or b"")
        if size > bytes_max and index > start:
            return index
    return stop


class Pace:
    """How many records go into the next transaction, from how long the last one took to fold."""

    def __init__(self, settings: EngineSettings) -> None:
        self._records_max = settings.transaction_records_max
        self._records_min = min(settings.transaction_records_min, self._records_max)
        self._target_s = settings.transaction_target_s
        self.records = settings.transaction_records_max

    def note(self, records: int, seconds: float) -> None:
        """A slow fold halves the next transaction; a quick full one doubles it."""
        if seconds > self._target_s:
            self.records = max(self._records_min, min(self.records, records) // 2)
        elif records >= self.records and seconds < self._target_s / 2:
            self.records = min(self._records_max, self.records * 2)
