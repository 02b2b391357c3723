"""How an event enters the state: in which list, and as which entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.events import Event


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that events of a type state."""

    part: str
    """The field of CandidateState whose list it enters."""
    entry: Callable[[Any, bytes], Any]
    """What an event and its stamp make: an entry, a tuple of some, None where it says nothing."""


Statements = Mapping[type[Event], tuple[Statement, ...]]
