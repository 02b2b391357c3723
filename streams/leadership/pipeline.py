"""From facts about people, programmes and days to needs, nominations, funnels and remarks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas import events
from schemas.events import Event, LogPosition
from schemas.events.stamps import stamp
from streams.leadership.allocation import Allocation
from streams.leadership.errors import UnexpectedRecord
from streams.leadership.fitness import nomination_id
from streams.leadership.funnels import Funnels
from streams.leadership.keys import key_of, need_key
from streams.leadership.known import Answer, Known
from streams.leadership.moment import LOG, Moment
from streams.leadership.needs import needs_told
from streams.leadership.parts import parts_of
from streams.leadership.remarks import (
    cured,
    remarks_of_the_day,
    remarks_on_seats,
    unknown_nomination,
)

_ERASING = ("CandidateErased", "PersonErased")


class Pipeline:
    """Everybody and every edition of the one leadership-log there is.

    Before the first day everything is only remembered: what is told has a day.
    """

    def __init__(self) -> None:
        self.known = Known()
        self._allocation = Allocation(self.known)
        self._funnels = Funnels(self.known)

    def take(self, event: Event, framed: bytes | None, count: int) -> list[Event]:
        """Everything that record number `count` brings about; raises UnexpectedRecord."""
        handle = _HANDLERS.get(type(event))
        if handle is None:
            raise UnexpectedRecord(type(event).__name__)
        policy = self.known.policy
        if isinstance(event, _ANSWERS) and not self._was_proposed(event):
            return [unknown_nomination(event, self._moment(event, count))]
        if not self._is_news(event):
            return []
        before = self.known.standings.get(getattr(event, "candidate_id", ""))
        self.known.put(event, count, framed)
        told: list[Event] = []
        if self.known.day is not None:
            moment = self._moment(event, count)
            if self.known.policy is not policy:
                told.extend(self._all_needs(moment))
            told.extend(handle(self, event, before, moment))
            for key in cured(self.known):
                self.known.drop(key)
        if isinstance(event, events.LeadershipStanding) and event.cause_type in _ERASING:
            self.known.forget(event.candidate_id)
        return told

    def _moment(self, event: Event, count: int) -> Moment:
        position = LogPosition(log=LOG, partition=0, count=count)
        return Moment(position, event, self.known.day or event.recorded_at.date())

    def _was_proposed(self, answer: Answer) -> bool:
        about = nomination_id(answer.edition_id, answer.candidate_id)
        proposed = self.known.nominations.get(answer.edition_id, {})
        return answer.nomination_id == about and answer.candidate_id in proposed

    def _is_news(self, event: Event) -> bool:
        """Of reference facts and answers the later statement counts; the day only goes on."""
        last = self.known.events.get(key_of(event))
        match event:
            case _ if last is None:
                return True
            case events.DayStarted():
                return self.known.day is not None and event.day > self.known.day
            case events.LeadershipStanding():
                return True
            case _:
                return stamp(event) > stamp(last)

    def _day(self, event: events.DayStarted, before: Any, moment: Moment) -> Iterator[Event]:
        yield from self._settle(None, moment)
        yield from self._remark(remarks_of_the_day(self.known, moment), moment)
        yield from self._remark(remarks_on_seats(self.known, self.known.editions, moment), moment)
        for funnel in self._funnels.of_the_day(moment):
            self.known.put(funnel, moment.count)
            yield funnel

    def _policy(self, event: Event, before: Any, moment: Moment) -> Iterator[Event]:
        self._funnels.all_may_have_changed()
        yield from self._settle(None, moment)

    def _edition(self, event: Any, before: Any, moment: Moment) -> Iterator[Event]:
        self._funnels.may_have_changed([event.edition_id])
        yield from self._settle(None, moment)
        yield from self._remark(remarks_on_seats(self.known, [event.edition_id], moment), moment)

    def _standing(
        self,
        event: events.LeadershipStanding,
        before: events.LeadershipStanding | None,
        moment: Moment,
    ) -> Iterator[Event]:
        editions = {*parts_of(event), *(parts_of(before) if before else ())}
        self._funnels.may_have_changed(editions)
        yield from self._needs(event, moment)
        yield from self._settle({event.candidate_id}, moment)
        yield from self._remark(remarks_on_seats(self.known, editions, moment), moment)

    def _answer(self, event: Answer, before: Any, moment: Moment) -> Iterator[Event]:
        yield from self._settle({event.candidate_id}, moment)

    def _settle(self, touched: set[str] | None, moment: Moment) -> Iterator[Event]:
        yield from self._allocation.settle(touched, moment)

    def _all_needs(self, moment: Moment) -> Iterator[Event]:
        self._funnels.all_may_have_changed()
        for _, standing in sorted(self.known.standings.items()):
            yield from self._needs(standing, moment)

    def _needs(self, standing: events.LeadershipStanding, moment: Moment) -> Iterator[Event]:
        open_needs = dict(self.known.needs.get(standing.candidate_id, {}))
        for told in needs_told(standing, open_needs, self.known.policy, moment):
            if isinstance(told, events.DevelopmentNeedIdentified):
                self.known.put(told, moment.count)
            else:
                self.known.drop(need_key(told.candidate_id, told.need_id))
            yield told

    def _remark(
        self, remarks: Iterator[events.LeadershipRemarked], moment: Moment
    ) -> Iterator[Event]:
        for remark in list(remarks):
            self.known.put(remark, moment.count)
            yield remark


_ANSWERS = (events.NominationEndorsed, events.NominationDeclined)
_HANDLERS: Mapping[type[Event], Callable[..., Iterator[Event]]] = {
    events.DayStarted: Pipeline._day,
    events.LeadershipPolicyPublished: Pipeline._policy,
    events.ProgrammeEditionAnnounced: Pipeline._edition,
    events.SeatsReservedChanged: Pipeline._edition,
    events.LeadershipStanding: Pipeline._standing,
    events.NominationEndorsed: Pipeline._answer,
    events.NominationDeclined: Pipeline._answer,
}
