"""Which of what the exercise tells answers an act: told by what caused it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from deploy.acting import TurnedDown
from schemas.events import (
    Event,
    ExerciseRemarked,
    SlateAdjusted,
    SlateProposed,
    SlateRequested,
    SlateSettled,
    SlateSignedOff,
)
from streams.history.exercise.slates import Slate, whole_slates

ExerciseAct = SlateRequested | SlateAdjusted | SlateSignedOff
_OF_THE_RUN = ("NO_POLICY", "RULES_CHANGED")
"""Remarks on what the pools answered: caused by an answer, and the run comes to nothing."""


@dataclass(frozen=True)
class SlateHeard:
    """A new slate or revision, whole, and what was remarked while it was made."""

    slate: Slate
    remarks: Sequence[ExerciseRemarked]


@dataclass
class ForSlate:
    """Until the slate that an act asks for is whole."""

    act: SlateRequested | SlateAdjusted
    _parts: list[SlateProposed] = field(default_factory=list)
    _remarks: list[ExerciseRemarked] = field(default_factory=list)

    def hear(self, event: Event) -> SlateHeard | None:
        if isinstance(event, ExerciseRemarked) and event.cycle_id == self.act.cycle_id:
            self._remark(event)
        if isinstance(event, SlateProposed) and event.causation_id == self.act.event_id:
            self._parts.append(event)
            for slate in whole_slates(self._parts):
                return SlateHeard(slate, tuple(self._remarks))
        return None

    def _remark(self, remark: ExerciseRemarked) -> None:
        ends_run = isinstance(self.act, SlateRequested) and remark.remark in _OF_THE_RUN
        _require_taken(remark, self.act, ends_run=ends_run)
        if ends_run or remark.causation_id == self.act.event_id:
            self._remarks.append(remark)


@dataclass(frozen=True)
class ForSettlement:
    """Until a signed slate has taken effect."""

    act: SlateSignedOff

    def hear(self, event: Event) -> SlateSettled | None:
        if isinstance(event, ExerciseRemarked):
            _require_taken(event, self.act)
        if isinstance(event, SlateSettled) and event.causation_id == self.act.event_id:
            return event
        return None


def _require_taken(remark: ExerciseRemarked, act: ExerciseAct, *, ends_run: bool = False) -> None:
    """A remark on the act itself; others that it caused, such as of a lock let go, do not end it.

    The id of a remark tells what it is on; see `streams.exercise.said`.
    """
    on_act = remark.event_id == f"{act.cycle_id}/remark/{act.event_id}"
    if remark.refused and (on_act or ends_run):
        raise TurnedDown(remark.detail, remark.remedy)
