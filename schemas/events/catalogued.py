"""A catalogue's post as a vacancy: whoever judges it and whoever opens it mean the same one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.events.catalogue import CataloguePost
from schemas.events.slate import PostUnfilled
from schemas.events.vacancies import StatedPath, VacancyOpened


def vacancy_id_of(cycle_id: str, post: CataloguePost | PostUnfilled) -> str:
    """That of the vacancy that waits for the exercise, else the one that a signed slate opens."""
    return post.vacancy_id or f"{cycle_id}/{post.post_id}"


def opening_of(
    post: CataloguePost,
    cycle_id: str,
    envelope: Mapping[str, Any],
    *,
    opened_on: date,
    start_by: date,
    stated_path: StatedPath | None = None,
) -> VacancyOpened:
    """With all that the catalogue says the post asks of people; `envelope`: fields of `Event`."""
    return VacancyOpened(
        **envelope,
        vacancy_id=vacancy_id_of(cycle_id, post),
        job_group=post.job_group,
        grade=post.grade,
        post_id=post.post_id,
        title=post.title,
        duty_station=post.duty_station,
        reason="NEW_POST" if post.incumbent_id is None else "INCUMBENT_ROTATED",
        rotational=True,
        opened_on=opened_on,
        start_by=start_by,
        stated_path=stated_path,
        min_rating=post.min_rating,
        scope=post.scope,
        appointment_types=post.appointment_types,
        languages=post.languages,
        tier_rule=post.tier_rule,
        emphasis=post.emphasis,
    )
