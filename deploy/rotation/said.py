"""What the exercise said of one cycle, from the first record of `slates` on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.codec import decode
from schemas.events import Event, ExerciseRemarked, SlateProposed, SlateSettled
from streams.history.exercise.slates import SLATES, Slate, whole_slates
from streams.history.logs import LogReader, places


@dataclass(frozen=True)
class Said:
    """In the order in which it was said."""

    slates: Sequence[Slate]
    """Whole ones, by run and revision."""
    remarks: Sequence[ExerciseRemarked]
    settled: SlateSettled | None

    @property
    def last(self) -> Slate | None:
        return self.slates[-1] if self.slates else None


def said_of(reader: LogReader, cycle_id: str) -> Said:
    return said_by(it for it in _told(reader) if it.cycle_id == cycle_id)


def said_by(told: Iterable[Event]) -> Said:
    """All of it of one cycle."""
    events = list(told)
    settled = [it for it in events if isinstance(it, SlateSettled)]
    return Said(
        whole_slates(it for it in events if isinstance(it, SlateProposed)),
        tuple(it for it in events if isinstance(it, ExerciseRemarked)),
        settled[-1] if settled else None,
    )


def _told(reader: LogReader) -> Iterable[Any]:
    for place in places(reader, SLATES):
        for chunk in reader.read(place):
            for record in chunk:
                yield decode(record.value or b"")
