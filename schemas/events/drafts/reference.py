"""The code that decides, as a fact of the log: `pathways.reference`."""

from dataclasses import dataclass
from typing import Literal

from schemas.events.envelope import Event

DecidingStage = Literal["candidates", "pool"]


@dataclass(frozen=True, kw_only=True)
class DecisionVersionStarted(Event):
    """From here on in the log a stage decides by this version of its code."""

    stage: DecidingStage
    decision_version: int
    reason: str
    """What decides differently, in words."""
