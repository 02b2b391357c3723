"""From where, and until where: what an operator may say."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from schemas.topics import TOPICS
from streams.history.logs import Place
from streams.history.replay.errors import UnreadableBound

Bound = None | int | datetime | Mapping[Place, int]
"""The log's own end or beginning; a record's number in each partition, the first is 1; a time at
which logs took records; numbers for some partitions, and then no other one is read."""

_NUMBER = re.compile(r"\d+")
_POSITION = re.compile(r"([a-z-]+)/(\d+):(\d+)")


def bound(texts: Sequence[str]) -> Bound:
    """Several texts only where each is a position; raises UnreadableBound."""
    if not texts or list(texts) == ["beginning"]:
        return None
    positions = [_position(text) for text in texts if _POSITION.fullmatch(text)]
    if len(positions) == len(texts):
        return dict(positions)
    if len(texts) > 1:
        raise UnreadableBound(" ".join(texts), "only positions can be given together")
    return _single(texts[0])


def _single(text: str) -> int | datetime:
    if _NUMBER.fullmatch(text):
        return _count(text, text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableBound(text, "it is neither a time nor a position") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _position(text: str) -> tuple[Place, int]:
    topic, partition, count = text.replace(":", "/").split("/")
    if topic not in TOPICS:
        raise UnreadableBound(text, f"there is no topic {topic}; there are {', '.join(TOPICS)}")
    return Place(topic, int(partition)), _count(count, text)


def _count(number: str, text: str) -> int:
    if int(number) < 1:
        raise UnreadableBound(text, "the first record is number 1")
    return int(number)
