"""The catalogue of the year's exercise: posts whose tours end, and vacancies that were deferred."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from producers.exercise_year.openings import ENTERED, Opening, deferred
from producers.exercise_year.posts import Post, posts
from producers.exercise_year.year import FROZEN, Year
from producers.scenario.notice import terms_of_notice
from schemas import events
from schemas.events import CataloguePost, Event

PART_POSTS = 20
LEAVES_DAY, ENTERS_DAY = 72, 76


def due_posts(year: Year) -> tuple[Post, ...]:
    """Those whose tours end by the end of the year, ordered by id."""
    found = (post for post in posts(year) if post.due < year.as_of)
    return tuple(sorted(found, key=lambda post: post.post_id))


def extended_post(year: Year) -> Post:
    """The one that leaves the catalogue again, because its holder stays on."""
    return due_posts(year)[-1]


@cache
def frozen_posts(year: Year) -> tuple[CataloguePost, ...]:
    return tuple(_catalogued(year, number, post) for number, post in enumerate(due_posts(year)))


def entered_posts(year: Year) -> tuple[CataloguePost, ...]:
    return tuple(map(_entered, deferred(year)[:ENTERED]))


@cache
def final_posts(year: Year) -> tuple[CataloguePost, ...]:
    """What is left in the catalogue when preferences are ranked."""
    return (*frozen_posts(year)[:-1], *entered_posts(year))


def catalogue(year: Year) -> Iterator[Event]:
    """The parts, the amendments, and that the holder of the post that left stays on."""
    frozen, catalogue_id = frozen_posts(year), f"catalogue-{year.start}"
    named = {"cycle_id": year.cycle.cycle_id, "catalogue_id": catalogue_id}
    slices = [frozen[first : first + PART_POSTS] for first in range(0, len(frozen), PART_POSTS)]
    for part, some in enumerate(slices, 1):
        yield year.stated(
            events.CatalogueFrozen,
            f"catalogue-{part}",
            year.day(FROZEN),
            **named,
            part=part,
            parts=len(slices),
            posts=some,
        )
    stays = extended_post(year)
    yield year.stated(
        events.TourEndChanged,
        "extended",
        year.day(LEAVES_DAY - 1),
        candidate_id=stays.holder.candidate_id,
        assignment_id=stays.assignment_id,
        due_rotation_on=stays.due + timedelta(days=365),
        change="EXTENDED",
    )
    reasons = {LEAVES_DAY: "the holder stays on", ENTERS_DAY: "vacancies of the window"}
    for day, reason in reasons.items():
        leaves = day == LEAVES_DAY
        yield year.stated(
            events.CatalogueAmended,
            f"amended-{day}",
            year.day(day),
            **named,
            amendment_id=f"{catalogue_id}-{day}",
            entered=() if leaves else entered_posts(year),
            left=(stays.post_id,) if leaves else (),
            actor_role="hr-rotation",
            reason=reason,
        )


def _catalogued(year: Year, number: int, post: Post) -> CataloguePost:
    dice = year.dice("catalogue", number)
    return CataloguePost(
        post_id=post.post_id,
        job_group=post.profile.job_group,
        grade=post.profile.grade,
        title=f"{post.profile.title}, {post.station.name}",
        duty_station=post.station.key,
        hardship_class=post.station.hardship_class,
        family_status=post.station.family_status,
        available_on=max(post.due, year.cycle.effective_from),
        standard_assignment_months=year.world.chances.tour_months.get(post.station.hardship_class),
        incumbent_id=post.holder.candidate_id,
        **terms_of_notice(year.world, dice),
    )


def _entered(opening: Opening) -> CataloguePost:
    return CataloguePost(
        post_id=opening.post_id,
        job_group=opening.profile.job_group,
        grade=opening.profile.grade,
        title=f"{opening.profile.title}, {opening.station.name}",
        duty_station=opening.station.key,
        hardship_class=opening.station.hardship_class,
        family_status=opening.station.family_status,
        available_on=opening.start_by,
        vacancy_id=opening.vacancy_id,
        **opening.terms,
    )
