"""All that the leadership stage remembers: events as they came, and where to find them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from schemas import events
from schemas.events import EditionTaken, Event
from schemas.events.stamps import stamp
from streams.leadership.keys import key_of
from streams.leadership.parts import SEATED, parts_of
from streams.leadership.policy import policy_in_force

NO_ONE: Mapping[str, EditionTaken] = MappingProxyType({})
Answer = events.NominationEndorsed | events.NominationDeclined


class Known:
    """One event for each thing, by key; everything else here is found from those.

    To take over the events of a state, in any order, gives what was there when it was written.
    """

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}
        self.counts: dict[str, int] = {}
        self.changed: dict[str, bytes | None] = {}
        """Keys since `take_changes`, with the record that came in, if the event is not our own."""
        self.day: date | None = None
        self.policy: events.LeadershipPolicyPublished | None = None
        self.policies: dict[str, events.LeadershipPolicyPublished] = {}
        self.editions: dict[str, events.ProgrammeEditionAnnounced] = {}
        self.seats: dict[str, events.SeatsReservedChanged] = {}
        self.standings: dict[str, events.LeadershipStanding] = {}
        self.cohorts: dict[str, dict[str, EditionTaken]] = defaultdict(dict)
        """By edition, announced or not, everybody with a part in it."""
        self.seated: dict[str, set[str]] = defaultdict(set)
        """By edition, who has a seat that they neither declined nor gave back."""
        self.answers: dict[str, Answer] = {}
        self.needs: dict[str, dict[str, events.DevelopmentNeedIdentified]] = defaultdict(dict)
        """By person, those that are open."""
        self.nominations: dict[str, dict[str, events.NominationProposed]] = defaultdict(dict)
        """By edition and person the last one proposed, withdrawn or not."""
        self.withdrawn: set[str] = set()
        self.funnels: dict[str, events.CohortFunnelRevised] = {}
        self.remarks: dict[str, events.LeadershipRemarked] = {}
        """By key, those on something that has not come right since."""

    def put(self, event: Event, count: int, framed: bytes | None = None) -> None:
        """Remember an event in place of the one about the same thing."""
        key = key_of(event)
        self.take_over(key, event, count)
        self.changed[key] = framed

    def take_over(self, key: str, event: Event, count: int) -> None:
        """The same for an event that the state already has."""
        self._unfind(key, self.events.get(key))
        self.events[key], self.counts[key] = event, count
        self._find(key, event)

    def drop(self, key: str) -> None:
        event = self.events.pop(key, None)
        if event is not None:
            del self.counts[key]
            self._unfind(key, event)
            self.changed[key] = None

    def forget(self, candidate_id: str) -> None:
        """Everything that names a person."""
        of_person = (
            getattr(it, "candidate_id", None) == candidate_id for it in self.events.values()
        )
        for key in [key for key, mine in zip(self.events, of_person, strict=True) if mine]:
            self.drop(key)

    def take_changes(self) -> Iterator[tuple[str, int, Event | None, bytes | None]]:
        """Each key that changed, with the event that now stands there, or None."""
        for key in sorted(self.changed):
            yield key, self.counts.get(key, 0), self.events.get(key), self.changed[key]
        self.changed.clear()

    def seats_reserved(self, edition_id: str) -> int:
        """The later of what the announcement and the last change say."""
        announced, changed = self.editions[edition_id], self.seats.get(edition_id)
        if changed is None or stamp(changed) < stamp(announced):
            return announced.seats_reserved
        return changed.seats_reserved

    def seats_used(self, edition_id: str) -> int:
        return len(self.seated.get(edition_id, ()))

    def seats_free(self, edition_id: str) -> int:
        return max(0, self.seats_reserved(edition_id) - self.seats_used(edition_id))

    def part_of(self, candidate_id: str, edition_id: str) -> EditionTaken | None:
        return self.cohorts.get(edition_id, NO_ONE).get(candidate_id)

    def live(self, edition_id: str) -> list[str]:
        """Who is proposed for an edition, in the order of their places."""
        proposed = self.nominations.get(edition_id, {})
        mine = [it for it in proposed.values() if it.nomination_id not in self.withdrawn]
        return [it.candidate_id for it in sorted(mine, key=lambda it: it.place)]

    def _find(self, key: str, event: Event) -> None:
        match event:
            case events.DayStarted() | events.LeadershipPolicyPublished():
                self._find_policy(key, event)
            case events.ProgrammeEditionAnnounced():
                self.editions[event.edition_id] = event
            case events.SeatsReservedChanged():
                self.seats[event.edition_id] = event
            case events.LeadershipStanding():
                self.standings[event.candidate_id] = event
                for edition_id, part in parts_of(event).items():
                    self.cohorts[edition_id][event.candidate_id] = part
                    if part.status in SEATED:
                        self.seated[edition_id].add(event.candidate_id)
            case events.NominationEndorsed() | events.NominationDeclined():
                self.answers[event.nomination_id] = event
            case events.DevelopmentNeedIdentified():
                self.needs[event.candidate_id][event.need_id] = event
            case events.NominationProposed():
                self.nominations[event.edition_id][event.candidate_id] = event
            case events.NominationWithdrawn():
                self.withdrawn.add(event.nomination_id)
            case events.CohortFunnelRevised():
                self.funnels[event.edition_id] = event
            case events.LeadershipRemarked():
                self.remarks[key] = event

    def _find_policy(
        self, key: str, event: events.DayStarted | events.LeadershipPolicyPublished
    ) -> None:
        if isinstance(event, events.DayStarted):
            self.day = event.day
        else:
            self.policies[key] = event
        self.policy = policy_in_force(self.policies.values(), self.day)

    def _unfind(self, key: str, event: Event | None) -> None:
        """Of what can be taken out or change its place."""
        match event:
            case events.LeadershipStanding():
                del self.standings[event.candidate_id]
                for edition_id in parts_of(event):
                    del self.cohorts[edition_id][event.candidate_id]
                    self.seated[edition_id].discard(event.candidate_id)
            case events.DevelopmentNeedIdentified():
                del self.needs[event.candidate_id][event.need_id]
                if not self.needs[event.candidate_id]:
                    del self.needs[event.candidate_id]
            case events.NominationProposed():
                del self.nominations[event.edition_id][event.candidate_id]
            case events.NominationWithdrawn():
                self.withdrawn.discard(event.nomination_id)
            case events.NominationEndorsed() | events.NominationDeclined():
                del self.answers[event.nomination_id]
            case events.LeadershipRemarked():
                del self.remarks[key]
