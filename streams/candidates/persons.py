"""Which ids are one person: merges as a graph that every log of the person comes to know alike."""

from collections.abc import Mapping
from dataclasses import fields, replace

from schemas.events import CandidateMerged, PersonAbsorbed
from schemas.events.candidate_state import Absorbed, CandidateState, Merge, Statements
from streams.candidates import DECISION_VERSION
from streams.candidates.joined import NOBODY, joined, stated
from streams.candidates.stamps import stamp
from streams.candidates.statements import IDENTITIES


def merging(state: CandidateState, event: CandidateMerged, candidate_id: str) -> CandidateState:
    """The state of one of the two ids that a merge names."""
    if event.candidate_id == event.merged_candidate_id:
        return state
    return _knowing(state, candidate_id, (merge_of(event),), ())


def absorbing(state: CandidateState, event: PersonAbsorbed) -> CandidateState:
    """The state of an id that stays, with what is known under one merged into it."""
    return _knowing(state, event.candidate_id, event.merges, event.absorbed)


def merge_of(event: CandidateMerged) -> Merge:
    return Merge(
        merged_id=event.merged_candidate_id, stays_as=event.candidate_id, stamp=stamp(event)
    )


def merges_that_count(state: CandidateState) -> Mapping[str, Merge]:
    """By merged id. Of contradictory merges, circles included, the later ones count."""
    counting: dict[str, Merge] = {}
    for merge in sorted(state.merges, key=lambda it: it.stamp, reverse=True):
        closes_circle = merge.merged_id in _way(counting, merge.stays_as)
        if merge.merged_id not in counting and not closes_circle:
            counting[merge.merged_id] = merge
    return counting


def former_ids(state: CandidateState) -> tuple[str, ...]:
    """The ids, not erased, that go on as the one whose state this is."""
    counting, erased = merges_that_count(state), _erased_ids(state)
    return tuple(
        one
        for one in sorted(counting)
        if one not in erased and _way(counting, one)[-1] == state.candidate_id
    )


def whole_person(state: CandidateState) -> CandidateState:
    """Everything stated under the id and its former ids, as of one person."""
    former = former_ids(state)
    for one in state.absorbed:
        if one.candidate_id in former:
            state = joined(state, one.statements)
    return state


def own_statements(state: CandidateState) -> Statements:
    """What was stated under the id itself: the same for the same statements, whoever tells it."""
    own = {field.name: getattr(state, field.name) for field in fields(Statements)}
    return Statements(**own | {"decision_version": DECISION_VERSION})


def _way(counting: Mapping[str, Merge], one: str) -> list[str]:
    """From an id over those it was merged into to the one that stays."""
    way = [one]
    while way[-1] in counting:
        way.append(counting[way[-1]].stays_as)
    return way


def _knowing(
    state: CandidateState,
    candidate_id: str,
    merges: tuple[Merge, ...],
    absorbed: tuple[Absorbed, ...],
) -> CandidateState:
    known = {one.candidate_id: one.statements for one in state.absorbed}
    for one in absorbed:
        if one.candidate_id != candidate_id:
            known[one.candidate_id] = _both(known.get(one.candidate_id), one.statements)
    knowing = replace(
        state,
        decision_version=DECISION_VERSION,
        candidate_id=candidate_id,
        merges=stated(state.merges, merges, IDENTITIES["merges"]),
        absorbed=tuple(Absorbed(candidate_id=it, statements=known[it]) for it in sorted(known)),
    )
    pruned = _without_strangers(knowing)
    return state if pruned == state else pruned


def _both(known: Statements | None, told: Statements) -> Statements:
    if known is None or known == told:
        return told
    return own_statements(joined(joined(NOBODY, known), told))


def _without_strangers(state: CandidateState) -> CandidateState:
    """Only ids with a way to this one that leads over nobody erased: nothing else is of use.

    Whoever learns late of a person who was erased early never learns with whom that one was merged.
    To know no more than that keeps the state the same in every order, and erased people forgotten.
    """
    erased = _erased_ids(state)
    mine = _leading_to(state.candidate_id, state.merges, erased)
    merges = tuple(
        it
        for it in state.merges
        if it.merged_id in mine and (it.merged_id not in erased or it.stays_as in mine - erased)
    )
    absorbed = tuple(it for it in state.absorbed if it.candidate_id in mine)
    return replace(state, merges=merges, absorbed=absorbed)


def _leading_to(candidate_id: str, merges: tuple[Merge, ...], erased: set[str]) -> set[str]:
    found, new = {candidate_id}, {candidate_id}
    while new:
        new = {it.merged_id for it in merges if it.stays_as in new - erased} - found
        found |= new
    return found


def _erased_ids(state: CandidateState) -> set[str]:
    return {it.candidate_id for it in state.absorbed if it.statements.erased}
