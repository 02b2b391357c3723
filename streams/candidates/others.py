"""What one id's log tells the logs of the other ids of the same person."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from schemas.events import CandidateMerged, Event, LogPosition, PersonAbsorbed, PersonErased
from schemas.events.candidate_state import Absorbed, CandidateState, Merge
from streams.candidates.persons import merge_of, own_statements
from streams.candidates.recorded import SOURCE

ToOthers = PersonAbsorbed | PersonErased


def told_to_others(
    candidate_id: str,
    before: CandidateState,
    after: CandidateState,
    cause: Event,
    position: LogPosition,
) -> list[ToOthers]:
    """Nothing unless the id was ever merged.

    A merged id tells its whole state to each id that it was said to stay as, whether or not that
    merge still counts: which one does may yet change. An erased one says so in both directions,
    and again to whoever is merged with it later, for it remembers nobody.
    """
    if after.erased:
        merges = _merges_to_answer(before, cause)
    elif after is before:
        return []
    else:
        merges = tuple(it for it in after.merges if it.merged_id == candidate_id)
    return list(_told(candidate_id, after, merges, cause, position))


def _merges_to_answer(before: CandidateState, cause: Event) -> tuple[Merge, ...]:
    if not before.erased:
        return before.merges
    return (merge_of(cause),) if isinstance(cause, CandidateMerged) else ()


def _told(
    candidate_id: str,
    after: CandidateState,
    merges: tuple[Merge, ...],
    cause: Event,
    position: LogPosition,
) -> Iterator[ToOthers]:
    own = _own(candidate_id, after) if merges else None
    for merge in merges:
        if own is not None and merge.merged_id == candidate_id:
            yield PersonAbsorbed(
                **_envelope("absorbed", merge.stays_as, cause, position),
                merged_candidate_id=candidate_id,
                absorbed=_absorbed(own, after, merge.stays_as),
                merges=(merge,) if after.erased else after.merges,
            )
        elif after.erased and merge.stays_as == candidate_id:
            envelope = _envelope("erased", merge.merged_id, cause, position)
            yield PersonErased(**envelope, erased_with=candidate_id)


def _own(candidate_id: str, after: CandidateState) -> Absorbed:
    return Absorbed(candidate_id=candidate_id, statements=own_statements(after))


def _absorbed(own: Absorbed, after: CandidateState, stays_as: str) -> tuple[Absorbed, ...]:
    others = (it for it in after.absorbed if it.candidate_id != stays_as)
    return tuple(sorted((own, *others), key=lambda it: it.candidate_id))


def _envelope(what: str, to: str, cause: Event, position: LogPosition) -> dict[str, Any]:
    place = (position.log, str(position.partition), str(position.count), what, to)
    return {
        "event_id": sha256("\x1f".join(place).encode()).hexdigest()[:32],
        "occurred_at": cause.occurred_at,
        "recorded_at": cause.recorded_at,
        "source": SOURCE,
        "correlation_id": cause.correlation_id,
        "causation_id": cause.event_id,
        "candidate_id": to,
    }
