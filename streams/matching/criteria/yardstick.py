"""What the criteria of one vacancy are measured against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from schemas.events import (
    CompetencyProfilePublished,
    DutyStationClassified,
    DutyStationKey,
    LanguageRequirements,
    MemberStateListKind,
    MemberStateListPublished,
    RuleSetPublished,
)
from streams.matching.criteria.answers import Remembered
from streams.rules.days import date_of, day_number
from streams.rules.rows import Demand
from streams.rules.tongues import Tongue

Wishes = tuple[tuple[DutyStationKey, ...], tuple[str, ...]]
"""Preferred stations and preferred regions, the most wanted first."""


@dataclass(frozen=True)
class Sets:
    """What the codes of a pool's columns stand for, each at the place of its code."""

    origins: Sequence[str]
    genders: Sequence[str]
    nationalities: Sequence[tuple[str, ...]]
    tongues: Sequence[tuple[Tongue, ...]]
    wishes: Sequence[Wishes]
    stations: Sequence[DutyStationKey]
    remembered: Remembered = field(default_factory=Remembered)
    """What was asked about these entries before."""


class Published(Protocol):
    """Dated reference facts, as they are in effect on a day."""

    def station(self, key: DutyStationKey, day: date) -> DutyStationClassified | None: ...

    def member_states(
        self, kind: MemberStateListKind, day: date
    ) -> MemberStateListPublished | None: ...

    def competency_profile(
        self, job_group: str, grade: str, day: date
    ) -> CompetencyProfilePublished | None: ...


@dataclass(frozen=True)
class Yardstick:
    """Dates of the vacancy, facts of its station, policy: nothing that changes with the day alone.

    A score that changed from day to day would revise every list every morning. A reference fact
    that takes effect on a day is news, and counts from that day.
    """

    opened_on: date
    opened: int
    """`opened_on` as a day number."""
    start: int
    """`start_by` as a day number, whether it has passed or not."""
    station: DutyStationKey
    classified: DutyStationClassified | None
    """The station's facts in effect; None where none are published."""
    emphasis: frozenset[str]
    """Codes of the competencies that count; none named: all that are expected."""
    expected: Mapping[str, int]
    """The level of each competency that the profile in effect expects, where it has levels."""
    languages_required: frozenset[str]
    ranks: Mapping[tuple[str, str], int]
    """The rank of each language framework's levels."""
    rules: RuleSetPublished
    sets: Sets
    class_of: Callable[[DutyStationKey], str | None]
    """The hardship class in effect at any station; None where none is published."""

    def rank_of_class(self, hardship_class: str | None) -> int | None:
        """The place among the classes, the easiest first; None for one that cannot be compared."""
        order = self.rules.hardship_order
        return order.index(hardship_class) if hardship_class in order else None

    @property
    def hardship_class(self) -> str | None:
        return None if self.classified is None else self.classified.hardship_class


def yardstick_of(demand: Demand, sets: Sets, published: Published) -> Yardstick:
    terms, day = demand.terms, date_of(demand.day)
    if day is None:
        raise ValueError("a demand without a day: nobody can be scored")

    def class_of(key: DutyStationKey) -> str | None:
        classified = published.station(key, day)
        return None if classified is None else classified.hardship_class

    profile = published.competency_profile(terms.job_group, terms.grade, day)
    return Yardstick(
        opened_on=terms.opened_on,
        opened=day_number(terms.opened_on),
        start=day_number(terms.start_by),
        station=terms.duty_station,
        classified=demand.station,
        emphasis=frozenset(terms.emphasis),
        expected=_levels(profile),
        languages_required=_named(terms.languages),
        ranks=demand.ranks,
        rules=demand.rule_set,
        sets=sets,
        class_of=class_of,
    )


def _levels(profile: CompetencyProfilePublished | None) -> Mapping[str, int]:
    competencies = () if profile is None else profile.competencies
    return {one.code: one.level for one in competencies if one.level is not None}


def _named(asked: LanguageRequirements | None) -> frozenset[str]:
    return (
        frozenset(one.language for one in (*asked.all_of, *asked.any_of)) if asked else frozenset()
    )
