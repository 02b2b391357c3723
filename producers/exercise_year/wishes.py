"""Who ranks what in the window: people the posts, and the hiring side the people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from producers.exercise_year.catalogue import due_posts, extended_post, final_posts
from producers.exercise_year.year import CLOSES, OPENS, Year
from producers.scenario.dice import Dice
from producers.scenario.person import Person, person
from schemas import events
from schemas.events import CandidateRanked, CataloguePost, Event, PostRanked

VOLUNTEER_PERCENT, SILENT_PERCENT, ANY_PERCENT = 35, 10, 25
RANKED_BY_HIRER_PERCENT, LOCKED_PERCENT = 60, 70
COUPLES = 2
CHOICES_MAX = 6
RANKED_MAX = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person ranks."""

    candidate_id: str
    due: bool
    choices: tuple[PostRanked, ...]
    any_available: bool
    together_with_id: str | None


@cache
def wishes(year: Year) -> tuple[Wish, ...]:
    """Of those who say something, by number of the person; the first few are couples."""
    holders = {post.holder.candidate_id: post.post_id for post in due_posts(year)}
    holders.pop(extended_post(year).holder.candidate_id)
    found = []
    for number in range(year.people):
        who, dice = person(year.world, number), year.dice("wish", number)
        due = who.candidate_id in holders
        takes_part = not dice.chance(SILENT_PERCENT) if due else dice.chance(VOLUNTEER_PERCENT)
        choices = _choices(year, dice, who, holders.get(who.candidate_id))
        if takes_part and choices:
            found.append((who.candidate_id, due, choices, dice.chance(ANY_PERCENT)))
    partners = _partners([candidate_id for candidate_id, *_ in found])
    return tuple(Wish(*each, partners.get(each[0])) for each in found)


def _choices(year: Year, dice: Dice, who: Person, own: str | None) -> tuple[PostRanked, ...]:
    """Some of the posts of the person's profiles, the most wanted first; now and then a tie."""
    kinds = {(profile.job_group, profile.grade) for profile in who.profiles}
    open_to = [
        post.post_id
        for post in final_posts(year)
        if (post.job_group, post.grade) in kinds and post.post_id != own
    ]
    count = min(len(open_to), dice.between(1, CHOICES_MAX))
    chosen = [open_to.pop(dice.below(len(open_to))) for _ in range(count)]
    return tuple(PostRanked(post_id=one, rank=rank) for one, rank in _ranked(dice, chosen))


def _ranked(dice: Dice, chosen: Sequence[str]) -> Iterator[tuple[str, int]]:
    rank = 0
    for one in chosen:
        rank += 1 if rank == 0 or not dice.chance(15) else 0
        yield one, rank


def _partners(ids: Sequence[str]) -> dict[str, str]:
    pairs = zip(ids[0 : 2 * COUPLES : 2], ids[1 : 2 * COUPLES : 2], strict=False)
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def preferences(year: Year) -> Iterator[Event]:
    """One from each, and from the first once more, with the order turned round."""
    for number, wish in enumerate(wishes(year)):
        day = year.dice("told", number).between(OPENS, CLOSES - 12)
        yield _preference(year, wish, wish.choices, f"wish-{number}", day)
    first = wishes(year)[0]
    turned = tuple(
        PostRanked(post_id=choice.post_id, rank=rank)
        for rank, choice in enumerate(reversed(first.choices), 1)
    )
    yield _preference(year, first, turned, "wish-0-again", CLOSES - 8)


def _preference(
    year: Year, wish: Wish, choices: tuple[PostRanked, ...], name: str, day: int
) -> Event:
    return year.stated(
        events.PreferencesRanked,
        name,
        year.day(day),
        cycle_id=year.cycle.cycle_id,
        candidate_id=wish.candidate_id,
        participation="DUE_TO_ROTATE" if wish.due else "VOLUNTEER",
        choices=choices,
        unlisted="ANY_AVAILABLE" if wish.any_available else "REFUSED",
        together_with_id=wish.together_with_id,
    )


def rankings(year: Year) -> Iterator[Event]:
    """Some posts rank some of those who want them, and lock what they ranked."""
    for number, post in enumerate(final_posts(year)):
        dice = year.dice("ranking", number)
        wanting = [
            wish.candidate_id
            for wish in wishes(year)
            if any(choice.post_id == post.post_id for choice in wish.choices)
        ]
        if wanting and dice.chance(RANKED_BY_HIRER_PERCENT):
            yield from _ranking(year, number, post, wanting)


def _ranking(year: Year, number: int, post: CataloguePost, wanting: list[str]) -> Iterator[Event]:
    dice = year.dice("hirer", number)
    count = min(len(wanting), dice.between(1, RANKED_MAX))
    chosen = [wanting.pop(dice.below(len(wanting))) for _ in range(count)]
    named = {
        "cycle_id": year.cycle.cycle_id,
        "post_id": post.post_id,
        "ranking_id": f"ranking-{number}",
        "actor_role": "chief-of-mission",
    }
    yield year.stated(
        events.HirerRankingSubmitted,
        f"ranking-{number}",
        year.day(CLOSES - 9),
        **named,
        candidates=tuple(
            CandidateRanked(candidate_id=one, rank=rank) for one, rank in _ranked(dice, chosen)
        ),
    )
    if dice.chance(LOCKED_PERCENT):
        yield year.stated(
            events.HirerRankingLocked, f"ranking-{number}-locked", year.day(CLOSES - 4), **named
        )
