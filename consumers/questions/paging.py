"""Pages by the key of their last row: a page stays right while rows come and go."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")

LIMIT_MAX = 500
NUMBER_DIGITS_MAX = 9
_HALF = re.compile("[\ud800-\udfff]")


class NoCursor(ValueError):
    """The text is no cursor that a page gave."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    next: str | None
    """The cursor of the page after this one; None: this is the last."""


def page(rows: Sequence[T], limit: int, key: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Of one row more than the limit, which only tells that there is more."""
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, _spelled(key(items[-1])) if more else None)


def key_of(cursor: str, length: int) -> list[str]:
    """The key in a cursor, of so many texts. Raises NoCursor."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (UnicodeError, binascii.Error, ValueError, RecursionError) as error:
        raise NoCursor(cursor) from error
    if not (isinstance(key, list) and len(key) == length and all(map(_is_text, key))):
        raise NoCursor(cursor)
    return key


def moment_of(text: str) -> datetime:
    """The moment in a cursor. Raises NoCursor."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoCursor(text) from error
    if moment.tzinfo is None:
        raise NoCursor(text)
    return moment


def number_of(text: str) -> int:
    """The number in a cursor, such as every database takes. Raises NoCursor."""
    if not (text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS_MAX):
        raise NoCursor(text)
    return int(text)


def _is_text(part: object) -> bool:
    """Such as every database takes: no NUL, no half of a character."""
    return isinstance(part, str) and "\0" not in part and not _HALF.search(part)


def _spelled(key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode("ascii")
