"""Where a group shall go on, and setting it there while nobody of it reads."""

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka import TopicPartition
from kafka.errors import NoError
from kafka.structs import OffsetAndMetadata

from consumers.log_reader import open_consumer
from deploy.offsets.errors import BadTarget, GroupAlive, ResetRefused, WorkersGroup
from deploy.offsets.groups import Group, Share, admin_of
from deploy.workers_alive import LOGS_OF_WORKERS
from schemas.connection import Connection

_SHIFT = re.compile(r"shift:([+-]?\d+)")
_OF_WORKERS = LOGS_OF_WORKERS
"""Whoever has offsets there is a worker."""


@dataclass(frozen=True, slots=True)
class Shift:
    """By so many offsets; a transaction's marker takes one like a record."""

    by: int


Target = str | datetime | Shift
"""`earliest`, `latest`, the first record written at or after a time, or a shift."""


@dataclass(frozen=True, slots=True)
class Move:
    share: Share
    to: int

    @property
    def offsets(self) -> int:
        """Those that are delivered again (above 0) or passed over (below)."""
        return self.share.committed - self.to


def target(text: str) -> Target:
    """Raises BadTarget."""
    if text in ("earliest", "latest"):
        return text
    if shift := _SHIFT.fullmatch(text):
        return Shift(int(shift[1]))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadTarget(
            f"{text!r} is no target: say earliest, latest, a time such as 2026-03-14T09:30Z, or "
            "shift:-100"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def require_resettable(group: Group, workers: str) -> None:
    """Raises WorkersGroup or GroupAlive."""
    if group.name == workers or any(topic in _OF_WORKERS for topic in group.topics):
        raise WorkersGroup(group.name)
    if group.alive:
        raise GroupAlive(group.name, group.state, len(group.members))


def moves(
    connection: Connection, prefix: str, group: Group, to: Target, topics: Sequence[str]
) -> list[Move]:
    """For each partition of the topics, by default of all that the group reads; BadTarget."""
    if foreign := [topic for topic in topics if topic not in group.topics]:
        raise BadTarget(
            f"group {group.name} does not read {', '.join(foreign)}: it reads "
            f"{', '.join(group.topics)}"
        )
    shares = [share for share in group.shares if not topics or share.topic in topics]
    if isinstance(to, datetime):
        return _at_time(connection, prefix, shares, to)
    return [Move(share, _place(share, to)) for share in shares]


def reset(connection: Connection, prefix: str, group: Group, wanted: Sequence[Move]) -> None:
    """All of them or, where Kafka refuses, none; raises ResetRefused."""
    offsets = {
        TopicPartition(prefix + one.share.topic, one.share.partition): OffsetAndMetadata(
            one.to, "", -1
        )
        for one in wanted
    }
    with admin_of(connection) as admin:
        answers = admin.alter_group_offsets(group.name, offsets)
    reasons = {
        f"{place.topic}/{place.partition}": answer.__name__
        for place, answer in answers.items()
        if answer is not NoError
    }
    if reasons:
        raise ResetRefused(group.name, reasons)


def _place(share: Share, to: Target) -> int:
    match to:
        case Shift(by):
            return min(max(share.committed + by, share.first), share.end)
        case "earliest":
            return share.first
        case _:
            return share.end


def _at_time(
    connection: Connection, prefix: str, shares: Sequence[Share], moment: datetime
) -> list[Move]:
    milliseconds = round(moment.timestamp() * 1000)
    with closing(open_consumer(connection)) as consumer:
        asked = {TopicPartition(prefix + it.topic, it.partition): milliseconds for it in shares}
        found: Mapping[Any, Any] = consumer.offsets_for_times(asked)
    places = {share: found.get(place) for share, place in zip(shares, asked, strict=True)}
    filled = {share: at for share, at in places.items() if share.first < share.end}
    if filled and not any(filled.values()):
        raise BadTarget(f"nothing was written at {moment.isoformat()} or later: say latest")
    if filled and all(at and _before(share, at, milliseconds) for share, at in filled.items()):
        raise BadTarget(f"{moment.isoformat()} lies before all that is kept: say earliest")
    return [Move(share, share.end if at is None else at.offset) for share, at in places.items()]


def _before(share: Share, at: Any, milliseconds: int) -> bool:
    return bool(at.offset <= share.first and at.timestamp > milliseconds)
