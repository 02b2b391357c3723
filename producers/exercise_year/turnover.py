"""Some years in which people leave their posts, most of them as planned: what a forecast meets.

No exercise is run: each post that falls vacant is filled from outside, and its next holder's tour
ends after the years told here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from producers.exercise_year.people import people_facts
from producers.exercise_year.posts import Post, post_held, staffing
from producers.exercise_year.year import Year
from producers.reference import reference_events
from producers.scenario.dice import Dice
from producers.scenario.person import person
from schemas import events
from schemas.events import Event, RotationCyclePublished
from schemas.events.staffing import SeparationReason

EXTENDED_PERCENT, EARLY_PERCENT, ABOLISHED_PERCENT = 12, 10, 4
SLACK_DAYS = 20
"""Nobody leaves to the day: by so much sooner or later."""
NOTICE_DAYS = 60
"""A post is opened so long before its holder leaves."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody's tour ends in the end."""

    post: Post
    ends: date
    told_on: date
    """When that is known: until then the tour ends as it was planned."""
    extended_to: date | None
    reason: SeparationReason

    @property
    def opens(self) -> bool:
        return self.reason != "POST_ABOLISHED"


def turnover(year: Year, years: int) -> list[Event]:
    """People and posts before the first day of `year`, and what becomes of the posts after it."""
    told = [it for it in _facts(year, years) if it.recorded_at.date() < year.day(365 * years)]
    return sorted(told, key=lambda event: (event.recorded_at, event.event_id))


def leavings(year: Year, years: int) -> tuple[Leaving, ...]:
    """Of every post whose holder leaves in these years, by number of the person."""
    last = year.day(365 * years)
    found = (_leaving(year, number, years) for number in _holders(year))
    return tuple(it for it in found if it.ends < last)


def _facts(year: Year, years: int) -> Iterator[Event]:
    for event in reference_events(year.organisation, year.start):
        if not isinstance(event, RotationCyclePublished):
            yield event
    yield from people_facts(year)
    for number in _holders(year):
        leaving = _leaving(year, number, years)
        yield from staffing(year, leaving.post)
        yield from _course(year, leaving)


def _holders(year: Year) -> Iterator[int]:
    for number in range(year.people):
        if person(year.world, number).origin == "INTERNAL":
            yield number


def _leaving(year: Year, number: int, years: int) -> Leaving:
    dice = year.dice("leaving", number)
    post = post_held(year, number, person(year.world, number), dice.between(20, 365 * years + 200))
    slack = timedelta(days=dice.between(-SLACK_DAYS, SLACK_DAYS))
    if dice.chance(EXTENDED_PERCENT):
        extended = post.due + timedelta(days=dice.between(180, 365))
        told = post.due - timedelta(days=dice.between(60, 180))
        return Leaving(post, extended + slack, told, extended, "ROTATED")
    if dice.chance(EARLY_PERCENT):
        return _early(year, dice, post)
    if dice.chance(ABOLISHED_PERCENT):
        told = post.due - timedelta(days=dice.between(120, 240))
        return Leaving(post, post.due, told, None, "POST_ABOLISHED")
    ends = post.due + slack
    return Leaving(post, ends, ends - timedelta(days=NOTICE_DAYS), None, "ROTATED")


def _early(year: Year, dice: Dice, post: Post) -> Leaving:
    """Nobody could foresee it."""
    left = (post.due - year.start).days
    ends = year.day(dice.between(10, max(left - 40, 11)))
    return Leaving(post, ends, ends - timedelta(days=20), None, "CURTAILMENT")


def _course(year: Year, leaving: Leaving) -> Iterator[Event]:
    post, name = leaving.post, leaving.post.post_id
    of_tour = {"candidate_id": post.holder.candidate_id, "assignment_id": post.assignment_id}
    told = max(leaving.told_on, year.start)
    if leaving.extended_to is not None:
        yield year.stated(
            events.TourEndChanged,
            f"{name}-extended",
            told,
            **of_tour,
            due_rotation_on=leaving.extended_to,
            change="EXTENDED",
        )
        told = leaving.ends - timedelta(days=NOTICE_DAYS)
    if not leaving.opens:
        yield year.stated(
            events.PostAbolished, f"{name}-abolished", told, post_id=name, abolished_on=leaving.ends
        )
    yield year.stated(
        events.IncumbentSeparated,
        f"{name}-left",
        told,
        **of_tour,
        ends_on=leaving.ends,
        reason=leaving.reason,
    )
    if leaving.opens:
        yield from _vacant(year, leaving, told)


def _vacant(year: Year, leaving: Leaving, day: date) -> Iterator[Event]:
    """The post is open and waits for an exercise; somebody from outside the Pool takes it first."""
    post, vacancy_id = leaving.post, f"v-{leaving.post.post_id}"
    named = {"vacancy_id": vacancy_id, "job_group": post.profile.job_group}
    yield year.stated(
        events.VacancyOpened,
        f"{vacancy_id}-opened",
        day,
        **named,
        grade=post.profile.grade,
        post_id=post.post_id,
        title=f"{post.profile.title}, {post.station.name}",
        duty_station=post.station.key,
        reason="INCUMBENT_ROTATED" if leaving.reason == "ROTATED" else "CURTAILMENT",
        rotational=True,
        opened_on=day,
        start_by=leaving.ends + timedelta(days=1),
        stated_path="ROTATION",
    )
    filled = max(day, leaving.ends) + timedelta(days=1)
    yield year.stated(events.VacancyFilled, f"{vacancy_id}-filled", filled, **named)
