"""What is left of an event once somebody that it names is erased."""

from collections.abc import Container
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from schemas.events import (
    CandidateErased,
    CatalogueAmended,
    CatalogueFrozen,
    CataloguePost,
    Event,
    HirerRankingSubmitted,
    PostsJudged,
    PostsToJudge,
    PreferencesRanked,
    SlateProposed,
)

Ids = Container[str]


class _OfPerson(Protocol):
    @property
    def candidate_id(self) -> str: ...


Entry = TypeVar("Entry", bound=_OfPerson)


def without(event: Event, ids: Ids) -> Event | None:  # noqa: PLR0911 - a line a kind
    """None for what is about the person; what names nobody of the ids is answered as it is."""
    match event:
        case CandidateErased():
            return event
        case HirerRankingSubmitted():
            return replace(event, candidates=_others(event.candidates, ids))
        case PostsJudged():
            return replace(event, people=_others(event.people, ids))
        case CatalogueFrozen() | PostsToJudge():
            return replace(event, posts=_left(event.posts, ids))
        case CatalogueAmended():
            return replace(event, entered=_left(event.entered, ids))
        case SlateProposed():
            return _slate(event, ids)
        case PreferencesRanked() if event.candidate_id not in ids:
            alone = event.together_with_id in ids
            return replace(event, together_with_id=None) if alone else event
    return None if _about(event, ids) else event


def _about(event: Any, ids: Ids) -> bool:
    named = (getattr(event, name, None) for name in ("candidate_id", "merged_candidate_id"))
    return any(name in ids for name in named)


def _others(entries: tuple[Entry, ...], ids: Ids) -> tuple[Entry, ...]:
    return tuple(it for it in entries if it.candidate_id not in ids)


def _left(posts: tuple[CataloguePost, ...], ids: Ids) -> tuple[CataloguePost, ...]:
    return tuple(
        replace(post, incumbent_id=None) if post.incumbent_id in ids else post for post in posts
    )


def _slate(event: SlateProposed, ids: Ids) -> SlateProposed:
    options = _others(event.joint_options, ids)
    return replace(
        event,
        placements=_others(event.placements, ids),
        unplaced=_others(event.unplaced, ids),
        blocking=_others(event.blocking, ids),
        joint_options=tuple(it for it in options if it.partner_id not in ids),
    )
