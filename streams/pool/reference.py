"""The dated facts and policies of the reference log, the latest statement of each."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from schemas.events import (
    DayStarted,
    DutyStationClassified,
    DutyStationKey,
    Event,
    ProfilePublished,
    RotationCyclePublished,
    RuleSetPublished,
)
from streams.pool.stamps import stamp

Reference = (
    DayStarted
    | ProfilePublished
    | DutyStationClassified
    | RotationCyclePublished
    | RuleSetPublished
)
_Dated = TypeVar("_Dated", ProfilePublished, DutyStationClassified)


def reference_key(event: Reference) -> str:
    """What a fact is about: a later statement with the same key replaces it."""
    match event:
        case DayStarted():
            return "day"
        case ProfilePublished():
            return f"profile|{event.job_group}|{event.grade}|{event.effective_from}"
        case DutyStationClassified():
            station = event.duty_station
            return f"station|{station.country}|{station.city_code}|{event.effective_from}"
        case RotationCyclePublished():
            return f"cycle|{event.cycle_id}"
        case RuleSetPublished():
            return f"rules|{event.rule_set_id}|{event.version}"


class ReferenceFacts:
    """All of them; each lookup is as of a day."""

    def __init__(self) -> None:
        self.day: date | None = None
        """The latest day that started; None before the first."""
        self.cycles: dict[str, RotationCyclePublished] = {}
        self.rule_sets: dict[str, RuleSetPublished] = {}
        self._profiles: dict[tuple[str, str], dict[date, ProfilePublished]] = {}
        self._stations: dict[DutyStationKey, dict[date, DutyStationClassified]] = {}
        self._held: dict[str, Event] = {}

    def take(self, event: Reference) -> bool:
        """Whether the fact is new or replaces an older statement; a day never goes back."""
        key = reference_key(event)
        if not self._replaces(event, self._held.get(key)):
            return False
        self._held[key] = event
        self._index(key, event)
        return True

    def profile(self, job_group: str, grade: str, day: date) -> ProfilePublished | None:
        return _in_effect(self._profiles.get((job_group, grade), {}), day)

    def profile_dates(self, job_group: str, grade: str) -> Iterator[date]:
        """From when the profile is in effect, by any statement."""
        return iter(sorted(self._profiles.get((job_group, grade), {})))

    def station(self, key: DutyStationKey, day: date) -> DutyStationClassified | None:
        return _in_effect(self._stations.get(key, {}), day)

    def rule_set(self, day: date) -> RuleSetPublished | None:
        """The rule set in effect: the latest `effective_from`, then version, then id."""
        in_effect = [rules for rules in self.rule_sets.values() if rules.effective_from <= day]
        return max(in_effect, key=_precedence, default=None)

    def _replaces(self, event: Reference, held: Event | None) -> bool:
        if isinstance(event, DayStarted):
            return self.day is None or event.day > self.day
        return held is None or stamp(event) > stamp(held)

    def _index(self, key: str, event: Reference) -> None:
        match event:
            case DayStarted():
                self.day = event.day
            case ProfilePublished():
                dated = self._profiles.setdefault((event.job_group, event.grade), {})
                dated[event.effective_from] = event
            case DutyStationClassified():
                self._stations.setdefault(event.duty_station, {})[event.effective_from] = event
            case RotationCyclePublished():
                self.cycles[key] = event
            case RuleSetPublished():
                self.rule_sets[key] = event


def _in_effect(dated: dict[date, _Dated], day: date) -> _Dated | None:
    effective = [start for start in dated if start <= day]
    return dated[max(effective)] if effective else None


def _precedence(rules: RuleSetPublished) -> tuple[date, int, str]:
    return rules.effective_from, rules.version, rules.rule_set_id
