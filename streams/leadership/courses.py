"""How far one person of a cohort has come, and on which day each step was taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.events import EditionTaken, FunnelStepName, LeadershipStanding, Rating
from streams.leadership.parts import SEATED

STEPS: tuple[FunnelStepName, ...] = ("APPLIED", "SEAT", "COMPLETED", "POOL_MEMBER", "PLACED")
Outcome = tuple[FunnelStepName, str, str, Rating | None]
"""The step, the job group and grade that it led into, and the rating of a member."""


@dataclass(frozen=True, slots=True)
class Course:
    """One person's way through and after an edition, as of a day."""

    part: EditionTaken
    steps: Mapping[FunnelStepName, date | None]
    """The steps taken; without a day where none was stated."""
    outcomes: frozenset[Outcome]
    next_on: date | None
    """The first later day on which more will hold by itself."""

    def days_before(self, step: FunnelStepName) -> int | None:
        """From the last step before this one; None where that is not known or came later."""
        day = self.steps.get(step)
        earlier = (self.steps.get(it) for it in STEPS[: STEPS.index(step)])
        last = max((it for it in earlier if it is not None), default=None)
        if day is None or last is None or day < last:
            return None
        return (day - last).days


def course_of(part: EditionTaken, standing: LeadershipStanding, day: date) -> Course:
    member_days = [it.member_since for it in standing.profiles if it.member_since is not None]
    since = _first_day(part)
    posts = [it for it in standing.placements if since is None or it.starts_on >= since]
    steps = dict(_programme_steps(part))
    if past := [it for it in member_days if it <= day]:
        steps["POOL_MEMBER"] = min(past)
    if past := [it.starts_on for it in posts if it.starts_on <= day]:
        steps["PLACED"] = min(past)
    members: Iterator[Outcome] = (
        ("POOL_MEMBER", it.job_group, it.grade, it.rating)
        for it in standing.profiles
        if it.member_since is not None and it.member_since <= day
    )
    placed: Iterator[Outcome] = (
        ("PLACED", it.job_group, it.grade, None) for it in posts if it.starts_on <= day
    )
    later = [it for it in (*member_days, *(it.starts_on for it in posts)) if it > day]
    return Course(part, steps, frozenset((*members, *placed)), min(later, default=None))


def _programme_steps(part: EditionTaken) -> Iterator[tuple[FunnelStepName, date | None]]:
    """Whoever took a step took those before it, stated or not."""
    yield "APPLIED", part.applied_on
    if part.status in SEATED:
        yield "SEAT", part.seat_on
    if part.status == "COMPLETED":
        yield "COMPLETED", part.completed_on


def _first_day(part: EditionTaken) -> date | None:
    """Posts taken up before it are no outcome of the programme."""
    days = (part.applied_on, part.seat_on, part.completed_on, part.ended_on)
    return min((it for it in days if it is not None), default=None)
