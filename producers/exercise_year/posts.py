"""The posts that people hold when the year begins, each with its tour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from producers.exercise_year.year import Year
from producers.reference import Profile, Station
from producers.scenario.person import Person, person
from schemas import events
from schemas.events import Event

DUE_EARLIEST, DUE_LATEST = -30, 900
"""Days of the year on which tours end: some are overdue, most end after the year."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post and whoever holds it."""

    post_id: str
    profile: Profile
    station: Station
    holder: Person
    since: date
    due: date

    @property
    def assignment_id(self) -> str:
        return f"{self.holder.candidate_id}-assignment"


@cache
def posts(year: Year) -> tuple[Post, ...]:
    """One for each internal person, of their first profile; by number of the person."""
    people = (person(year.world, number) for number in range(year.people))
    held = enumerate(who for who in people if who.origin == "INTERNAL")
    return tuple(
        post_held(year, number, who, year.dice("due", number).between(DUE_EARLIEST, DUE_LATEST))
        for number, who in held
    )


def post_held(year: Year, number: int, holder: Person, due_day: int) -> Post:
    """A post somewhere, whose tour ends on a day of the year."""
    dice, chances = year.dice("post", number), year.world.chances
    station = dice.pick(chances.stations)
    months = chances.tour_months.get(station.hardship_class, 36)
    due = year.day(due_day)
    since = due - timedelta(days=365 * months // 12)
    return Post(year.identity("post", number), holder.profiles[0], station, holder, since, due)


def staffing(year: Year, post: Post) -> Iterator[Event]:
    """The post itself, and that its holder was assigned to it."""
    known = year.start - timedelta(days=30)
    yield year.stated(
        events.PostPublished,
        f"{post.post_id}-published",
        known - timedelta(days=1),
        post_id=post.post_id,
        title=f"{post.profile.title}, {post.station.name}",
        job_group=post.profile.job_group,
        grade=post.profile.grade,
        duty_station=post.station.key,
        rotational=True,
        effective_from=min(post.since, known),
    )
    yield year.stated(
        events.IncumbentAssigned,
        f"{post.post_id}-assigned",
        min(post.since, known),
        candidate_id=post.holder.candidate_id,
        assignment_id=post.assignment_id,
        post_id=post.post_id,
        job_group=post.profile.job_group,
        grade=post.profile.grade,
        duty_station=post.station.key,
        starts_on=post.since,
        due_rotation_on=post.due,
    )
