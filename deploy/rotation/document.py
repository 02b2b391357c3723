"""Answers about an exercise as JSON objects."""

from dataclasses import asdict
from typing import Any

from deploy.rotation.draft import Draft
from deploy.rotation.due import Due
from deploy.rotation.standing import Standing
from schemas.events import RotationCyclePublished
from schemas.text import to_json
from streams.history.exercise.difference import SlateDifference
from streams.history.exercise.slates import Slate


def standing_document(it: Standing) -> dict[str, Any]:
    return {
        "cycle": to_json(it.cycle),
        "day": it.day.isoformat() if it.day else None,
        "window": it.window,
        "policy": to_json(it.policy) if it.policy else None,
        "posts": dict(it.posts),
        "taking_part": it.taking_part,
        "must_move": it.must_move,
        "couples": it.couples,
        "ranked": it.ranked,
        "rankings": it.rankings,
        "rankings_locked": it.rankings_locked,
        "slate": _named(it.slate) if it.slate else None,
        "settled": to_json(it.settled) if it.settled else None,
        "remarks": [to_json(remark) for remark in it.remarks],
    }


def due_document(cycle: RotationCyclePublished, due: list[Due], draft: Draft) -> dict[str, Any]:
    return {
        "cycle_id": cycle.cycle_id,
        "people": [_untyped(it) for it in due],
        "posts": [_untyped(it) for it in draft.posts],
        "left_out": [_untyped(it) for it in draft.left_out],
    }


def difference_document(found: SlateDifference) -> dict[str, Any]:
    """Without the two slates themselves: `pathways rotation slate --show` has those of the log."""
    return {
        "before": _named(found.before),
        "after": _named(found.after),
        "same": found.same,
        "moved": [asdict(it) for it in found.moved],
        "filled": found.filled,
        "emptied": found.emptied,
        "blocking_new": [_untyped(it) for it in found.blocking_new],
        "blocking_gone": [_untyped(it) for it in found.blocking_gone],
        "figures": [asdict(it) for it in found.figures],
    }


def _named(slate: Slate) -> dict[str, Any]:
    return {
        "slate_id": slate.slate_id,
        "run": slate.run,
        "revision": slate.revision,
        "method": slate.method,
        "as_of": slate.as_of.isoformat(),
        "rule_set": _untyped(slate.rule_set),
        "policy": _untyped(slate.policy),
        "placed": len(slate.placements),
        "unplaced": len(slate.unplaced),
        "unfilled": len(slate.unfilled),
        "blocking": len(slate.blocking),
    }


def _untyped(record: Any) -> dict[str, Any]:
    return {name: value for name, value in to_json(record).items() if name != "type"}
