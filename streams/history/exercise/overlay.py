"""What stands in the logs of an exercise where something is laid over them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from schemas.events import (
    Event,
    ExercisePolicyPublished,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PreferencesRanked,
    RuleSetPublished,
    SlateRequested,
)
from streams.history.exercise.otherwise import Otherwise

Rules = RuleSetPublished | ExercisePolicyPublished
RulesName = tuple[str, str, int]
TOUCHED = frozenset(
    kind.__name__
    for kind in (
        ExercisePolicyPublished,
        HirerRankingLocked,
        HirerRankingSubmitted,
        PreferencesRanked,
        RuleSetPublished,
        SlateRequested,
    )
)
"""The records that may give way; all others stay as they are."""


class Overlay:
    """Of one run; grows with the records of the log that it is shown."""

    def __init__(self, otherwise: Otherwise, cycle_id: str, request_id: str) -> None:
        self._otherwise, self._cycle_id, self._request_id = otherwise, cycle_id, request_id
        self._wishes = {one.candidate_id: one for one in otherwise.preferences}
        self._rankings = {one.post_id: one for one in otherwise.rankings}
        self._rules: dict[RulesName, Rules] = {}
        self._placed: set[str] = set()
        """Ids of what is laid over that stands in the place of something."""
        self._ranking_ids: dict[str, str] = {}
        self._locked: set[str] = set()
        self.added: frozenset[str] = frozenset()
        """Ids of events that stand in nobody's place: these the exercise may refuse."""

    def is_request(self, event: Event) -> bool:
        return isinstance(event, SlateRequested) and event.event_id == self._request_id

    def in_place_of(self, event: Event) -> Iterator[Event]:
        """What stands where an event stood."""
        match event:
            case RuleSetPublished() | ExercisePolicyPublished():
                self._rules[_name(event)] = event
                yield event
            case PreferencesRanked(cycle_id=self._cycle_id):
                yield self._instead(event, self._wishes.get(event.candidate_id))
            case HirerRankingSubmitted(cycle_id=self._cycle_id):
                self._ranking_ids[event.post_id] = event.ranking_id
                yield self._instead(event, self._rankings.get(event.post_id), "ranking_id")
            case HirerRankingLocked(cycle_id=self._cycle_id):
                self._locked.add(event.post_id)
                yield event
            case SlateRequested() if self.is_request(event):
                yield from self._before(event)
                yield replace(event, method=self._otherwise.method or event.method)
            case _:
                yield event

    def _instead(self, event: Any, ours: Any, *kept: str) -> Event:
        """Ours, under the id and at the times of what it replaces: so windows and locks hold."""
        if ours is None:
            return event  # type: ignore[no-any-return]
        self._placed.add(ours.event_id)
        names = ("event_id", "occurred_at", "recorded_at", *kept)
        return replace(ours, **{name: getattr(event, name) for name in names})  # type: ignore[no-any-return]

    def _before(self, request: Event) -> Iterator[Event]:
        """What has taken nobody's place stands right before the request."""
        wishes = (*self._otherwise.preferences, *self._otherwise.rankings)
        new = [one for one in wishes if one.event_id not in self._placed]
        self.added = frozenset(one.event_id for one in new)
        for ours in (self._otherwise.rule_set, self._otherwise.policy):
            if ours is not None:
                yield from self._in_force(ours, request)
        yield from (*new, *self._locks(request))

    def _in_force(self, ours: Rules, request: Event) -> Iterator[Event]:
        """Earlier runs were made by what was in force then: it gives way from the request on."""
        at: Any = {"occurred_at": request.occurred_at, "recorded_at": request.recorded_at}
        for name, one in sorted(self._rules.items()):
            if type(one) is type(ours) and gives_way(one, ours) and name != _name(ours):
                event_id = f"{one.event_id}/gives-way"
                yield replace(one, event_id=event_id, effective_from=date.max, **at)
        yield replace(ours, **at)

    def _locks(self, request: Event) -> Iterator[Event]:
        """Only a ranking that is locked counts: one that is laid over is meant to."""
        for post_id, ours in sorted(self._rankings.items()):
            if post_id not in self._locked:
                yield HirerRankingLocked(
                    event_id=f"{ours.event_id}/locked",
                    occurred_at=min(ours.occurred_at, request.occurred_at),
                    recorded_at=request.recorded_at,
                    source=ours.source,
                    cycle_id=self._cycle_id,
                    post_id=post_id,
                    ranking_id=self._ranking_ids.get(post_id, ours.ranking_id),
                    actor_role=ours.actor_role,
                )


def gives_way(event: Rules, ours: Rules | None) -> bool:
    """Whether what was published counts no more beside what is laid over it."""
    if ours is None:
        return False
    same = _name(event) == _name(ours)
    return same or event.effective_from >= ours.effective_from


def _name(event: Rules) -> RulesName:
    name = event.rule_set_id if isinstance(event, RuleSetPublished) else event.policy_id
    return type(event).__name__, name, event.version
