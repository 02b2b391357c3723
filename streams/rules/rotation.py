"""H16: whether a vacancy is truly outside the rotation cycle; asked of the vacancy, once.

The day it opened decides, not today: a post that fell vacant inside a window stays with the
exercise after the window closed, and a live proposal does not stop because a later window opens.
A cycle published later may still take in what opened inside its window.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    RotationCyclePublished,
    RuleAnswer,
    RuleOutcome,
    StatedPath,
    VacancyPath,
)
from streams.rules.days import in_words


@dataclass(frozen=True, slots=True)
class Opening:
    """What H16 needs to know of a vacancy."""

    job_group: str
    rotational: bool
    stated_path: StatedPath | None
    opened_on: date
    event_id: str
    """The event that opened it."""


@dataclass(frozen=True, slots=True)
class PathDecision:
    """The path, and the answer that shows why."""

    path: VacancyPath
    answer: RuleAnswer
    missing: tuple[str, ...] = ()


_OUTCOMES: dict[VacancyPath, RuleOutcome] = {
    "AD_HOC": "PASS",
    "ROTATION": "FAIL",
    "UNKNOWN": "UNKNOWN",
}


def path_of(opening: Opening, cycles: Iterable[RotationCyclePublished]) -> PathDecision:
    """The path of a vacancy, given all cycles known."""
    covering = sorted(
        (cycle for cycle in cycles if opening.job_group in cycle.job_groups),
        key=lambda cycle: (cycle.window_open, cycle.window_close, cycle.cycle_id),
    )
    inside = [cycle for cycle in covering if _within(cycle, opening.opened_on)]
    if opening.stated_path is not None:
        return _stated(opening, opening.stated_path, covering, inside)
    if not opening.rotational:
        return _decided(opening, "AD_HOC", "the post does not rotate", [])
    if inside:
        return _decided(opening, "ROTATION", _window_words(opening, inside[-1]), inside[-1:])
    if not covering:
        fact = f"a rotation cycle that covers {opening.job_group}, or a stated path"
        words = "no path stated, and no rotation cycle known for this rotational post"
        return _decided(opening, "UNKNOWN", words, [], fact)
    nearest = _nearest(opening, covering)
    return _decided(opening, "AD_HOC", _window_words(opening, nearest), [nearest])


def _stated(
    opening: Opening,
    stated: StatedPath,
    covering: list[RotationCyclePublished],
    inside: list[RotationCyclePublished],
) -> PathDecision:
    contradicted = inside if stated == "AD_HOC" else covering if not inside else []
    if opening.rotational and contradicted:
        cycle = inside[-1] if inside else _nearest(opening, covering)
        words = f"stated {stated}, but {_window_words(opening, cycle)}"
        fact = "which counts: the stated path or the published window"
        return _decided(opening, "UNKNOWN", words, [cycle], fact)
    return _decided(opening, stated, f"stated {stated}", [])


def _decided(
    opening: Opening,
    path: VacancyPath,
    held: str,
    cycles: list[RotationCyclePublished],
    *missing: str,
) -> PathDecision:
    answer = RuleAnswer(
        rule="H16",
        outcome=_OUTCOMES[path],
        required="outside the rotation cycle",
        held=held,
        evidence=(opening.event_id, *(cycle.event_id for cycle in cycles)),
    )
    return PathDecision(path, answer, missing)


def _within(cycle: RotationCyclePublished, day: date) -> bool:
    return cycle.window_open <= day <= cycle.window_close


def _nearest(opening: Opening, covering: list[RotationCyclePublished]) -> RotationCyclePublished:
    """The window that closed last before the opening, else the one that opens next."""
    closed = [cycle for cycle in covering if cycle.window_close < opening.opened_on]
    return max(closed, key=lambda cycle: cycle.window_close) if closed else covering[0]


def _window_words(opening: Opening, cycle: RotationCyclePublished) -> str:
    opened = f"opened {in_words(opening.opened_on)}"
    if cycle.window_close < opening.opened_on:
        return f"{opened}, window closed {in_words(cycle.window_close)}"
    if opening.opened_on < cycle.window_open:
        return f"{opened}, window opens {in_words(cycle.window_open)}"
    window = f"{in_words(cycle.window_open)} to {in_words(cycle.window_close)}"
    return f"{opened}, inside the window of {cycle.cycle_id[:100]}, {window}"
