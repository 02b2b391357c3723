"""The fold of one person: `(state, event) -> state`, the same whatever the order of the events."""

from schemas.events import (
    AssessmentCompleted,
    AssessmentVoided,
    CandidateErased,
    CandidateMerged,
    Event,
    IncumbentAssigned,
    PersonAbsorbed,
    PersonErased,
    PlacementConfirmed,
    PoolProfile,
)
from schemas.events.candidate_state import CandidateState
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.joined import ERASED, NOBODY, stated, with_ids, with_part, with_profiles
from streams.candidates.persons import absorbing, merging
from streams.candidates.stamps import stamp
from streams.candidates.statements import IDENTITIES, STATEMENTS

__all__ = ["FOLDED", "NOBODY", "fold"]

FOLDED = frozenset(
    {
        *STATEMENTS,
        AssessmentVoided,
        CandidateErased,
        CandidateMerged,
        PersonAbsorbed,
        PersonErased,
    }
)
"""The events of a person's log."""
_NAMING = (AssessmentCompleted, IncumbentAssigned, PlacementConfirmed)
"""Events that name a profile in which the person has a membership from then on."""


def fold(state: CandidateState, event: Event, candidate_id: str | None = None) -> CandidateState:
    """The state with what the event states; the same object where it states nothing new.

    `candidate_id` is whose state it is. Only a merge leaves that open, for it stands in the logs
    of both ids: it is then taken for the id that stays.

    Raises UnexpectedRecord for an event that no person's log holds.
    """
    statements = STATEMENTS.get(type(event))
    if statements is None:
        return _fold_other(state, event, candidate_id)
    if state.erased:
        return state
    if isinstance(event, _NAMING):
        named = PoolProfile(job_group=event.job_group, grade=event.grade)
        state = with_part(state, "profiles", with_profiles(state.profiles, (named,)))
    stamped = stamp(event)
    for statement in statements:
        made = statement.entry(event, stamped)
        if made is not None:
            part = statement.part
            additions = made if type(made) is tuple else (made,)
            entries = stated(getattr(state, part), additions, IDENTITIES[part])
            state = with_part(state, part, entries)
    return state


def _fold_other(state: CandidateState, event: Event, candidate_id: str | None) -> CandidateState:
    """What is no statement about a thing."""
    match event:
        case _ if type(event) not in FOLDED:
            raise UnexpectedRecord(type(event).__name__)
        case _ if state.erased:
            return state
        case CandidateErased() | PersonErased():
            return ERASED
        case AssessmentVoided():
            voided = with_ids(state.voided, (event.assessment_id,))
            return with_part(state, "voided", voided)
        case CandidateMerged():
            return merging(state, event, candidate_id or event.candidate_id)
        case PersonAbsorbed():
            return absorbing(state, event)
        case _:
            raise AssertionError(f"{type(event).__name__} is folded, yet nothing folds it")
