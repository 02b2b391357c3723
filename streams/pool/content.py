"""What a proposal says, apart from when, why and at which revision it says so."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from schemas.events import CannotConfirm, NearMiss, RankedCandidate, RuleAnswer

_Item = TypeVar("_Item", RankedCandidate, NearMiss, CannotConfirm)

_PERSON_BYTES = 2048
"""For what stands beside the texts and ids of the answers: the person's id, warnings, missing."""
LIST_BYTES_MAX = 256 * 1024
"""A longer list is cut, its full count stays: three lists and the rest fit one record."""


def digest(kind: str, content: Mapping[str, Any]) -> bytes:
    """Equal for two events exactly if they say the same."""
    said = [kind, sorted(content.items())]
    text = json.dumps(said, default=_plain, separators=(",", ":"))
    return sha256(text.encode()).digest()


def fitting(items: Sequence[_Item]) -> tuple[_Item, ...]:
    """As many of the first items as stay within `LIST_BYTES_MAX`."""
    size = 0
    for number, item in enumerate(items):
        size += _weight(item.answers)
        if size > LIST_BYTES_MAX:
            return tuple(items[:number])
    return tuple(items)


def _weight(answers: Iterable[RuleAnswer]) -> int:
    """At least the bytes of a person and the answers about them."""
    texts = (
        text for answer in answers for text in (answer.required, answer.held, *answer.evidence)
    )
    return sum(len(text.encode()) for text in texts) + _PERSON_BYTES


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)
