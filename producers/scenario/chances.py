"""What a generated history draws from: an organisation's own codes, each with its weight."""

from functools import cached_property
from typing import cast

from producers.reference import Organisation, Profile, Station
from producers.scenario.dice import Weighted
from schemas.events import (
    ClearanceType,
    HardshipClass,
    LanguageFramework,
    LanguageRequirements,
    Origin,
    Staffing,
    TierRule,
)

UNSAID_WEIGHT = 3
"""Of people who state preferences, a few say nothing of hardship."""


class Chances:
    """Made once for an organisation, each part of it when it is first drawn from."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._people = organisation.manner.people
        self._notices = organisation.manner.notices

    @cached_property
    def profiles(self) -> Weighted[Profile]:
        found = self.organisation.profiles
        return Weighted(found, [profile.weight for profile in found])

    @cached_property
    def stations(self) -> Weighted[Station]:
        found = self.organisation.duty_stations
        return Weighted(found, [station.weight for station in found])

    @cached_property
    def nationalities(self) -> Weighted[str]:
        found = self.organisation.nationalities
        return Weighted([each.iso3 for each in found], [each.weight for each in found])

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Those in which there are stations."""
        known = self.organisation.regions
        return tuple(sorted({known[each.key.country] for each in self.organisation.duty_stations}))

    @cached_property
    def origins(self) -> Weighted[Origin]:
        return Weighted(tuple(self._people.origins), tuple(self._people.origins.values()))

    @cached_property
    def appraisals(self) -> Weighted[str]:
        return Weighted(tuple(self._people.appraisals), tuple(self._people.appraisals.values()))

    @cached_property
    def hardest(self) -> Weighted[HardshipClass | None]:
        """The hardest class that people accept: most of those who apply accept much."""
        order = cast("tuple[HardshipClass, ...]", self.organisation.rule_set.hardship_order)
        weights = [place**2 for place in range(1, len(order) + 1)]
        return Weighted((None, *order), (UNSAID_WEIGHT, *weights))

    @cached_property
    def clearances(self) -> tuple[ClearanceType, ...]:
        """Those of which the policy makes use."""
        policy = self.organisation.rule_set
        asked = dict.fromkeys((*policy.required_clearances, *policy.suspending_clearances))
        return cast("tuple[ClearanceType, ...]", tuple(asked))

    @cached_property
    def frameworks(self) -> dict[LanguageFramework, Weighted[int]]:
        """By framework, a place among its levels."""
        return {
            framework: Weighted(range(len(levels)), tuple(levels.values()))
            for framework, levels in self._people.language_levels.items()
        }

    @cached_property
    def notice_languages(self) -> Weighted[LanguageRequirements]:
        forms = self._notices.languages
        return Weighted([form.languages for form in forms], [form.weight for form in forms])

    @cached_property
    def tier_rules(self) -> Weighted[TierRule | None]:
        forms = self._notices.tiers
        return Weighted([form.tier_rule for form in forms], [form.weight for form in forms])

    @cached_property
    def tour_months(self) -> dict[str, int]:
        """By hardship class; a class without a standard length is not there."""
        lengths = self.organisation.rule_set.tour_lengths
        return {each.hardship_class: each.months for each in lengths}

    @cached_property
    def staffing(self) -> dict[str, Staffing]:
        """By grade: whose nationals may hold it."""
        return {each.grade: each.staffing for each in self.organisation.rule_set.grades}
