"""The dated facts and policies of the reference log, the latest statement of each."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from schemas.events import (
    CompetencyProfilePublished,
    DayStarted,
    DutyStationClassified,
    DutyStationKey,
    Event,
    MemberStateListKind,
    MemberStateListPublished,
    PostAbolished,
    PostPublished,
    PostReclassified,
    ProfilePublished,
    RotationCyclePublished,
    RuleSetPublished,
)
from schemas.events.stamps import stamp

Reference = (
    DayStarted
    | ProfilePublished
    | CompetencyProfilePublished
    | DutyStationClassified
    | RotationCyclePublished
    | MemberStateListPublished
    | PostPublished
    | PostReclassified
    | PostAbolished
    | RuleSetPublished
)
PostDated = PostPublished | PostReclassified
_Dated = TypeVar(
    "_Dated",
    ProfilePublished,
    CompetencyProfilePublished,
    DutyStationClassified,
    MemberStateListPublished,
)


_ABOUT: Mapping[type[Event], tuple[str, ...]] = MappingProxyType(
    {
        DayStarted: ("day",),
        ProfilePublished: ("profile", "job_group", "grade", "effective_from"),
        CompetencyProfilePublished: ("competencies", "job_group", "grade", "effective_from"),
        DutyStationClassified: (
            "station",
            "duty_station.country",
            "duty_station.city_code",
            "effective_from",
        ),
        RotationCyclePublished: ("cycle", "cycle_id"),
        MemberStateListPublished: ("states", "list_id"),
        PostPublished: ("post", "post_id", "effective_from"),
        PostReclassified: ("reclassified", "post_id", "effective_from"),
        PostAbolished: ("abolished", "post_id"),
        RuleSetPublished: ("rules", "rule_set_id", "version"),
    }
)
"""The kind of fact, and the fields that say what it is about."""


def reference_key(event: Reference) -> str:
    """What a fact is about: a later statement with the same key replaces it."""
    kind, *names = _ABOUT[type(event)]
    return "|".join([kind, *(_text(event, name) for name in names)])


def _text(event: Reference, name: str) -> str:
    value: object = event
    for part in name.split("."):
        value = getattr(value, part)
    return str(value)


class ReferenceFacts:
    """All of them; each lookup is as of a day."""

    def __init__(self) -> None:
        self.day: date | None = None
        """The latest day that started; None before the first."""
        self.cycles: dict[str, RotationCyclePublished] = {}
        self.rule_sets: dict[str, RuleSetPublished] = {}
        self._profiles: dict[tuple[str, str], dict[date, ProfilePublished]] = {}
        self._competencies: dict[tuple[str, str], dict[date, CompetencyProfilePublished]] = {}
        self._stations: dict[DutyStationKey, dict[date, DutyStationClassified]] = {}
        self.statements = 0
        """How many facts took effect so far: it stands for all of them together."""
        self.station_statements = 0
        """How many took effect so far: what was derived from stations before holds no more."""
        self._states: dict[str, MemberStateListPublished] = {}
        self._posts: dict[str, dict[str, PostDated]] = {}
        self._abolished: dict[str, PostAbolished] = {}
        self._held: dict[str, Reference] = {}

    def take(self, event: Reference) -> bool:
        """Whether the fact is new or replaces an older statement; a day never goes back."""
        key = reference_key(event)
        if not self._replaces(event, self._held.get(key)):
            return False
        self._held[key] = event
        self.statements += 1
        self._index(key, event)
        return True

    def held(self, key: str) -> Reference | None:
        """The statement that counts for a `reference_key`."""
        return self._held.get(key)

    def profile(self, job_group: str, grade: str, day: date) -> ProfilePublished | None:
        return _in_effect(self._profiles.get((job_group, grade), {}), day)

    def profile_dates(self, job_group: str, grade: str) -> Iterator[date]:
        """From when the profile is in effect, by any statement."""
        return iter(sorted(self._profiles.get((job_group, grade), {})))

    def competency_profile(
        self, job_group: str, grade: str, day: date
    ) -> CompetencyProfilePublished | None:
        return _in_effect(self._competencies.get((job_group, grade), {}), day)

    def competency_profile_ahead(
        self, job_group: str, grade: str, day: date
    ) -> CompetencyProfilePublished | None:
        """The next one that takes effect after the day."""
        dated = self._competencies.get((job_group, grade), {})
        return next((dated[start] for start in sorted(dated) if start > day), None)

    def station(self, key: DutyStationKey, day: date) -> DutyStationClassified | None:
        return _in_effect(self._stations.get(key, {}), day)

    def member_states(
        self, kind: MemberStateListKind, day: date
    ) -> MemberStateListPublished | None:
        """The edition in effect; of two from the same day the one stated later."""
        of_kind = (states for states in self._states.values() if states.kind == kind)
        return _in_effect(_latest_by_date(of_kind), day)

    def post(self, post_id: str, day: date) -> PostDated | None:
        """What says which profile the post belongs to on the day: the latest in effect."""
        dated = (event for event in self._posts.get(post_id, {}).values())
        in_effect = [event for event in dated if event.effective_from <= day]
        return max(in_effect, key=lambda it: (it.effective_from, stamp(it)), default=None)

    def established(self, post_id: str, day: date) -> PostPublished | None:
        """The post as it was last published for the day, whatever it belongs to by now."""
        dated = self._posts.get(post_id, {}).values()
        published = [e for e in dated if isinstance(e, PostPublished) and e.effective_from <= day]
        return max(published, key=lambda it: (it.effective_from, stamp(it)), default=None)

    def posts_begin(self) -> Iterator[PostPublished]:
        """Of each post the statement from when there is one; by post."""
        for post_id in sorted(self._posts):
            dated = self._posts[post_id].values()
            published = [event for event in dated if isinstance(event, PostPublished)]
            if published:
                yield min(published, key=lambda it: (it.effective_from, stamp(it)))

    def abolition(self, post_id: str) -> PostAbolished | None:
        return self._abolished.get(post_id)

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
                profile = (event.job_group, event.grade)
                self._profiles.setdefault(profile, {})[event.effective_from] = event
            case CompetencyProfilePublished():
                profile = (event.job_group, event.grade)
                self._competencies.setdefault(profile, {})[event.effective_from] = event
            case DutyStationClassified():
                self._stations.setdefault(event.duty_station, {})[event.effective_from] = event
                self.station_statements += 1
            case RotationCyclePublished():
                self.cycles[key] = event
            case MemberStateListPublished():
                self._states[key] = event
            case PostPublished() | PostReclassified():
                self._posts.setdefault(event.post_id, {})[key] = event
            case PostAbolished():
                self._abolished[event.post_id] = event
            case RuleSetPublished():
                self.rule_sets[key] = event


def _latest_by_date(
    editions: Iterable[MemberStateListPublished],
) -> dict[date, MemberStateListPublished]:
    return {edition.effective_from: edition for edition in sorted(editions, key=stamp)}


def _in_effect(dated: dict[date, _Dated], day: date) -> _Dated | None:
    effective = [start for start in dated if start <= day]
    return dated[max(effective)] if effective else None


def _precedence(rules: RuleSetPublished) -> tuple[date, int, str]:
    return rules.effective_from, rules.version, rules.rule_set_id
