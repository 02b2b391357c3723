"""Which offset a record has in a copy without holes: its count, less one."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Renumbering:
    """The runs of adjacent offsets of one log: sixteen bytes for each hole, whatever its length."""

    starts: "array[int]" = field(default_factory=lambda: array("q"))
    """The first offset of each run."""
    counts: "array[int]" = field(default_factory=lambda: array("q"))
    """Records before each run, and at the end all of them."""

    @classmethod
    def of(cls, offsets: Iterable[int]) -> "Renumbering":
        starts, counts = array("q"), array("q")
        count, expected = 0, -1
        for offset in offsets:
            if offset != expected:
                starts.append(offset)
                counts.append(count)
            expected, count = offset + 1, count + 1
        counts.append(count)
        return cls(starts, counts)

    @property
    def records(self) -> int:
        return self.counts[-1] if self.counts else 0

    @property
    def extent(self) -> tuple[int | None, int | None]:
        """The first offset and the last."""
        if not self.records:
            return None, None
        in_last_run = self.counts[-1] - self.counts[-2]
        return self.starts[0], self.starts[-1] + in_last_run - 1

    def before(self, offset: int) -> int:
        """How many records have a lower offset: the new offset of the first that has not."""
        run = bisect_right(self.starts, offset) - 1
        if run < 0:
            return 0
        return min(self.counts[run] + offset - self.starts[run], self.counts[run + 1])

    def of_record(self, offset: int) -> int | None:
        """The new offset of the record that had this one; None if no record had."""
        run = bisect_right(self.starts, offset) - 1
        if run < 0:
            return None
        moved = self.counts[run] + offset - self.starts[run]
        return moved if moved < self.counts[run + 1] else None


Renumberings = dict[tuple[str, int], Renumbering]
"""By topic without prefix, and partition."""
