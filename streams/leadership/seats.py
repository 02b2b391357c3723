"""Who is proposed for the free seats of each edition, and in what order."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from schemas.events import ProgrammeEditionAnnounced
from streams.leadership.fitness import against, is_endorsed, is_proposed, may_be_proposed
from streams.leadership.known import Known
from streams.leadership.needs import size_of

FEWER_SEATS = "fewer seats are free than people were proposed for"


@dataclass(frozen=True, slots=True)
class Ended:
    """A nomination that holds no longer."""

    edition_id: str
    candidate_id: str
    reason: str


def ended(known: Known, edition: ProgrammeEditionAnnounced, asked: Iterable[str]) -> list[Ended]:
    """Of some people those who are proposed although something speaks against it now."""
    edition_id = edition.edition_id
    proposed = [it for it in sorted(asked) if is_proposed(known, edition_id, it)]
    reasons = ((it, against(known, edition, it)) for it in proposed)
    return [Ended(edition_id, it, reason) for it, reason in reasons if reason is not None]


def surplus(known: Known, edition_id: str) -> list[Ended]:
    """Whom the free seats do not suffice for: first those whom nobody stands behind, from the end.

    Whoever applied or was endorsed goes last.
    """
    live = known.live(edition_id)
    too_many = len(live) - known.seats_free(edition_id)
    if too_many <= 0:
        return []
    place = {it: number for number, it in enumerate(live)}
    going = sorted(live, key=lambda it: (_stands_behind(known, edition_id, it), -place[it]))
    return [
        Ended(edition_id, it, FEWER_SEATS) for it in sorted(going[:too_many], key=place.__getitem__)
    ]


def chosen(known: Known, edition: ProgrammeEditionAnnounced, asked: Iterable[str]) -> list[str]:
    """New people for the seats for which nobody is proposed yet, the first one first."""
    room = known.seats_free(edition.edition_id) - len(known.live(edition.edition_id))
    if room <= 0:
        return []
    fit = (it for it in asked if may_be_proposed(known, edition, it))
    return sorted(fit, key=lambda it: _order(known, edition.edition_id, it))[:room]


def _order(known: Known, edition_id: str, candidate_id: str) -> tuple[object, ...]:
    """Most needs, then most levels missing, then the oldest need; then a lot for this edition.

    The hash draws the lot: nothing of a person, and not always the same person first.
    """
    needs = known.needs[candidate_id].values()
    lot = sha256(f"{edition_id}\x1f{candidate_id}".encode()).hexdigest()
    missing = sum(size_of(it) for it in needs)
    return -len(needs), -missing, min(it.as_of for it in needs), lot, candidate_id


def _stands_behind(known: Known, edition_id: str, candidate_id: str) -> int:
    if known.part_of(candidate_id, edition_id) is not None:
        return 2
    return 1 if is_endorsed(known, edition_id, candidate_id) else 0
