"""Brings nominations to what is known: some end, seats that fall free go to the next people."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from schemas.events import NominationProposed, NominationWithdrawn, ProgrammeEditionAnnounced
from streams.leadership.keys import withdrawn_key
from streams.leadership.known import Known
from streams.leadership.moment import Moment
from streams.leadership.nominations import proposed, withdrawn
from streams.leadership.policy import is_open
from streams.leadership.seats import Ended, chosen, ended, surplus

NominationTold = NominationProposed | NominationWithdrawn


class Allocation:
    """Who is proposed for which edition, kept up record by record.

    After each record either every free seat has somebody proposed for it, or nobody else could be:
    so a record about one person asks about others only where a seat fell free.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._room: dict[str, int] = {}
        """Free seats with nobody proposed, by edition, after the last record."""

    def settle(self, touched: AbstractSet[str] | None, moment: Moment) -> Iterator[NominationTold]:
        """Told in the order of the editions: the nominations that end, then those that are new or
        changed. `touched` are the people of whom something is new; None stands for everybody.
        """
        editions = sorted(
            self._known.editions.values(), key=lambda it: (it.starts_on, it.edition_id)
        )
        going: set[str] = set()
        for edition in editions:
            for told in self._ending(edition, touched, moment):
                going.add(told.candidate_id)
                yield told
        for edition in editions:
            yield from self._proposing(edition, touched, going, moment)

    def _ending(
        self, edition: ProgrammeEditionAnnounced, touched: AbstractSet[str] | None, moment: Moment
    ) -> Iterator[NominationWithdrawn]:
        known, edition_id = self._known, edition.edition_id
        asked = known.live(edition_id) if touched is None else touched
        yield from self._withdrawn(ended(known, edition, asked), moment)
        # Only now: whose nomination has ended takes no seat from the others.
        yield from self._withdrawn(surplus(known, edition_id), moment)

    def _withdrawn(self, going: list[Ended], moment: Moment) -> Iterator[NominationWithdrawn]:
        for one in going:
            told = withdrawn(one, moment)
            self._known.put(told, moment.count)
            yield told

    def _proposing(
        self,
        edition: ProgrammeEditionAnnounced,
        touched: AbstractSet[str] | None,
        going: AbstractSet[str],
        moment: Moment,
    ) -> Iterator[NominationProposed]:
        live = self._known.live(edition.edition_id)
        new = self._new(edition, live, touched, going)
        for place, candidate_id in enumerate((*live, *new), 1):
            if not self._may_differ(edition.edition_id, candidate_id, place, touched):
                continue
            told = proposed(self._known, edition, candidate_id, place, moment)
            if told is not None:
                self._known.drop(withdrawn_key(told.nomination_id))
                self._known.put(told, moment.count)
                yield told
        room = self._known.seats_free(edition.edition_id) - len(live) - len(new)
        self._room[edition.edition_id] = room

    def _may_differ(
        self, edition_id: str, candidate_id: str, place: int, touched: AbstractSet[str] | None
    ) -> bool:
        if touched is None or candidate_id in touched:
            return True
        last = self._known.nominations.get(edition_id, {}).get(candidate_id)
        return last is None or last.place != place or last.nomination_id in self._known.withdrawn

    def _new(
        self,
        edition: ProgrammeEditionAnnounced,
        live: list[str],
        touched: AbstractSet[str] | None,
        going: AbstractSet[str],
    ) -> list[str]:
        known, edition_id = self._known, edition.edition_id
        if known.policy is None or known.day is None:
            return []
        if not is_open(edition, known.policy, known.day):
            return []
        room = known.seats_free(edition_id) - len(live)
        asked: Iterable[str] = known.needs
        if touched is not None and room <= self._room.get(edition_id, 0):
            asked = touched | going
        return chosen(known, edition, asked)
