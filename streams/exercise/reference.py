"""The dated facts that an exercise looks up: stations, posts, rule sets and its own policy."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from schemas.events import (
    DutyStationClassified,
    DutyStationKey,
    ExercisePolicyPublished,
    PostAbolished,
    PostPublished,
    RuleSetPublished,
)
from streams.exercise.known import Known


class _Dated(Protocol):
    @property
    def effective_from(self) -> date: ...


Dated = TypeVar("Dated", bound=_Dated)


class Reference:
    """Each lookup is as of a day."""

    def __init__(self, known: Known) -> None:
        self._stations: dict[DutyStationKey, list[DutyStationClassified]] = defaultdict(list)
        for station in known.of(DutyStationClassified):
            self._stations[station.duty_station].append(station)
        self._posts: dict[str, list[PostPublished]] = defaultdict(list)
        for post in known.of(PostPublished):
            self._posts[post.post_id].append(post)
        self._rules = known.of(RuleSetPublished)
        self._abolished = {event.post_id: event for event in known.of(PostAbolished)}

    def station(self, place: DutyStationKey, day: date) -> DutyStationClassified | None:
        """As classified on the day; before the first classification, as that one has it."""
        dated = self._stations.get(place, ())
        first = min(dated, key=lambda it: it.effective_from, default=None)
        return _in_effect(dated, day) or first

    def tour_months(self, post_id: str, place: DutyStationKey, day: date) -> int | None:
        """The length of a tour: the post's own, else the station's, else the class's by policy."""
        post, station = _in_effect(self._posts.get(post_id, ()), day), self.station(place, day)
        if post is not None and post.standard_assignment_months is not None:
            return post.standard_assignment_months
        if station is None or station.standard_assignment_months is not None:
            return None if station is None else station.standard_assignment_months
        rules = max(
            (it for it in self._rules if it.effective_from <= day),
            key=lambda it: (it.effective_from, it.version, it.rule_set_id),
            default=None,
        )
        lengths = {it.hardship_class: it.months for it in rules.tour_lengths} if rules else {}
        return lengths.get(station.hardship_class)

    def abolished_by(self, post_id: str, day: date) -> bool:
        """Whether the post has had its last day before that one."""
        event = self._abolished.get(post_id)
        return event is not None and event.abolished_on < day


def policy_on(
    policies: Iterable[ExercisePolicyPublished], day: date
) -> ExercisePolicyPublished | None:
    """The exercise policy in effect: the latest `effective_from`, then version, then id."""
    return max(
        (it for it in policies if it.effective_from <= day),
        key=lambda it: (it.effective_from, it.version, it.policy_id),
        default=None,
    )


def _in_effect(dated: Sequence[Dated], day: date) -> Dated | None:
    effective = (it for it in dated if it.effective_from <= day)
    return max(effective, key=lambda it: it.effective_from, default=None)
