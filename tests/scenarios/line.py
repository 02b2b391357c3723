"""A record in memory, as a fold sees it."""

from dataclasses import dataclass

from streams.engine.stage import Headers


@dataclass(frozen=True, slots=True)
class Line:
    """It carries no time of its own, so that no event is too far ahead of it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: int = -1
