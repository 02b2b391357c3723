"""What open vacancies ask for, beside what the bench has."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from consumers.questions.coverage import Coverage, Ending, Need
from schemas.events.reference import HardshipClass

HARDSHIP = get_args(HardshipClass)
"""From the easiest; vacancies of which no list tells the class come last, under no name."""


@dataclass(frozen=True, kw_only=True)
class ProfileDemand:
    """One profile: who is there, what ends, and which vacancies ask for it."""

    job_group: str
    grade: str
    active: int
    on_hold: int
    suspended: int
    taken: int
    ending: tuple[int, ...]
    """Of the active ones, in the order of the horizons."""
    open: int
    anticipated: int

    @property
    def bare(self) -> bool:
        """Whether a vacancy asks, now or soon, and nobody is active."""
        return not self.active and bool(self.open or self.anticipated)

    @property
    def short(self) -> bool:
        """Whether fewer people are active than vacancies are open."""
        return self.active < self.open


@dataclass(frozen=True, kw_only=True)
class HardshipDemand:
    """Vacancies open at duty stations of one class."""

    hardship_class: str | None
    open: int
    nobody_eligible: int
    """Vacancies whose list that stands has nobody eligible."""
    profiles: int
    active: int
    """Active memberships of those profiles, each profile once."""


def by_profile(
    lines: Iterable[Coverage], needs: Iterable[Need], endings: Iterable[Ending]
) -> list[ProfileDemand]:
    """Those without anybody first, then by job group and grade."""
    people: dict[tuple[str, str], list[Coverage]] = defaultdict(list)
    asked: dict[tuple[str, str], list[str]] = defaultdict(list)
    ending = {(one.job_group, one.grade): one.people for one in endings}
    for line in lines:
        people[line.job_group, line.grade].append(line)
    for need in needs:
        asked[need.job_group, need.grade or ""].append(need.state)
    found = [
        ProfileDemand(
            job_group=job_group,
            grade=grade,
            active=sum(line.active for line in people[job_group, grade]),
            on_hold=sum(line.on_hold for line in people[job_group, grade]),
            suspended=sum(line.suspended for line in people[job_group, grade]),
            taken=sum(line.taken for line in people[job_group, grade]),
            ending=ending.get((job_group, grade), ()),
            open=asked[job_group, grade].count("OPEN"),
            anticipated=asked[job_group, grade].count("ANTICIPATED"),
        )
        for job_group, grade in sorted({*people, *asked})
    ]
    return sorted(found, key=lambda one: not one.bare)


def by_hardship(needs: Iterable[Need], profiles: Sequence[ProfileDemand]) -> list[HardshipDemand]:
    """Open vacancies alone, by class."""
    bench = {(one.job_group, one.grade): one.active for one in profiles}
    found: dict[str | None, list[Need]] = defaultdict(list)
    for need in needs:
        if need.state == "OPEN":
            found[need.hardship_class].append(need)
    return [_hardship(name, found[name], bench) for name in sorted(found, key=_order)]


def _hardship(
    name: str | None, needs: Sequence[Need], bench: dict[tuple[str, str], int]
) -> HardshipDemand:
    profiles = {(one.job_group, one.grade or "") for one in needs}
    return HardshipDemand(
        hardship_class=name,
        open=len(needs),
        nobody_eligible=sum(one.eligible == 0 for one in needs),
        profiles=len(profiles),
        active=sum(bench.get(one, 0) for one in profiles),
    )


def _order(name: str | None) -> tuple[int, str]:
    if name is None:
        return (len(HARDSHIP) + 1, "")
    return (HARDSHIP.index(name) if name in HARDSHIP else len(HARDSHIP), name)
