"""Slates as records: a long one in parts, and the last one of a cycle put together again."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from schemas.events import (
    BlockingPair,
    CandidateUnplaced,
    Event,
    JointOption,
    LogPosition,
    PostUnfilled,
    RuleSetUsed,
    SlateMethod,
    SlatePlacement,
    SlateProposed,
)
from streams.exercise import DECISION_VERSION
from streams.exercise.judged import Judged
from streams.exercise.said import caused

ENTRIES_MAX = 150
"""Of each list in one part: with ids and texts of the greatest length it stays below a mebibyte."""
LISTS = ("placements", "unplaced", "unfilled", "blocking", "joint_options")


@dataclass(frozen=True)
class Content:
    """What a slate says: who would go where, and why; a recommendation to people."""

    placements: tuple[SlatePlacement, ...]
    unplaced: tuple[CandidateUnplaced, ...]
    unfilled: tuple[PostUnfilled, ...]
    blocking: tuple[BlockingPair, ...]
    joint_options: tuple[JointOption, ...]
    recommendation: str


@dataclass(frozen=True)
class Slate:
    """The last revision of a slate, whole."""

    cycle_id: str
    slate_id: str
    run: int
    revision: int
    method: SlateMethod
    positions: tuple[LogPosition, ...]
    placements: tuple[SlatePlacement, ...]
    unplaced: tuple[CandidateUnplaced, ...]
    unfilled: tuple[PostUnfilled, ...]


@dataclass(frozen=True)
class Edition:
    """Which slate a content is: its run and revision, and what brought it about."""

    cycle_id: str
    run: int
    revision: int
    method: SlateMethod
    cause: Event
    count: int
    """How far the exercise-log had been read."""
    policy: RuleSetUsed


def slate_id_of(cycle_id: str, run: int) -> str:
    return f"{cycle_id}/{run}"


def slate_parts(content: Content, edition: Edition, judged: Judged) -> list[SlateProposed]:
    """At least one; each list goes on where the part before ended."""
    slate_id = slate_id_of(edition.cycle_id, edition.run)
    longest = max(len(getattr(content, name)) for name in LISTS)
    parts = max(1, -(-longest // ENTRIES_MAX))
    own = LogPosition(log="exercise-log", partition=0, count=edition.count)
    return [
        SlateProposed(
            **caused(f"{slate_id}/{edition.revision}/{part}", edition.cycle_id, edition.cause),
            cycle_id=edition.cycle_id,
            slate_id=slate_id,
            run=edition.run,
            revision=edition.revision,
            part=part,
            parts=parts,
            method=edition.method,
            as_of=judged.as_of,
            positions=(own, *judged.positions),
            rule_set=judged.rule_set,
            policy=edition.policy,
            decision_version=DECISION_VERSION,
            **_lists(content, part),
            recommendation=content.recommendation,
        )
        for part in range(1, parts + 1)
    ]


class _Held(Protocol):
    def get(self, key: str) -> Any: ...


def last_slate(known: _Held, cycle_id: str) -> Slate | None:
    """Put together from its parts; parts of an earlier, longer revision may still stand there."""
    first = known.get(f"slate|{cycle_id}|1")
    if not isinstance(first, SlateProposed):
        return None
    parts = [known.get(f"slate|{cycle_id}|{part}") for part in range(1, first.parts + 1)]
    return Slate(
        first.cycle_id,
        first.slate_id,
        first.run,
        first.revision,
        first.method,
        first.positions,
        _joined(parts, "placements"),
        _joined(parts, "unplaced"),
        _joined(parts, "unfilled"),
    )


def _lists(content: Content, part: int) -> dict[str, Any]:
    begin = (part - 1) * ENTRIES_MAX
    return {name: getattr(content, name)[begin : begin + ENTRIES_MAX] for name in LISTS}


def _joined(parts: Sequence[SlateProposed], name: str) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(getattr(part, name) for part in parts))
