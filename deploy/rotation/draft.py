"""A catalogue for people to go through: posts whose holders are due, and vacancies that wait."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any

from deploy.rotation.due import Due
from deploy.rotation.pools_know import PoolsKnow
from producers.content_id import content_id
from schemas.events import (
    CatalogueFrozen,
    CataloguePost,
    RotationCyclePublished,
    VacancyOpened,
)
from schemas.text import to_json
from streams.pool.reference import ReferenceFacts

PART_POSTS = 100
SOURCE = "pathways.command"


@dataclass(frozen=True)
class LeftOut:
    """A post that somebody must leave, and why it is not in the draft."""

    post_id: str
    why: str


@dataclass(frozen=True)
class Draft:
    posts: tuple[CataloguePost, ...]
    """By post id."""
    left_out: tuple[LeftOut, ...]


def draft_of(cycle: RotationCyclePublished, due: Iterable[Due], pools: PoolsKnow) -> Draft:
    """Where several hold a post, the one who leaves last counts: then it needs somebody."""
    posts: dict[str, CataloguePost] = {}
    left_out: dict[str, LeftOut] = {}
    waiting = {terms.post_id: terms for terms in pools.waiting(cycle)}
    for one in {it.post_id: it for it in due}.values():
        post = _of_holder(cycle, one, pools.reference)
        if isinstance(post, LeftOut):
            left_out[one.post_id] = post
        else:
            posts[one.post_id] = post
    for post_id, terms in waiting.items():
        if post_id in left_out:
            continue
        post = _of_vacancy(cycle, terms, pools.reference)
        if isinstance(post, LeftOut):
            left_out[post_id] = post
        else:
            holder = posts[post_id].incumbent_id if post_id in posts else None
            posts[post_id] = replace(post, incumbent_id=holder)
    return Draft(
        tuple(posts[it] for it in sorted(posts)), tuple(left_out[it] for it in sorted(left_out))
    )


def catalogue_events(
    cycle: RotationCyclePublished, posts: Sequence[CataloguePost], now: datetime
) -> Iterator[CatalogueFrozen]:
    """Ready to be published, in parts. The same posts at the same time make the same events."""
    stated = [to_json(post) for post in posts]
    catalogue_id = content_id(f"catalogue-{cycle.cycle_id}", now, {"posts": stated})
    remaining, parts = iter(posts), -(-len(posts) // PART_POSTS)
    for part in range(1, parts + 1):
        yield CatalogueFrozen(
            event_id=f"{catalogue_id}/{part}",
            occurred_at=now,
            recorded_at=now,
            source=SOURCE,
            correlation_id=cycle.cycle_id,
            cycle_id=cycle.cycle_id,
            catalogue_id=catalogue_id,
            part=part,
            parts=parts,
            posts=tuple(islice(remaining, PART_POSTS)),
        )


def _of_holder(
    cycle: RotationCyclePublished, due: Due, reference: ReferenceFacts
) -> CataloguePost | LeftOut:
    available = max(cycle.effective_from, due.leaves_on or cycle.effective_from)
    dated = reference.post(due.post_id, available)
    established = reference.established(due.post_id, available)
    job_group, grade = (dated.job_group, dated.grade) if dated else (due.job_group, due.grade)
    if due.abolished_on is not None and due.abolished_on <= available:
        return LeftOut(due.post_id, f"it ends on {due.abolished_on}: its holder must move, no more")
    if job_group not in cycle.job_groups:
        return LeftOut(due.post_id, f"it belongs to {job_group}/{grade} by {available}")
    return _placed(
        reference,
        available,
        post_id=due.post_id,
        job_group=job_group,
        grade=grade,
        title=established.title if established else due.post_id,
        duty_station=established.duty_station if established else due.duty_station,
        incumbent_id=due.candidate_id,
    )


def _of_vacancy(
    cycle: RotationCyclePublished, terms: VacancyOpened, reference: ReferenceFacts
) -> CataloguePost | LeftOut:
    return _placed(
        reference,
        max(cycle.effective_from, terms.start_by),
        vacancy_id=terms.vacancy_id,
        post_id=terms.post_id,
        job_group=terms.job_group,
        grade=terms.grade,
        title=terms.title,
        duty_station=terms.duty_station,
        min_rating=terms.min_rating,
        scope=terms.scope,
        appointment_types=terms.appointment_types,
        languages=terms.languages,
        tier_rule=terms.tier_rule,
        emphasis=terms.emphasis,
    )


def _placed(reference: ReferenceFacts, available: date, **terms: Any) -> CataloguePost | LeftOut:
    """With the facts about its place and its tour as they are known for the day."""
    post_id, place = terms["post_id"], terms["duty_station"]
    abolition = reference.abolition(post_id)
    if abolition is not None and abolition.abolished_on <= available:
        return LeftOut(post_id, f"it is abolished on {abolition.abolished_on}")
    station = reference.station(place, available)
    if station is None:
        where = f"{place.country} {place.city_code}"
        return LeftOut(post_id, f"its duty station {where} is not classified: publish that first")
    established = reference.established(post_id, available)
    months = established.standard_assignment_months if established else None
    return CataloguePost(
        hardship_class=station.hardship_class,
        family_status=station.family_status,
        available_on=available,
        standard_assignment_months=months,
        **terms,
    )
