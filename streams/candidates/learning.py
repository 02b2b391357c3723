"""Where a person's parts in leadership programmes stand."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter

from schemas.events import EditionTaken, LearningFact
from schemas.events.candidate_state import CandidateState, ParticipationStep
from schemas.events.learning import ParticipationStatus
from streams.candidates.stamps import event_id_of, occurred_on

_FINALITY: Mapping[ParticipationStatus, int] = {
    "APPLIED": 0,
    # Whoever was refused a seat may still get one that falls free, and the other way round: of
    # these two the later one counts.
    "NOT_SELECTED": 1,
    "SEAT_OFFERED": 1,
    "DECLINED": 2,
    "WITHDRAWN": 3,
    "COMPLETED": 4,
}
"""What outweighs what, whichever was stated first."""
_ENDING = ("NOT_SELECTED", "DECLINED", "WITHDRAWN")


def learning_facts(state: CandidateState) -> tuple[LearningFact, ...]:
    """One for each participation, in the order of the editions."""
    facts = (_fact(_last(steps)) for steps in _parts(state))
    return tuple(sorted(facts, key=lambda it: (it.edition_id, it.event_id)))


def editions_taken(state: CandidateState) -> tuple[EditionTaken, ...]:
    """The same with the day of each step: the one on which it took effect."""
    taken = (_taken(steps) for steps in _parts(state))
    return tuple(sorted(taken, key=lambda it: (it.edition_id, it.event_id)))


def _parts(state: CandidateState) -> Iterator[tuple[ParticipationStep, ...]]:
    """The steps of each participation."""
    for _, steps in groupby(state.participations, key=attrgetter("participation_id")):
        yield tuple(steps)


def _last(steps: Iterable[ParticipationStep]) -> ParticipationStep:
    """The step that says where the participation stands."""
    return max(steps, key=lambda it: (_FINALITY[it.step], it.stamp))


def _fact(last: ParticipationStep) -> LearningFact:
    return LearningFact(
        edition_id=last.edition_id, status=last.step, event_id=event_id_of(last.stamp)
    )


def _taken(steps: tuple[ParticipationStep, ...]) -> EditionTaken:
    last = _last(steps)
    days: dict[ParticipationStatus, date] = {it.step: occurred_on(it.stamp) for it in steps}
    return EditionTaken(
        participation_id=last.participation_id,
        edition_id=last.edition_id,
        status=last.step,
        # Which nomination an application followed is not remembered: person and edition tell it.
        nomination_id=None,
        applied_on=days.get("APPLIED"),
        seat_on=days.get("SEAT_OFFERED"),
        completed_on=days.get("COMPLETED"),
        ended_on=days[last.step] if last.step in _ENDING else None,
        event_id=event_id_of(last.stamp),
    )
