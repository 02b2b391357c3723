"""The fold of one person: `(state, event) -> state`, the same whatever the order of the events."""

from collections.abc import Callable
from typing import Any

from schemas.events import (
    AssessmentCompleted,
    AssessmentVoided,
    Event,
    IncumbentAssigned,
    PoolProfile,
)
from schemas.events.candidate_state import CandidateState
from streams.candidates import DECISION_VERSION
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.statements import STATEMENTS

NOBODY = CandidateState(decision_version=DECISION_VERSION)
"""The state before a person's first event."""

FOLDED = frozenset({*STATEMENTS, AssessmentVoided})
"""The events of a person's log."""


def fold(state: CandidateState, event: Event) -> CandidateState:
    """The state with what the event states; the same object where it states nothing new.

    Raises UnexpectedRecord for an event that no person's log holds.
    """
    if isinstance(event, AssessmentVoided):
        return _with(state, "voided", _added(state.voided, event.assessment_id))
    statement = STATEMENTS.get(type(event))
    if statement is None:
        raise UnexpectedRecord(type(event).__name__)
    if isinstance(event, AssessmentCompleted | IncumbentAssigned):
        state = _with(state, "profiles", _named(state.profiles, event.job_group, event.grade))
    entries = getattr(state, statement.part)
    return _with(
        state, statement.part, _stated(entries, statement.entry(event), statement.identity)
    )


def _with(state: CandidateState, part: str, entries: tuple[Any, ...]) -> CandidateState:
    if getattr(state, part) is entries:
        return state
    # As `dataclasses.replace` does, which costs more than all the rest of a fold.
    changed = object.__new__(CandidateState)
    changed.__dict__.update(state.__dict__)
    changed.__dict__[part] = entries
    return changed


def _stated(
    entries: tuple[Any, ...], entry: Any, identity: Callable[[Any], Any]
) -> tuple[Any, ...]:
    about = identity(entry)
    for index, present in enumerate(entries):
        if identity(present) == about:
            if entry.stamp <= present.stamp:
                return entries
            return (*entries[:index], entry, *entries[index + 1 :])
    return tuple(sorted((*entries, entry), key=identity))


def _added(ids: tuple[str, ...], one: str) -> tuple[str, ...]:
    return ids if one in ids else tuple(sorted((*ids, one)))


def _named(
    profiles: tuple[PoolProfile, ...], job_group: str, grade: str
) -> tuple[PoolProfile, ...]:
    for profile in profiles:
        if profile.job_group == job_group and profile.grade == grade:
            return profiles
    named = (*profiles, PoolProfile(job_group=job_group, grade=grade))
    return tuple(sorted(named, key=lambda profile: (profile.job_group, profile.grade)))
