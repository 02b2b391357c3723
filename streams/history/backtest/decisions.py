"""What people decided of somebody who was eligible, and would not have been."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from schemas.events import (
    CandidateShortlisted,
    Event,
    OfferEvent,
    OfferMade,
    PlacementConfirmed,
)
from streams.history.backtest.outcome import DecisionStep, DecisionToLookAt
from streams.history.backtest.standing import lineup_at, rules_changed, standing_in
from streams.pool.pool import Pool

Decision = OfferEvent | PlacementConfirmed | CandidateShortlisted
Choosing = OfferMade | CandidateShortlisted
"""By these a person is chosen; the others say what came of it."""


class DecisionsSeen:
    """Of people at vacancies; each is looked at before the transaction that reads it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], DecisionToLookAt] = {}

    def look(self, events: Iterable[Event], history: Pool, altered: Pool) -> None:
        for event in events:
            if isinstance(event, Decision):
                self._look_at(event, history, altered)

    def found(self) -> Iterator[DecisionToLookAt]:
        """By vacancy and person."""
        for _, found in sorted(self._found.items()):
            yield found

    def _look_at(self, event: Decision, history: Pool, altered: Pool) -> None:
        key = (event.vacancy_id, event.candidate_id)
        found = self._found.get(key)
        if found is None and isinstance(event, Choosing):
            found = _to_look_at(event, history, altered)
        if found is not None:
            self._found[key] = _with_step(found, event)


def _to_look_at(event: Choosing, history: Pool, altered: Pool) -> DecisionToLookAt | None:
    before, after = (lineup_at(pool, event.vacancy_id) for pool in (history, altered))
    if before is None or after is None:
        return None
    old = standing_in(before, event.candidate_id)
    new = standing_in(after, event.candidate_id)
    if not old.eligible or new.eligible:
        return None
    return DecisionToLookAt(
        vacancy_id=event.vacancy_id,
        job_group=before.table.job_group,
        grade=before.table.grade,
        candidate_id=event.candidate_id,
        steps=(),
        why_not=new.why_not,
        rules=rules_changed(old, new),
    )


def _with_step(found: DecisionToLookAt, event: Decision) -> DecisionToLookAt:
    """A step that was published twice is one."""
    if any(step.event_id == event.event_id for step in found.steps):
        return found
    step = DecisionStep(type(event).__name__, event.event_id, event.occurred_at.date())
    return replace(found, steps=(*found.steps, step))
