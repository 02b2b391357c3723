"""What the slow matcher is given: plain events, nothing prepared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from schemas.events import (
    CompetencyProfilePublished,
    DutyStationClassified,
    DutyStationKey,
    MembershipRecorded,
    MemberStateListKind,
    MemberStateListPublished,
    OfferDeclined,
    RuleSetPublished,
    VacancyOpened,
    WaiverGranted,
)

Dated = TypeVar(
    "Dated", DutyStationClassified, CompetencyProfilePublished, MemberStateListPublished
)


@dataclass
class World:
    """One vacancy, one day, one policy, and everybody of the vacancy's profile."""

    today: date
    rules: RuleSetPublished
    terms: VacancyOpened
    members: list[MembershipRecorded]
    stations: list[DutyStationClassified] = field(default_factory=list)
    profiles: list[CompetencyProfilePublished] = field(default_factory=list)
    lists: list[MemberStateListPublished] = field(default_factory=list)
    waivers: list[WaiverGranted] = field(default_factory=list)
    declined: list[OfferDeclined] = field(default_factory=list)

    @property
    def start(self) -> date:
        """The day the post needs its holder; today where that has passed."""
        return max(self.terms.start_by, self.today)

    def station(self, key: DutyStationKey) -> DutyStationClassified | None:
        """As classified today."""
        known = [it for it in self.stations if it.duty_station == key]
        return in_effect(known, self.today)

    @property
    def here(self) -> DutyStationClassified | None:
        return self.station(self.terms.duty_station)

    @property
    def profile(self) -> CompetencyProfilePublished | None:
        terms = self.terms
        of_it = [
            p for p in self.profiles if (p.job_group, p.grade) == (terms.job_group, terms.grade)
        ]
        return in_effect(of_it, self.today)

    def countries(self, kind: MemberStateListKind, day: date) -> set[str] | None:
        """The states on a list; None where none is in effect."""
        found = in_effect([one for one in self.lists if one.kind == kind], day)
        return None if found is None else {state.country for state in found.states}

    def rank(self, framework: str, level: str) -> int | None:
        for one in self.rules.language_ranks:
            if (one.framework, one.level) == (framework, level):
                return one.rank
        return None

    def staffing(self, grade: str) -> str | None:
        return next((one.staffing for one in self.rules.grades if one.grade == grade), None)

    def seniority(self, grade: str) -> int | None:
        return next((one.seniority for one in self.rules.grades if one.grade == grade), None)


def in_effect(known: Iterable[Dated], day: date) -> Dated | None:
    so_far = [one for one in known if one.effective_from <= day]
    return max(so_far, key=lambda one: one.effective_from, default=None)


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
