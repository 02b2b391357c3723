"""Who takes part in an exercise, and what each of them would take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schemas.events import CataloguePost, PreferencesRanked, RotationCyclePublished
from schemas.events.stamps import stamp
from streams.exercise.about import day_of
from streams.exercise.careers import Stay, held_on
from streams.exercise.due import must_move
from streams.exercise.persons import Persons
from streams.exercise.reference import Reference


@dataclass(frozen=True)
class Participant:
    """Somebody who ranked posts, or who must move and stated nothing."""

    candidate_id: str
    must_move: bool
    ranks: Mapping[str, int]
    """Of the catalogue's posts that they ranked; 1 is most wanted."""
    any_available: bool
    """Whether they would take any other post too."""
    partner_id: str | None
    holds: str | None
    """The post of the catalogue that they hold now: they cannot take it again."""

    def accepts(self, post_id: str) -> bool:
        return post_id != self.holds and (self.any_available or post_id in self.ranks)


def within_window(event: PreferencesRanked, cycle: RotationCyclePublished) -> bool:
    """The day on which the person ranked counts, not when it was read."""
    return cycle.window_open <= day_of(event) <= cycle.window_close


def participants(
    cycle: RotationCyclePublished,
    posts: Mapping[str, CataloguePost],
    preferences: Iterable[PreferencesRanked],
    stays: Mapping[str, Sequence[Stay]],
    persons: Persons,
    reference: Reference,
) -> tuple[Participant, ...]:
    """By candidate id; what somebody ranked under a merged id counts for the one that stays."""
    counted = [it for it in preferences if it.cycle_id == cycle.cycle_id]
    wishes = {
        persons.of(event.candidate_id): event
        for event in sorted(counted, key=stamp)
        if within_window(event, cycle)
    }
    incumbents = _incumbents(posts, stays, persons)
    holders = {**_holders(cycle, posts, stays), **incumbents}
    due = _due(cycle, stays, reference) | incumbents.keys()
    return tuple(
        _participant(who, wishes.get(who), who in due, holders, posts, persons)
        for who in sorted(wishes.keys() | due)
    )


def _participant(
    who: str,
    wish: PreferencesRanked | None,
    due: bool,
    holders: Mapping[str, str],
    posts: Mapping[str, CataloguePost],
    persons: Persons,
) -> Participant:
    if wish is None:
        return Participant(who, due, {}, True, None, holders.get(who))
    ranks = {it.post_id: it.rank for it in wish.choices if it.post_id in posts}
    partner = wish.together_with_id
    return Participant(
        who,
        due or wish.participation == "DUE_TO_ROTATE",
        ranks,
        wish.unlisted == "ANY_AVAILABLE",
        None if partner is None else persons.of(partner),
        holders.get(who),
    )


def _incumbents(
    posts: Mapping[str, CataloguePost], stays: Mapping[str, Sequence[Stay]], persons: Persons
) -> dict[str, str]:
    """Whom the catalogue names as having to rotate out of a post, unless they leave by themselves.

    Their posts are taken from the catalogue, for staffing may not have told of them.
    """
    named = {}
    for post in posts.values():
        if post.incumbent_id is None:
            continue
        who = persons.of(post.incumbent_id)
        there = [stay for stay in stays.get(who, ()) if stay.post_id == post.post_id]
        if all(stay.ends_on is None for stay in there):
            named[who] = post.post_id
    return named


def _holders(
    cycle: RotationCyclePublished,
    posts: Mapping[str, CataloguePost],
    stays: Mapping[str, Sequence[Stay]],
) -> dict[str, str]:
    """Who holds a post of the catalogue when the exercise takes effect, as staffing tells."""
    return {
        who: stay.post_id
        for who, known in stays.items()
        if (stay := held_on(known, cycle.effective_from)) is not None and stay.post_id in posts
    }


def _due(
    cycle: RotationCyclePublished, stays: Mapping[str, Sequence[Stay]], reference: Reference
) -> set[str]:
    return {
        who
        for who, known in stays.items()
        if (stay := held_on(known, cycle.effective_from)) is not None
        and stay.job_group in cycle.job_groups
        and must_move(known, cycle.effective_from, reference)
    }


def couples(taking_part: Sequence[Participant]) -> tuple[tuple[str, str], ...]:
    """Pairs of whom one names the other, and the other names nobody else; each person once."""
    by_id = {it.candidate_id: it for it in taking_part}
    found: dict[str, str] = {}
    for one in taking_part:
        other = by_id.get(one.partner_id or "")
        if other is None or other.partner_id not in (None, one.candidate_id):
            continue
        first, second = sorted((one.candidate_id, other.candidate_id))
        if first != second and not {first, second} & {*found, *found.values()}:
            found[first] = second
    return tuple(sorted(found.items()))
