"""People come into the posts that a signed slate gave them."""

from collections.abc import Iterator
from datetime import date, timedelta

from producers.exercise_year.catalogue import final_posts
from producers.exercise_year.decision import Decision, Told
from producers.exercise_year.year import Year
from schemas import events
from schemas.events import CataloguePost, Event, SlatePlacement, SlateProposed


def starts_on(year: Year, post: CataloguePost) -> date:
    """The first day in a post that the exercise fills."""
    return max(year.cycle.effective_from, post.available_on)


def arrivals(year: Year) -> Iterator[Decision]:
    """On each first day that a post of the catalogue can have."""
    of_day: dict[date, list[CataloguePost]] = {}
    for post in final_posts(year):
        of_day.setdefault(starts_on(year, post), []).append(post)
    for day, starting in sorted(of_day.items()):
        if day < year.as_of:
            yield Decision(day, "people arrive", _told_by(year, starting), awaited=False)


def _told_by(year: Year, starting: list[CataloguePost]) -> Told:
    def told(slate: SlateProposed | None) -> tuple[Event, ...]:
        placed = {each.post_id: each for each in (slate.placements if slate else ())}
        return tuple(
            event
            for post in starting
            if post.post_id in placed
            for event in _arrived(year, post, placed[post.post_id])
        )

    return told


def _arrived(year: Year, post: CataloguePost, placed: SlatePlacement) -> Iterator[Event]:
    day, months = starts_on(year, post), post.standard_assignment_months or 36
    named = {
        "candidate_id": placed.candidate_id,
        "assignment_id": f"{placed.candidate_id}-{year.cycle.cycle_id}",
        "post_id": post.post_id,
    }
    yield year.stated(
        events.IncumbentAssigned,
        f"{post.post_id}-taken",
        day,
        **named,
        job_group=post.job_group,
        grade=post.grade,
        duty_station=post.duty_station,
        starts_on=day,
        due_rotation_on=day + timedelta(days=365 * months // 12),
    )
    yield year.stated(
        events.AssignmentStarted,
        f"{post.post_id}-arrived",
        day,
        **named,
        started_on=day,
        cycle_id=year.cycle.cycle_id,
    )
