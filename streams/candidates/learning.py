"""Where a person's parts in leadership programmes stand."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from schemas.events import LearningFact
from schemas.events.candidate_state import CandidateState, ParticipationStep
from schemas.events.learning import ParticipationStatus
from streams.candidates.stamps import event_id_of

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


def learning_facts(state: CandidateState) -> tuple[LearningFact, ...]:
    """One for each participation, in the order of the editions."""
    if not state.participations:
        return ()
    parts = groupby(state.participations, key=attrgetter("participation_id"))
    facts = (_fact(steps) for _, steps in parts)
    return tuple(sorted(facts, key=lambda it: (it.edition_id, it.event_id)))


def _fact(steps: Iterable[ParticipationStep]) -> LearningFact:
    last = max(steps, key=lambda it: (_FINALITY[it.step], it.stamp))
    return LearningFact(
        edition_id=last.edition_id, status=last.step, event_id=event_id_of(last.stamp)
    )
