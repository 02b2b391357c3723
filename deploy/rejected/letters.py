"""Dead letters as they stand in `rejected`, each with its place there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from deploy.rejected.errors import BadPlace, NoSuchLetter
from schemas.codec import decode
from schemas.events import EventRejected
from schemas.topics import UPSTREAM
from streams.history.logs import LogReader, places

_PLACE = re.compile(r"rejected/(\d+):(\d+)")
_ORIGIN = re.compile(r"([a-z-]+)/(\d+)/(\d+)")


class Letter(NamedTuple):
    partition: int
    number: int
    """Its number in that partition; the first is 1."""
    event: EventRejected

    @property
    def place(self) -> str:
        return f"rejected/{self.partition}:{self.number}"

    @property
    def origin(self) -> str:
        """Where the record stood."""
        return f"{self.event.topic}/{self.event.partition}/{self.event.offset}"


@dataclass(frozen=True, slots=True)
class Filter:
    reasons: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    since: datetime | None = None
    """By the time at which the record was written upstream."""

    def takes(self, event: EventRejected) -> bool:
        return (
            (not self.reasons or event.reason in self.reasons)
            and (not self.topics or event.topic in self.topics)
            and (self.since is None or event.recorded_at >= self.since)
        )


def letters(reader: LogReader, chosen: Filter | None = None) -> Iterator[Letter]:
    """Partition by partition, the oldest first; raises ContractError for what is no dead letter."""
    for place in places(reader, "rejected"):
        read = 0
        for chunk in reader.read(place):
            for number, record in enumerate(chunk, read + 1):
                event: EventRejected = decode(record.value or b"")
                if chosen is None or chosen.takes(event):
                    yield Letter(place.partition, number, event)
            read += len(chunk)


def letters_at(reader: LogReader, named: Iterable[str]) -> list[Letter]:
    """In the order of the names, each once; raises BadPlace or NoSuchLetter."""
    wanted = dict.fromkeys(_checked(text) for text in named)
    found: dict[str, Letter] = {}
    for letter in letters(reader):
        found.update({name: letter for name in (letter.place, letter.origin) if name in wanted})
    if missing := [name for name in wanted if name not in found]:
        raise NoSuchLetter(missing[0])
    return list({found[name].place: found[name] for name in wanted}.values())


def _checked(text: str) -> str:
    origin = _ORIGIN.fullmatch(text)
    if _PLACE.fullmatch(text) or (origin and origin[1] in UPSTREAM):
        return text
    raise BadPlace(text)
