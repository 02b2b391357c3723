"""What a run asks the pools: each profile's posts, with those who might take them, in parts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from schemas.events import CataloguePost, Event, PersonToJudge, PostsToJudge
from streams.exercise.case import Case
from streams.exercise.said import caused

POSTS_MAX = 100
PEOPLE_MAX = 100
"""Of one part."""


class _Question(NamedTuple):
    posts: Sequence[CataloguePost]
    people: tuple[PersonToJudge, ...]


def questions(case: Case, run: int, cause: Event) -> list[PostsToJudge]:
    """The parts of a run, always the same for the same case; never none."""
    asked = [it for posts in _stretches(case.posts) for it in _of_stretch(case, posts)]
    # With nobody to ask about, one part still brings the day and the rule set that count.
    asked = asked or [_Question(next(_stretches(case.posts)), ())]
    return [
        _part(case.cycle.cycle_id, run, number, len(asked), question, cause)
        for number, question in enumerate(asked, 1)
    ]


def _part(
    cycle_id: str, run: int, part: int, parts: int, question: _Question, cause: Event
) -> PostsToJudge:
    first = question.posts[0]
    return PostsToJudge(
        **caused(f"{cycle_id}/{run}/ask/{part}", cycle_id, cause),
        cycle_id=cycle_id,
        run=run,
        part=part,
        parts=parts,
        job_group=first.job_group,
        grade=first.grade,
        posts=tuple(question.posts),
        people=question.people,
    )


def _stretches(posts: Mapping[str, CataloguePost]) -> Iterator[Sequence[CataloguePost]]:
    """The posts of each profile in turn, by post id, so many at a time."""
    profiles = defaultdict(list)
    for post in posts.values():
        profiles[post.job_group, post.grade].append(post)
    for profile in sorted(profiles):
        yield from _chunks(profiles[profile], POSTS_MAX)


def _of_stretch(case: Case, posts: Sequence[CataloguePost]) -> Iterator[_Question]:
    """Whoever would take a post, is ranked by its hirer or is held fast there."""
    people = []
    names = [post.post_id for post in posts]
    places = {name: place for place, name in enumerate(names)}
    named: dict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(names):
        for who in (*case.rankings.get(name, ()), *_one(case.locks.get(name))):
            named[who].add(place)
    for person in case.people:
        wanted = range(len(names)) if person.any_available else _places(person.ranks, places)
        asked = {*wanted, *named.get(person.candidate_id, ())}
        if person.holds in places:
            asked.discard(places[person.holds])
        if asked:
            people.append(PersonToJudge(candidate_id=person.candidate_id, posts=(*sorted(asked),)))
    for part in _chunks(people, PEOPLE_MAX):
        yield _Question(posts, tuple(part))


def _places(ranks: Mapping[str, int], places: Mapping[str, int]) -> list[int]:
    return [places[post] for post in ranks if post in places]


def _one(who: str | None) -> tuple[str, ...]:
    return () if who is None else (who,)


def _chunks(entries: Sequence[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(entries)
    while chunk := list(islice(rest, size)):
        yield chunk
