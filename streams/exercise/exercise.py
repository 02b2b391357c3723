"""Everything that a record of the exercise-log brings about: the one decision of the stage."""

from collections.abc import Iterator

from schemas.events import (
    CandidateErased,
    CandidateMerged,
    DayStarted,
    Event,
    PostAbolished,
    PostReclassified,
    PostsJudged,
    PreferencesRanked,
    RotationCyclePublished,
    SlateAdjusted,
    SlateRequested,
    SlateSignedOff,
)
from schemas.events.stamps import stamp
from streams.exercise.about import FACTS, key_of
from streams.exercise.errors import UnexpectedRecord
from streams.exercise.holdings import Decode, Holdings
from streams.exercise.making import Encode, Made, Making
from streams.exercise.objections import STATEMENTS, Statement, objection_to, outside_window
from streams.exercise.persons import Persons
from streams.exercise.revising import Revisions, Told
from streams.exercise.running import Runs
from streams.exercise.said import Objection, remarked
from streams.exercise.slates import Slate
from streams.exercise.without import without


class Exercise:
    """All exercises, from the first record of the log or from state restored into `held`."""

    def __init__(self, read: Decode, write: Encode) -> None:
        self.held = Holdings(read)
        self._read, self._write = read, write
        self._making = Making(self.held, write)
        self._runs = Runs(self.held, self._making, write)
        self._revisions = Revisions(self.held, self._making)

    def made(self, cycle_id: str) -> Made:
        """What the cycle's last slate is made from: for what-if, which publishes nothing."""
        return self._making.of(cycle_id)

    def take(self, event: Event, framed: bytes, count: int) -> Told:
        """Fold the record that is number `count` of the log; answers what is to be written."""
        match event:
            case CandidateErased():
                return self._erased(event, framed, count)
            case CandidateMerged():
                return self._merged(event, framed, count)
            case SlateAdjusted():
                return self._revisions.adjusted(event, framed, count)
        # Whatever still arrives about somebody erased counts for nothing.
        left = without(event, self.held.erased) if self.held.erased else event
        if left is None:
            return ()
        return self._taken(left, framed if left == event else self._write(left), count)

    def _taken(self, event: Event, framed: bytes, count: int) -> Told:
        match event:
            case SlateRequested():
                return self._runs.requested(event, framed, count)
            case PostsJudged():
                return self._runs.judged(event, framed, count)
            case SlateSignedOff():
                return self._revisions.signed(event, framed, count)
            case PostAbolished():
                return list(self._abolished(event, framed, count))
            case PostReclassified():
                # A post stays in its catalogue as frozen until the catalogue is amended.
                return ()
        return self._fact_or_statement(event, framed, count)

    def _fact_or_statement(self, event: Event, framed: bytes, count: int) -> Told:
        if isinstance(event, DayStarted):
            before = self.held.get("day")
            if before is None or event.day > before.day:
                self.held.put("day", event, framed, count)
            return ()
        if isinstance(event, FACTS):
            self._put_if_later(event, framed, count)
            return ()
        if isinstance(event, STATEMENTS):
            return list(self._stated(event, framed, count))
        raise UnexpectedRecord(type(event).__name__)

    def _stated(self, event: Statement, framed: bytes, count: int) -> Iterator[Event]:
        """An older statement, or the same one again, says nothing."""
        before = self.held.get(key_of(event))
        if before is not None and stamp(event) <= stamp(before):
            return
        objection = objection_to(event, self.held)
        if objection is not None:
            yield remarked(objection, event.cycle_id, event)
        if objection is None or not objection.refused:
            self.held.put(key_of(event), event, framed, count)
            if isinstance(event, RotationCyclePublished):
                yield from self._outside(event)

    def _outside(self, cycle: RotationCyclePublished) -> Iterator[Event]:
        """Remarks on what was ranked while the cycle, or this window of it, was not known."""
        for event in self.held.known_now().of(PreferencesRanked):
            if event.cycle_id == cycle.cycle_id and (said := outside_window(event, cycle)):
                yield remarked(said, cycle.cycle_id, cycle, event.event_id)

    def _abolished(self, event: PostAbolished, framed: bytes, count: int) -> Iterator[Event]:
        if not self._put_if_later(event, framed, count):
            return
        for cycle in self.held.cycles():
            signed = self.held.get(f"signed|{cycle.cycle_id}") is not None
            if not signed and event.post_id in self.held.catalogue(cycle.cycle_id).posts:
                objection = Objection(
                    "UNKNOWN_POST",
                    f"{event.post_id} ends on {event.abolished_on}, and is in the catalogue",
                    "amend the catalogue; no run fills a post that ends before its start",
                    refused=False,
                )
                yield remarked(objection, cycle.cycle_id, event)

    def _put_if_later(self, event: Event, framed: bytes, count: int) -> bool:
        before = self.held.get(key_of(event))
        if before is not None and stamp(event) <= stamp(before):
            return False
        self.held.put(key_of(event), event, framed, count)
        return True

    def _merged(self, event: CandidateMerged, framed: bytes, count: int) -> Told:
        """Whoever is merged into somebody erased is erased with them."""
        if event.merged_candidate_id in self.held.erased:
            return ()
        erased = f"erased|{event.candidate_id}"
        if event.candidate_id in self.held.erased:
            erasure, as_it_came = self.held.get(erased), self.held.framed(erased)
            return self._forgotten({event.merged_candidate_id}, erasure, as_it_came, count)
        self._put_if_later(event, framed, count)
        return ()

    def _erased(self, event: CandidateErased, framed: bytes, count: int) -> Told:
        persons = Persons(self.held.known_now().of(CandidateMerged))
        merged = (it.merged_candidate_id for it in self.held.known_now().of(CandidateMerged))
        ids = {it for it in merged if event.candidate_id in persons.passed(it)}
        return self._forgotten({event.candidate_id, *ids}, event, framed, count)

    def _forgotten(self, ids: set[str], event: CandidateErased, framed: bytes, count: int) -> Told:
        slates = [slate for slate in self._revisions.standing() if _names(slate, ids)]
        for key, held in self.held.all_held().items():
            before = self._read(held.framed) if held.event is None else held.event
            after = without(before, ids)
            if after is None:
                self.held.drop(key)
            elif after != before:
                self.held.replace(key, after, self._write(after))
        for one in sorted(ids):
            self.held.put(f"erased|{one}", event, framed, count)
        return self._revisions.without_erased(slates, event, count)


def _names(slate: Slate, ids: set[str]) -> bool:
    placed = {it.candidate_id for it in slate.placements}
    return not ids.isdisjoint(placed | {it.candidate_id for it in slate.unplaced})
