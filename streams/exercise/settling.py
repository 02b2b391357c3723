"""What follows from a signed slate: placements as upstream would state them, and open posts.

A placement's vacancy is opened before it is filled where the catalogue knows of none; a post that
nobody gets is opened for the live path.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.events import (
    CataloguePost,
    Event,
    OfferAccepted,
    PlacementConfirmed,
    RotationCyclePublished,
    SlateSettled,
    SlateSignedOff,
    VacancyOpened,
)
from schemas.events.catalogued import opening_of, vacancy_id_of
from streams.exercise.about import day_of
from streams.exercise.persons import Persons
from streams.exercise.said import caused
from streams.exercise.slates import Slate

RETURNED_MAX = 500
"""Ids of vacancies that a record names; see `returned_count`."""


@dataclass(frozen=True)
class Signed:
    """A slate that is decided, and what it is about."""

    slate: Slate
    cycle: RotationCyclePublished
    posts: Mapping[str, CataloguePost]
    signed: SlateSignedOff

    def vacancy_id(self, post: CataloguePost) -> str:
        return vacancy_id_of(self.cycle.cycle_id, post)

    def starts_on(self, post: CataloguePost) -> date:
        return max(self.cycle.effective_from, post.available_on)

    def envelope(self, post: CataloguePost, what: str) -> dict[str, Any]:
        event_id = f"{self.slate.slate_id}/{post.post_id}/{what}"
        return caused(event_id, self.cycle.cycle_id, self.signed)


def settled(signed: Signed, persons: Persons) -> Iterator[Event]:
    """Placements by person, then the posts that return, then that it is done."""
    placed: dict[str, str] = {}
    for placement in signed.slate.placements:
        who = persons.of(placement.candidate_id)
        # Two ids may have become one person since: they take one place, and the other returns.
        if who not in placed.values():
            placed[placement.post_id] = who
            yield from _placed(signed, signed.posts[placement.post_id], who)
    returned = [post for it, post in signed.posts.items() if it not in placed]
    for post in returned:
        yield _returned(signed, post)
    yield _settled(signed, len(placed), [signed.vacancy_id(post) for post in returned])


def _placed(signed: Signed, post: CataloguePost, who: str) -> Iterator[Event]:
    if post.vacancy_id is None:
        # As opened in the window: the exercise has it, and no live path proposes anybody.
        yield opening_of(
            post,
            signed.cycle.cycle_id,
            signed.envelope(post, "taken"),
            stated_path="ROTATION",
            opened_on=signed.cycle.window_close,
            start_by=signed.starts_on(post),
        )
    offer: dict[str, Any] = {
        "vacancy_id": signed.vacancy_id(post),
        "job_group": post.job_group,
        "candidate_id": who,
        "offer_id": f"{signed.slate.slate_id}/{post.post_id}",
        "actor_role": signed.signed.actor_role,
    }
    yield OfferAccepted(**signed.envelope(post, "accepted"), **offer)
    yield PlacementConfirmed(
        **signed.envelope(post, "placed"),
        **offer,
        grade=post.grade,
        post_id=post.post_id,
        duty_station=post.duty_station,
        starts_on=signed.starts_on(post),
    )


def _returned(signed: Signed, post: CataloguePost) -> VacancyOpened:
    opened_on = day_of(signed.signed)
    return opening_of(
        post,
        signed.cycle.cycle_id,
        signed.envelope(post, "returned"),
        stated_path="AD_HOC",
        opened_on=opened_on,
        start_by=max(post.available_on, opened_on),
    )


def _settled(signed: Signed, placed: int, returned: list[str]) -> SlateSettled:
    slate = signed.slate
    return SlateSettled(
        **caused(f"{slate.slate_id}/settled", signed.cycle.cycle_id, signed.signed),
        cycle_id=signed.cycle.cycle_id,
        slate_id=slate.slate_id,
        run=slate.run,
        revision=slate.revision,
        effective_from=signed.cycle.effective_from,
        placed=placed,
        unplaced=len(slate.unplaced),
        returned=tuple(returned[:RETURNED_MAX]),
        returned_count=len(returned),
        actor_role=signed.signed.actor_role,
    )
