"""The join of what was stated: of two statements about one thing the later, of sets the union."""

from typing import Any

from schemas.events import PoolProfile
from schemas.events.candidate_state import CandidateState, Statements
from streams.candidates import DECISION_VERSION
from streams.candidates.statements import IDENTITIES, Identity

NOBODY = CandidateState(decision_version=DECISION_VERSION)
"""The state before a person's first event."""
ERASED = CandidateState(decision_version=DECISION_VERSION, erased=True)
"""What is left of a person who was erased: nothing adds to it."""

_STAMPED = tuple(
    (part, identity) for part, identity in IDENTITIES.items() if part not in ("profiles", "merges")
)


def joined(one: CandidateState, other: Statements) -> CandidateState:
    """What both state of one person; the same object where the other adds nothing.

    Whose they are, and which ids are the same person, stays as `one` has it.
    """
    if one.erased or other.erased:
        return ERASED
    state = one
    for part, identity in _STAMPED:
        if additions := getattr(other, part):
            state = with_part(state, part, stated(getattr(state, part), additions, identity))
    voided = with_ids(state.voided, other.voided)
    profiles = with_profiles(state.profiles, other.profiles)
    return with_part(with_part(state, "voided", voided), "profiles", profiles)


def with_part(state: CandidateState, part: str, value: Any) -> CandidateState:
    """The state with another value of a field; the same object where it is that value."""
    if getattr(state, part) is value:
        return state
    # As `dataclasses.replace` does, which costs more than all the rest of a fold.
    changed = object.__new__(CandidateState)
    changed.__dict__.update(state.__dict__)
    changed.__dict__["decision_version"] = DECISION_VERSION
    changed.__dict__[part] = value
    return changed


def stated(
    entries: tuple[Any, ...], additions: tuple[Any, ...], identity: Identity
) -> tuple[Any, ...]:
    """The entries with what later statements replace and first ones add, in their order."""
    for entry in additions:
        entries = _with_entry(entries, entry, identity)
    return entries


def _with_entry(entries: tuple[Any, ...], entry: Any, identity: Identity) -> tuple[Any, ...]:
    about = identity(entry)
    for index, present in enumerate(entries):
        if identity(present) == about:
            if entry.stamp <= present.stamp:
                return entries
            return (*entries[:index], entry, *entries[index + 1 :])
    return tuple(sorted((*entries, entry), key=identity))


def with_ids(ids: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return ids if set(more) <= set(ids) else tuple(sorted({*ids, *more}))


def with_profiles(
    profiles: tuple[PoolProfile, ...], more: tuple[PoolProfile, ...]
) -> tuple[PoolProfile, ...]:
    for profile in more:
        if profile not in profiles:
            named = (*profiles, profile)
            profiles = tuple(sorted(named, key=IDENTITIES["profiles"]))
    return profiles
