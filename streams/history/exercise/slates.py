"""The slates of an exercise as the log has them, each put together from its parts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from schemas.codec import decode, name_of
from schemas.events import SlateProposed
from streams.history.exercise.errors import NoSlate, NoSuchSlate
from streams.history.logs import LogReader, Logs, places

SLATES = "slates"
Slate = SlateProposed
"""A whole one: part 1 of 1, whatever it came in."""


class SlateNumber(NamedTuple):
    """Which slate of an exercise."""

    run: int
    revision: int | None = None
    """None: the last."""

    def __str__(self) -> str:
        return f"run {self.run}" + (f" revision {self.revision}" if self.revision else "")


def slates_of(logs: Logs, cycle_id: str) -> tuple[Slate, ...]:
    """Every whole slate of an exercise, by run and revision; nothing where there is none."""
    with logs.open() as reader:
        return whole_slates(one for one in _parts(reader) if one.cycle_id == cycle_id)


def chosen(logs: Logs, cycle_id: str, numbers: Sequence[SlateNumber]) -> list[Slate]:
    """Raises NoSlate or NoSuchSlate."""
    found = slates_of(logs, cycle_id)
    if not found:
        with logs.open() as reader:
            raise NoSlate(cycle_id, sorted({one.cycle_id for one in _parts(reader)}))
    return [_chosen(cycle_id, found, number) for number in numbers]


def whole_slates(parts: Iterable[SlateProposed]) -> tuple[Slate, ...]:
    """In their order; what lacks a part is not there yet."""
    found: dict[tuple[int, int], dict[int, SlateProposed]] = defaultdict(dict)
    for one in parts:
        found[one.run, one.revision][one.part] = one
    together = ([by_part[number] for number in sorted(by_part)] for _, by_part in _sorted(found))
    return tuple(_joined(those) for those in together if len(those) == those[0].parts)


def _sorted(
    found: dict[tuple[int, int], dict[int, SlateProposed]],
) -> list[tuple[tuple[int, int], dict[int, SlateProposed]]]:
    return sorted(found.items(), key=lambda it: it[0])


def _joined(parts: Sequence[SlateProposed]) -> Slate:
    return replace(
        parts[0],
        part=1,
        parts=1,
        placements=tuple(it for one in parts for it in one.placements),
        unplaced=tuple(it for one in parts for it in one.unplaced),
        unfilled=tuple(it for one in parts for it in one.unfilled),
        blocking=tuple(it for one in parts for it in one.blocking),
        joint_options=tuple(it for one in parts for it in one.joint_options),
    )


def _chosen(cycle_id: str, found: Sequence[Slate], number: SlateNumber) -> Slate:
    fits = [
        one for one in found if one.run == number.run and number.revision in (None, one.revision)
    ]
    if not fits:
        known = [str(SlateNumber(one.run, one.revision)) for one in found]
        raise NoSuchSlate(cycle_id, str(number), known)
    return fits[-1]


def _parts(reader: LogReader) -> Iterable[SlateProposed]:
    for place in places(reader, SLATES):
        for chunk in reader.read(place):
            for record in chunk:
                if name_of(record.value or b"") == SlateProposed.__name__:
                    yield decode(record.value or b"")
