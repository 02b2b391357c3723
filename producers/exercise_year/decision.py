"""What people state on a day, given the last slate that they have read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from schemas.events import Event, SlateProposed

Told = Callable[[SlateProposed | None], tuple[Event, ...]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What people state on a day, given the last slate that they have read."""

    day: date
    what: str
    told: Told
    awaited: bool = True
    """Whether it is taken on a slate made lately, or answered by one."""
