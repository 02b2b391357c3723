"""The roster on a day: everybody who is or was a member, by the facts that count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from schemas.events import Basis, MembershipEvent, MembershipStatus, Rating
from streams.history.as_of.pools import PoolOnDay
from streams.history.as_of.whole import Asked, ask_pools


@dataclass(frozen=True, kw_only=True)
class RosterEntry:
    """One membership on the day."""

    candidate_id: str
    job_group: str
    grade: str
    status: MembershipStatus
    rating: Rating | None
    bases: tuple[Basis, ...]
    valid_from: date | None
    valid_until: date | None
    reason: str


@dataclass(frozen=True)
class Wanted:
    """Nothing named: everything."""

    job_groups: Collection[str] = ()
    grades: Collection[str] = ()
    statuses: Collection[str] = ()

    def profile(self, job_group: str, grade: str | None) -> bool:
        in_group = not self.job_groups or job_group in self.job_groups
        return in_group and (not self.grades or grade in self.grades)

    def entry(self, entry: RosterEntry) -> bool:
        in_status = not self.statuses or entry.status in self.statuses
        return in_status and self.profile(entry.job_group, entry.grade)


def roster_as_of(asked: Asked, wanted: Wanted) -> list[RosterEntry]:
    """By job group, grade and person; raises OutsideHistory."""
    answers = ask_pools(asked, partial(_entries, wanted))
    entries = [entry for answer in answers for entry in answer]
    return sorted(entries, key=lambda it: (it.job_group, it.grade, it.candidate_id))


def entry_of(event: MembershipEvent) -> RosterEntry:
    return RosterEntry(
        candidate_id=event.candidate_id,
        job_group=event.job_group,
        grade=event.grade,
        status=event.status,
        rating=event.rating,
        bases=event.bases,
        valid_from=event.valid_from,
        valid_until=event.valid_until,
        reason=event.reason,
    )


def _entries(wanted: Wanted, pool: PoolOnDay) -> list[RosterEntry]:
    return [entry for event in pool.roster if wanted.entry(entry := entry_of(event))]
