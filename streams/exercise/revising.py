"""What people make of the slates that stand, and what follows from a signed one."""

from collections.abc import Iterable, Sequence

from schemas.events import CandidateMerged, Event, SlateAdjusted, SlateSignedOff
from streams.exercise.about import key_of
from streams.exercise.decisions import not_allowed, not_the_last, too_early
from streams.exercise.holdings import Holdings
from streams.exercise.making import Making
from streams.exercise.objections import signed_off, waits_for_cycle
from streams.exercise.persons import Persons
from streams.exercise.said import Objection, remarked
from streams.exercise.settling import Signed, settled
from streams.exercise.slates import Slate, last_slate
from streams.exercise.solving import Change, revise

Told = Sequence[Event]


class Revisions:
    """Each method takes a record of the log and answers what it brings about."""

    def __init__(self, held: Holdings, making: Making) -> None:
        self._held, self._making = held, making

    def adjusted(self, event: SlateAdjusted, framed: bytes, count: int) -> Told:
        before = self._held.get(key_of(event))
        if before is not None and before.event_id == event.event_id:
            return ()
        slate = last_slate(self._held, event.cycle_id)
        objection = self._stands_against(event, slate)
        if slate is None or objection is not None:
            return [remarked(objection, event.cycle_id, event)] if objection else ()
        made = self._making.of(event.cycle_id)
        if refused := not_allowed(event, made.case, made.judged):
            return [remarked(refused, event.cycle_id, event)]
        self._held.put(key_of(event), event, framed, count)
        change = Change(event.post_id, event.candidate_id, event.locked)
        return self._revised(slate, change, event, count)

    def signed(self, event: SlateSignedOff, framed: bytes, count: int) -> Told:
        before = self._held.get(key_of(event))
        if before is not None and before.event_id == event.event_id:
            return ()
        slate = last_slate(self._held, event.cycle_id)
        cycle = self._held.get(f"cycle|{event.cycle_id}")
        objection = self._stands_against(event, slate) or too_early(event, cycle)
        if slate is None or objection is not None:
            return [remarked(objection, event.cycle_id, event)] if objection else ()
        self._held.put(key_of(event), event, framed, count)
        persons = Persons(self._held.known_now().of(CandidateMerged))
        case = self._making.of(event.cycle_id).case
        return list(settled(Signed(slate, cycle, case.posts, event), persons))

    def standing(self) -> list[Slate]:
        """The slates that somebody may still adjust or sign."""
        found = []
        for cycle_id, run in sorted(self._held.runs().items()):
            slate = last_slate(self._held, cycle_id)
            signed = self._held.get(f"signed|{cycle_id}") is not None
            if slate is not None and slate.run == run.number and not signed:
                found.append(slate)
        return found

    def without_erased(self, slates: Iterable[Slate], cause: Event, count: int) -> Told:
        """New revisions of slates that named somebody who is erased by now."""
        self._making.forget()
        left = [last_slate(self._held, slate.cycle_id) for slate in slates]
        return [
            event
            for slate in left
            if slate is not None
            for event in self._revised(slate, None, cause, count)
        ]

    def _stands_against(
        self, event: SlateAdjusted | SlateSignedOff, slate: Slate | None
    ) -> Objection | None:
        run = self._held.runs().get(event.cycle_id)
        return (
            signed_off(event, self._held)
            or waits_for_cycle(event, self._held, refused=True)
            or not_the_last(event, slate, run.number if run else 0)
        )

    def _revised(self, slate: Slate, change: Change | None, cause: Event, count: int) -> Told:
        made = self._making.of(slate.cycle_id)
        content = revise(made.case, made.judged, made.case.policy, slate.placements, change)
        return self._making.published(content, made, slate.revision + 1, cause, count)
