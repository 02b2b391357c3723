"""The reasons of a slate in short sentences."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from schemas.events import PairBarred
from streams.rotation.reasons import (
    Placement,
    Refusal,
    Unfilled,
    Unplaced,
    Why,
    WhyUnfilled,
    WhyUnplaced,
)

RULES_MAX = 8
"""Ids of rules in one explanation."""

_WHY: Mapping[Why, str] = MappingProxyType(
    {
        "LOCKED": "who is held fast there",
        "TIER": "who is considered before",
        "STATED_RANK": "whom the hiring side ranks before",
        "MERIT": "who has more points",
        "TIE_BREAK": "who comes first in the tie-break",
        "PLACED_BY_CHOICE": "who stands behind in its order but was placed there",
        "LEFT_EMPTY": "nobody",
    }
)
_UNPLACED: Mapping[WhyUnplaced, str] = MappingProxyType(
    {
        "NO_ACCEPTABLE_POST": "the rules allow none of the posts that the person would take",
        "ALL_TO_OTHERS": "every post that the person would take went to somebody before them",
        "COULD_BE_PLACED": "a post that the person would take is open to them",
    }
)
_UNFILLED: Mapping[WhyUnfilled, str] = MappingProxyType(
    {
        "NOBODY_ACCEPTABLE": "nobody whom the rules allow would take it",
        "ALL_CONTENT_ELSEWHERE": "all who would take it have what they want as much or more",
        "LOCKED_ELSEWHERE": "all who would rather have it are held fast elsewhere",
        "COULD_BE_FILLED": "somebody who would take it could have it",
    }
)


def placement_words(reason: Placement, adjusted: bool, unconfirmed: bool) -> str:
    words = [_wish(reason.rank)]
    if reason.locked:
        words.insert(0, "held fast by people")
    elif adjusted:
        words.insert(0, "put there by people")
    if unconfirmed:
        words.append("considered second, for whether they come first is not confirmed")
    return "; ".join([*words, *_refusals(reason.refused, reason.refusals)])


def unplaced_words(reason: Unplaced, barred: Sequence[tuple[str, PairBarred]]) -> str:
    """`barred` are the first posts that the rules keep from the person."""
    rules = [f"{post}: {barred_words(pair)}" for post, pair in barred]
    shown = _refusals(reason.refused, reason.refusals) or rules
    return "; ".join([_UNPLACED[reason.why], *shown])


def barred_words(pair: PairBarred) -> str:
    rules = ", ".join(pair.rules[:RULES_MAX])
    return f"{rules} {'forbid it' if pair.outcome == 'FAIL' else 'cannot be confirmed'}"


def unfilled_words(reason: Unfilled) -> str:
    elsewhere = [f"{who} has {post or 'no post'}" for who, post in reason.elsewhere]
    return "; ".join([_UNFILLED[reason.why], *elsewhere])


def blocking_words(rank: int | None, has: str | None, holder: str | None, by_lock: bool) -> str:
    wish = "would take it" if rank is None else f"ranks it {rank}"
    instead = f"has {has}" if has else "has no post"
    other = f"puts them before {holder}" if holder else "has nobody"
    lock = ", because of somebody held fast" if by_lock else ""
    return f"the person {wish} and {instead}; the post {other}{lock}"


def together_words(station: str, same_station: bool, displaced: tuple[str, ...]) -> str:
    place = f"both in {station}" if same_station else f"both in {station.split(' ', maxsplit=1)[0]}"
    return f"{place}; {', '.join(displaced)} would lose their post" if displaced else place


def _wish(rank: int | None) -> str:
    if rank is None:
        return "not among the ranked posts"
    return "first wish" if rank == 1 else f"wish {rank}"


def _refusals(refused: int, shown: tuple[Refusal, ...]) -> list[str]:
    if not refused:
        return []
    words = [f"{it.post} went to {_holder(it)}" for it in shown]
    more = [f"{refused - len(shown)} more they wanted as well"] if refused > len(shown) else []
    return [*words, *more]


def _holder(refusal: Refusal) -> str:
    return _WHY[refusal.why] if refusal.to is None else f"{refusal.to}, {_WHY[refusal.why]}"
