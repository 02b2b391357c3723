"""Why a person is not, or no longer, proposed for a seat in an edition."""

from schemas.events import (
    EditionTaken,
    NominationDeclined,
    NominationEndorsed,
    ProgrammeEditionAnnounced,
)
from streams.leadership.known import Known
from streams.leadership.policy import is_open

_ENDED = {
    "NOT_SELECTED": "the organisation gave the person no seat in this edition",
    "DECLINED": "the person declined the seat",
    "WITHDRAWN": "the person withdrew from this edition",
    "SEAT_OFFERED": "the person has a seat in this edition",
    "COMPLETED": "the person completed this edition",
}


def nomination_id(edition_id: str, candidate_id: str) -> str:
    """One for each person and edition."""
    return f"{edition_id}/{candidate_id}"


def against(known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str) -> str | None:
    """What ends a nomination or keeps it from being made; None if nothing does."""
    standing = known.standings.get(candidate_id)
    if standing is None or standing.departed:
        return "the person's data is gone, or goes on under another id"
    answer = known.answers.get(nomination_id(edition.edition_id, candidate_id))
    if isinstance(answer, NominationDeclined):
        return f"declined by {answer.actor_role}"
    return (
        _closed(known, edition)
        or _decided(known, edition, candidate_id)
        or _elsewhere(known, edition, candidate_id)
    )


def may_be_proposed(known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str) -> bool:
    """For the first time or again: one who applied needs no nomination, nor two at once."""
    if known.part_of(candidate_id, edition.edition_id) is not None:
        return False
    if against(known, edition, candidate_id) is not None:
        return False
    return not any(
        is_proposed(known, other.edition_id, candidate_id)
        for other in known.editions.values()
        if other.programme_id == edition.programme_id
    )


def is_proposed(known: Known, edition_id: str, candidate_id: str) -> bool:
    proposed = known.nominations.get(edition_id, {}).get(candidate_id)
    return proposed is not None and proposed.nomination_id not in known.withdrawn


def is_endorsed(known: Known, edition_id: str, candidate_id: str) -> bool:
    answer = known.answers.get(nomination_id(edition_id, candidate_id))
    return isinstance(answer, NominationEndorsed)


def _closed(known: Known, edition: ProgrammeEditionAnnounced) -> str | None:
    if known.policy and known.day and is_open(edition, known.policy, known.day):
        return None
    return "the edition is not open, or no longer open, to applications"


def _decided(known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str) -> str | None:
    part = known.part_of(candidate_id, edition.edition_id)
    if part is not None and part.status in _ENDED:
        return _ENDED[part.status]
    return None if candidate_id in known.needs else "no need is open any more"


def _elsewhere(known: Known, edition: ProgrammeEditionAnnounced, candidate_id: str) -> str | None:
    """A part in another edition of the same programme that makes this one needless."""
    for part in known.standings[candidate_id].participations:
        other = known.editions.get(part.edition_id)
        if other is None or other.programme_id != edition.programme_id:
            continue
        if part.status == "COMPLETED":
            return "the person completed the programme"
        if _seat_to_come(part, other, known):
            return "the person has a seat in another edition of the programme"
    return None


def _seat_to_come(part: EditionTaken, other: ProgrammeEditionAnnounced, known: Known) -> bool:
    return part.status == "SEAT_OFFERED" and known.day is not None and known.day <= other.ends_on
