"""Burden sharing over careers: who has had more than a fair share of hardship, or of ease.

A person's share is the part of their career, in thousandths, that they spent in the policy's
relief classes, and likewise in its settled ones; the class is the one that held when the
assignment began. The fair share is that of all who take part, taken together. A post of a
relief class burdens whoever is above the fair share of relief, a settled one whoever is above
the fair share of ease: by how far they are from it to the whole, in thousandths. Posts of other
classes burden nobody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.events import ExercisePolicyPublished
from streams.exercise.careers import Stay
from streams.exercise.reference import Reference

WHOLE = 1_000
CAREER_DAYS_MIN = 5 * 365
"""A shorter career counts as one of this length: a first tour alone is no unfair share."""

DaysByClass = Mapping[str, int]


def days_by_class(stays: Iterable[Stay], until: date, reference: Reference) -> DaysByClass:
    """The days that somebody spent in stations of each hardship class before a day."""
    days: Counter[str] = Counter()
    for stay in stays:
        station = reference.station(stay.duty_station, stay.starts_on)
        end = until.toordinal() if stay.ends_on is None else stay.ends_on.toordinal() + 1
        served = min(end, until.toordinal()) - stay.starts_on.toordinal()
        if station is not None and served > 0:
            days[station.hardship_class] += served
    return days


@dataclass(frozen=True)
class _Shares:
    """Of one kind of classes."""

    classes: frozenset[str]
    fair: int
    of: Mapping[str, int]

    def burden(self, person: str) -> int:
        above = self.of.get(person, 0) - self.fair
        return above * WHOLE // (WHOLE - self.fair) if above > 0 else 0


@dataclass(frozen=True)
class Burdens:
    """What each class of post would add to the unfair part of each person's share."""

    relief: _Shares
    settled: _Shares

    def of(self, person: str, hardship_class: str) -> int:
        """0 fair to 1000 unfair."""
        if hardship_class in self.relief.classes:
            return self.relief.burden(person)
        return self.settled.burden(person) if hardship_class in self.settled.classes else 0


def burdens(served: Mapping[str, DaysByClass], policy: ExercisePolicyPublished) -> Burdens:
    """`served` has everybody who takes part, also those of whom nothing is known."""
    return Burdens(_shares(served, policy.relief_classes), _shares(served, policy.settled_classes))


def _shares(served: Mapping[str, DaysByClass], classes: Sequence[str]) -> _Shares:
    counted = {who: sum(days.get(it, 0) for it in classes) for who, days in served.items()}
    careers = {who: max(sum(days.values()), CAREER_DAYS_MIN) for who, days in served.items()}
    known = [who for who, days in served.items() if days]
    fair = sum(counted[who] for who in known) * WHOLE // max(sum(careers[who] for who in known), 1)
    of = {who: days * WHOLE // careers[who] for who, days in counted.items()}
    return _Shares(frozenset(classes), fair, of)
