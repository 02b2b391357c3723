"""Answers an exercise: whom the rules allow to take which posts, and in which order.

Nothing is kept: an answer follows from what the pool holds, and says up to where that was folded.
Each post is judged once for all who are asked about it in a transaction, over their rows alone.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from schemas.events import (
    CataloguePost,
    PairAllowed,
    PairBarred,
    PersonJudged,
    PersonToJudge,
    PostsJudged,
    PostsToJudge,
)
from streams.matching.ranking import chance
from streams.pool import DECISION_VERSION
from streams.pool.holdings import Holdings
from streams.pool.moment import SOURCE, Moment
from streams.pool.post_judged import PostJudged, post_judged
from streams.pool.table import Table

_NO_MERIT = b"\xff" * 8
"""Of whoever has no membership: after everybody who has one."""
_Wanted = tuple[str, CataloguePost]
"""A post, and the cycle that asks about it."""


def judged_for(
    holdings: Holdings, asked: Sequence[PostsToJudge], moment: Moment
) -> Iterator[PostsJudged]:
    """An answer to each question, in their order; memberships stand as of the day already."""
    found = dict(_posts_judged(holdings, asked))
    for question in asked:
        people: tuple[PersonJudged, ...] = ()
        if _can_tell(holdings, question):
            table = holdings.table(question.job_group, question.grade)
            posts = [found.get((question.cycle_id, post)) for post in question.posts]
            people = tuple(_person(person, table, posts) for person in question.people)
        yield _answer(holdings, question, people, moment)


def _can_tell(holdings: Holdings, question: PostsToJudge) -> bool:
    """Whether there are a day, a rule set and the profile."""
    reference = holdings.reference
    return (
        holdings.policy is not None
        and reference.day is not None
        and reference.profile(question.job_group, question.grade, reference.day) is not None
    )


def _posts_judged(
    holdings: Holdings, asked: Iterable[PostsToJudge]
) -> Iterator[tuple[_Wanted, PostJudged]]:
    first: dict[_Wanted, PostsToJudge] = {}
    concerned: dict[_Wanted, set[int]] = {}
    for question in asked:
        if not _can_tell(holdings, question):
            continue
        wanted = [(question.cycle_id, post) for post in question.posts]
        first.update((one, first.get(one, question)) for one in wanted)
        people = [concerned.setdefault(one, set()) for one in wanted]
        table = holdings.table(question.job_group, question.grade)
        for person in question.people:
            row = table.row_concerned(person.candidate_id)
            if row is not None:
                for post in person.posts:
                    people[post].add(row)
    for one, rows in concerned.items():
        if rows:
            numbers = np.array(sorted(rows), np.int64)
            yield one, post_judged(holdings, one[1], first[one], numbers)


def _person(
    person: PersonToJudge, table: Table, posts: Sequence[PostJudged | None]
) -> PersonJudged:
    row = table.row_concerned(person.candidate_id)
    pairs = [_pair(post, posts[post], row) for post in person.posts]
    return PersonJudged(
        candidate_id=person.candidate_id,
        tie_key=_tie_key(table, row, person.candidate_id),
        allowed=tuple(pair for pair in pairs if isinstance(pair, PairAllowed)),
        barred=tuple(pair for pair in pairs if isinstance(pair, PairBarred)),
    )


def _pair(post: int, judged: PostJudged | None, row: int | None) -> PairAllowed | PairBarred:
    if judged is None or row is None:
        return PairBarred(post=post, outcome="NO_MEMBERSHIP", rules=())
    return judged.pair(post, row)


def _tie_key(table: Table, row: int | None, candidate_id: str) -> bytes:
    if row is None:
        return _NO_MERIT + chance(candidate_id).to_bytes(8, "big")
    return b"".join(int(table[name][row]).to_bytes(8, "big") for name in ("merit", "chance"))


def _answer(
    holdings: Holdings, question: PostsToJudge, people: tuple[PersonJudged, ...], moment: Moment
) -> PostsJudged:
    policy = holdings.policy if _can_tell(holdings, question) else None
    return PostsJudged(
        event_id=_answer_id(question),
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        correlation_id=question.cycle_id,
        causation_id=question.event_id,
        cycle_id=question.cycle_id,
        run=question.run,
        part=question.part,
        parts=question.parts,
        job_group=question.job_group,
        grade=question.grade,
        position=moment.position,
        as_of=moment.as_of,
        rule_set=None if policy is None else policy.used,
        decision_version=DECISION_VERSION,
        people=people,
    )


def _answer_id(question: PostsToJudge) -> str:
    """`cycle/1/ask/7` is answered by `cycle/1/judged/7`; what is asked again, by another one."""
    run = f"{question.cycle_id}/{question.run}"
    return f"{run}/judged{question.event_id.removeprefix(f'{run}/ask')}"
