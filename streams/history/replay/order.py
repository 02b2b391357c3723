"""One replay as it was ordered: what of which logs, as it stands or decided again."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from streams.history.logs import LogReader
from streams.history.processes import Tell
from streams.history.replay.again import recomputed, sources
from streams.history.replay.bounds import Bound
from streams.history.replay.records import Done, Group, copies
from streams.history.replay.selection import Selection
from streams.history.replay.stretches import Stretch, stretches
from streams.history.replay.tally import Tally


@dataclass(frozen=True, slots=True)
class Replay:
    source: str
    """Whose logs: the prefix of their topics."""
    topics: tuple[str, ...]
    start: Bound
    until: Bound
    selection: Selection
    again: bool = False
    """Fold the logs behind the topics again, and take what that says."""

    originals: bool = False
    """Leave out what a replay wrote: to feed copies again would double them each time."""

    @property
    def digest(self) -> str:
        """The same for the same order: by it, what was interrupted is known again."""
        bounds = [sorted(it.items()) if isinstance(it, dict) else it for it in self._bounds]
        chosen = [
            sorted(self.selection.keys),
            sorted(self.selection.job_groups),
            sorted(self.selection.types),
        ]
        said = repr((self.source, self.topics, bounds, chosen, self.again))
        return sha256(said.encode()).hexdigest()[:16]

    @property
    def _bounds(self) -> tuple[Bound, Bound]:
        return self.start, self.until

    def stretches(self, reader: LogReader) -> list[Stretch]:
        """Settled once, before anything is written: a replay never reads what it writes."""
        logs = sources(self.topics) if self.again else self.topics
        return stretches(reader, logs, self.start, self.until)

    def groups(
        self, reader: LogReader, parts: list[Stretch], done: Done, tell: Tell, tally: Tally
    ) -> Iterator[Group]:
        """What is to be written, and counted as it goes by."""
        if self.again:
            topics = frozenset(self.topics)
            found = recomputed(reader, parts, topics, self.selection, done, tell)
        else:
            found = copies(
                reader, parts, self.selection, done, tell, tally.leave_out, originals=self.originals
            )
        for group in found:
            tally.add(group)
            yield group
