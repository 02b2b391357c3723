"""S4: burden sharing; relief after long hardship, moving on after a long stay at ease.

Months are counted in the post held when the vacancy opened, until the start date or the last day
in the post, whichever is first.
"""

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.days import FIRST_DAY, Days, months_later
from streams.rules.person import Person, of_person
from streams.rules.standing import Flags

_UNCLASSIFIED = "UNCLASSIFIED"
_READS = ("station", "post_since", "post_ends")


@dataclass(frozen=True, slots=True)
class _Stay:
    """One way to have served long enough: which stations count, and for how many months."""

    counts: Flags
    """By station code; last of all for no station."""
    months: int
    since: int
    """Who came on this day or before has served long enough at the start date."""


def _measure(yardstick: Yardstick) -> Measure | None:
    stays = _stays(yardstick)
    if not stays:
        return None

    def points(station: NDArray[np.int32], since: Days, ends: Days) -> Points:
        long = np.zeros(len(station), np.bool_)
        for stay in stays:
            long |= stay.counts[station.astype(np.intp)] & _served(
                stay, yardstick.start, since, ends
            )
        long &= ends >= yardstick.opened
        return long.astype(np.int32) * np.int32(FULL)

    return Measure(tuple(map(attrgetter, _READS)), points)


def _stays(yardstick: Yardstick) -> list[_Stay]:
    """Those from which this vacancy would be a change; none where its own class is not known."""
    rules, here = yardstick.rules, yardstick.hardship_class
    if here is None or here == _UNCLASSIFIED:
        return []
    both = (
        (rules.relief_classes, rules.relief_months),
        (rules.settled_classes, rules.settled_months),
    )
    classes = [yardstick.class_of(station) for station in yardstick.sets.stations]
    return [
        _Stay(np.array([c in of for c in classes] + [False]), months, _latest(yardstick, months))
        for of, months in both
        if here not in of
    ]


def _latest(yardstick: Yardstick, months: int) -> int:
    """The latest day from which `months` have passed at the start date."""
    start = np.int32(yardstick.start)
    guess = start - np.arange(months * 31 + 1, -1, -1, dtype=np.int32)
    guess = guess[guess >= FIRST_DAY]
    return int(guess[_after(guess, months) <= start].max(initial=FIRST_DAY - 1))


def _after(since: Days, months: int) -> Days:
    return months_later(since, np.full(len(since), months, np.int32))


def _served(stay: _Stay, start: int, since: Days, ends: Days) -> Flags:
    served: Flags = since <= stay.since
    early = np.flatnonzero(served & (ends < start - 1))
    served[early] = _after(since[early], stay.months) <= ends[early] + 1
    return served


def _raw(person: Person, yardstick: Yardstick) -> str:
    post = person.facts.posting
    if post is None:
        return "no post known"
    place = f"{post.duty_station.country} {post.duty_station.city_code}"
    there = yardstick.class_of(post.duty_station) or "not classified"
    until = "" if post.ends_on is None else f" until {post.ends_on}"
    here = yardstick.hardship_class or "not classified"
    served = f"at {place} (class {there}) since {post.starts_on}{until}"
    return f"{served}; this station: class {here}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    post = person.facts.posting
    return () if post is None else post.event_ids


S4 = Criterion("S4", _measure, _raw, _evidence)
