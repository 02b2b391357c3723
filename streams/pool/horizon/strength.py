"""How many members a profile would have in each month ahead, beside the openings expected then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from schemas.events import (
    BenchStrength,
    DutyStationKey,
    LanguageRequirement,
    LanguageRequirements,
    StrengthOf,
)
from streams.pool.holdings import Holdings
from streams.pool.horizon.eligible import asking_ahead, brought_to, terms_of
from streams.pool.horizon.months import first_of_month, months_ahead
from streams.pool.horizon.opening import Opening
from streams.pool.moment import Moment
from streams.pool.policy import Policy
from streams.pool.table import Table
from streams.rules.languages import meeting
from streams.rules.outcomes import PASS, UNKNOWN
from streams.rules.rows import HARDSHIP_CLASSES
from streams.rules.standing import Flags

_THERE_AND_FREE = ("H1", "H3", "H8", "H9", "H10", "H15")
"""The rules about a membership and its holder's time; the others are about a place."""
NOTICE_LEAD = timedelta(days=92)
"""Notice is taken to be given so long before a month: three months at their longest.

Counted from the day of the forecast, a month would have fewer members the nearer it comes.
"""
_ANYWHERE = DutyStationKey(country="", city_code="")
_Dimension = tuple[StrengthOf, str]
ALL: _Dimension = ("ALL", "all")


@dataclass(frozen=True)
class Bench:
    """One profile, and the openings expected in it."""

    holdings: Holdings
    policy: Policy
    table: Table
    openings: Sequence[Opening]
    moment: Moment

    def strength(self) -> Iterator[BenchStrength]:
        """Month by month; only for languages and classes of the openings' own places."""
        dimensions = self._dimensions()
        so_far = dict.fromkeys(dimensions, 0)
        for month in months_ahead(self.moment.as_of):
            free = self._free(month)
            for (dimension, value), able in dimensions.items():
                members = int(np.count_nonzero(free & able))
                openings = sum(
                    (dimension, value) in self._asks(opening)
                    for opening in self.openings
                    if first_of_month(max(opening.expected_on, self.moment.as_of)) == month
                )
                so_far[dimension, value] += openings
                yield BenchStrength(
                    month=month,
                    grade=self.table.grade,
                    dimension=dimension,
                    value=value,
                    members=members,
                    openings=openings,
                    gap=max(so_far[dimension, value] - members, 0),
                )

    def _free(self, month: date) -> Flags:
        """Who is there and free on the first of a month; in the present one, today.

        The same at whatever distance, if nothing more is said until then.
        """
        day = max(month, self.moment.as_of)
        then = brought_to(self.table, day, self.policy, self.holdings)
        terms = terms_of(self._anything(day), self.moment, day)
        days = (day - NOTICE_LEAD, day)
        demand = asking_ahead(self.holdings, self.policy, terms, then, days)
        asked = [rule for rule in self.policy.hard if rule.id in _THERE_AND_FREE]
        free = np.ones(len(then), np.bool_)
        for rows in then.chunks():
            part = slice(rows.first, rows.first + len(rows))
            for rule in asked:
                free[part] &= rule.over(rows, demand) == PASS
        return free

    def _anything(self, day: date) -> Opening:
        job_group, grade = self.table.job_group, self.table.grade
        return Opening("", "", job_group, grade, _ANYWHERE, "NEW_POST", day)

    def _dimensions(self) -> Mapping[_Dimension, Flags]:
        """Who counts in each."""
        wanted = sorted({asked for opening in self.openings for asked in self._asks(opening)})
        able = {ALL: np.ones(len(self.table), np.bool_)}
        for dimension, value in wanted:
            if dimension == "LANGUAGE":
                able[dimension, value] = self._commanding(value)
            elif dimension == "HARDSHIP":
                able[dimension, value] = self._not_refusing(value)
        return able

    def _asks(self, opening: Opening) -> set[_Dimension]:
        """What the place of an opening asks of people, as it is known today."""
        station = self.holdings.reference.station(opening.duty_station, self.moment.as_of)
        if station is None:
            return {ALL}
        languages = station.working_languages if self._working_level else ()
        asked: set[_Dimension] = {("LANGUAGE", language) for language in languages}
        return asked | {ALL, ("HARDSHIP", station.hardship_class)}

    @property
    def _working_level(self) -> tuple[str, str] | None:
        """The lowest level at which the policy counts a language; None where it ranks none."""
        least = self.policy.rules.extra_language_rank
        ranked = [(rank, level) for level, rank in self.policy.ranks.items() if rank >= least]
        return min(ranked)[1] if ranked else None

    def _commanding(self, language: str) -> Flags:
        if self._working_level is None:
            raise ValueError("no language level is ranked: nobody can be said to command one")
        framework, level = self._working_level
        asked = LanguageRequirement(language=language, framework=framework, level=level)  # type: ignore[arg-type]
        wanted, lists = LanguageRequirements(all_of=(asked,)), self.holdings.lists
        key = ("languages", wanted, self.policy.rules.language_ranks)
        answer = meeting(wanted, self.policy.ranks)
        answers = lists.lookups.over(lists.tongues, key, answer, int(UNKNOWN))
        commanding: Flags = answers.take(self.table["tongues"]) == PASS
        return commanding

    def _not_refusing(self, hardship_class: str) -> Flags:
        order = self.policy.hardship
        asked = order.get(hardship_class, -1)
        fine = [asked <= order.get(hardest, asked) for hardest in HARDSHIP_CLASSES]
        silent = True
        not_refusing: Flags = np.array([*fine, silent]).take(self.table["max_hardship"])
        return not_refusing
