"""What the leadership stage holds now, from its state topic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from deploy.leadership.errors import NobodyKnown, UnknownEdition, UnknownNomination
from deploy.state import state_records
from schemas.events import (
    CohortFunnelRevised,
    DevelopmentNeedIdentified,
    NominationDeclined,
    NominationProposed,
    NominationWithdrawn,
    ProgrammeEditionAnnounced,
)
from streams.history.logs import LogReader
from streams.leadership.fold import LeadershipFold
from streams.leadership.keys import withdrawn_key
from streams.leadership.known import Answer, Known

NominationStatus = Literal["PROPOSED", "ENDORSED", "DECLINED", "WITHDRAWN"]
STATUSES: tuple[NominationStatus, ...] = get_args(NominationStatus)


@dataclass(frozen=True)
class Nomination:
    """The last proposal of one person for one edition, and what people answered."""

    proposed: NominationProposed
    status: NominationStatus
    answer: Answer | None
    """The last one."""
    withdrawn: NominationWithdrawn | None

    @property
    def stands(self) -> bool:
        return self.status in ("PROPOSED", "ENDORSED")


@dataclass(frozen=True)
class EditionNow:
    """An edition, its seats, and the funnel that was told last."""

    announced: ProgrammeEditionAnnounced
    seats_reserved: int
    seats_used: int
    proposed: int
    """Nominations that stand."""
    funnel: CohortFunnelRevised | None


def leadership_now(reader: LogReader) -> Known:
    """Raises NewerState."""
    fold = LeadershipFold()
    fold.restore(state_records(reader, "leadership-state"))
    return fold.pipeline.known


def editions(known: Known, edition_id: str | None) -> list[EditionNow]:
    """By first day; raises UnknownEdition."""
    require_edition(known, edition_id)
    announced = sorted(known.editions.values(), key=lambda it: (it.starts_on, it.edition_id))
    return [
        EditionNow(
            it,
            known.seats_reserved(it.edition_id),
            known.seats_used(it.edition_id),
            len(known.live(it.edition_id)),
            known.funnels.get(it.edition_id),
        )
        for it in announced
        if edition_id in (None, it.edition_id)
    ]


def needs(known: Known, candidate_id: str | None) -> Sequence[DevelopmentNeedIdentified]:
    """Open ones, the largest gap of each person first; raises NobodyKnown."""
    if candidate_id is not None and candidate_id not in known.standings:
        raise NobodyKnown(candidate_id)
    return [
        need
        for who, of_person in sorted(known.needs.items())
        if candidate_id in (None, who)
        for need in sorted(
            of_person.values(), key=lambda it: (it.level_shown - it.level_expected, it.need_id)
        )
    ]


def nominations(known: Known, edition_id: str | None) -> list[Nomination]:
    """By edition and place, those that stand first; raises UnknownEdition."""
    require_edition(known, edition_id)
    found = [it for it in _every(known) if edition_id in (None, it.proposed.edition_id)]
    return sorted(
        found,
        key=lambda it: (
            it.proposed.edition_id, not it.stands, it.proposed.place, it.proposed.candidate_id
        ),
    )  # fmt: skip


def nomination_of(known: Known, nomination_id: str) -> Nomination:
    """Raises UnknownNomination."""
    for it in _every(known):
        if it.proposed.nomination_id == nomination_id:
            return it
    raise UnknownNomination(nomination_id)


def require_edition(known: Known, edition_id: str | None) -> None:
    if edition_id is not None and edition_id not in known.editions:
        raise UnknownEdition(edition_id, sorted(known.editions))


def _every(known: Known) -> Iterator[Nomination]:
    for proposed in known.nominations.values():
        for it in proposed.values():
            answer = known.answers.get(it.nomination_id)
            withdrawn = known.events.get(withdrawn_key(it.nomination_id))
            assert withdrawn is None or isinstance(withdrawn, NominationWithdrawn)
            yield Nomination(it, _status(withdrawn, answer), answer, withdrawn)


def _status(withdrawn: NominationWithdrawn | None, answer: Answer | None) -> NominationStatus:
    if isinstance(answer, NominationDeclined):
        return "DECLINED"
    if withdrawn is not None:
        return "WITHDRAWN"
    return "PROPOSED" if answer is None else "ENDORSED"
