"""What the pools answered about a run, as columns over the case's people and posts."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from schemas.events import LogPosition, PairBarred, RuleSetUsed
from streams.exercise.answers import Answer
from streams.rotation.market import NONE, Column, Flags

Asked = Mapping[int, Sequence[str]]
"""By the number of the first part that asks about them, the ids of the posts asked about."""


@dataclass(frozen=True)
class Judged:
    """Who may take what by the rules; one row for each pair allowed, by person, then post."""

    people: tuple[str, ...]
    posts: tuple[str, ...]
    person: Column
    post: Column
    tier: Column
    total: Column
    unconfirmed: Flags
    """Whether the tier is the second because nobody can confirm the first."""
    tie: Column
    """Of each person the place among all, by their best tie key, then their id."""
    barred: Mapping[tuple[str, str], PairBarred]
    """Person and post; not those who are no members of the post's profile."""
    rule_set: RuleSetUsed
    as_of: date
    positions: tuple[LogPosition, ...]
    """How far the furthest answer of each pool had read."""

    def row(self, candidate_id: str, post_id: str) -> int | None:
        """The row of an allowed pair."""
        person, post = _index(self.people, candidate_id), _index(self.posts, post_id)
        if person is None or post is None:
            return None
        begin, end = np.searchsorted(self.person, (person, person + 1))
        row = int(begin + np.searchsorted(self.post[begin:end], post))
        return row if row < end and self.post[row] == post else None


def judged_of(
    people: Sequence[str], posts: Sequence[str], asked: Asked, answers: Sequence[Answer]
) -> Judged:
    """From all answers of a run: of one rule set, or of none where a pool judged nobody.

    Others than the people are left out.
    """
    person_at = {who: place for place, who in enumerate(people)}
    post_at = {post: place for place, post in enumerate(posts)}
    firsts = sorted(asked)
    tie_keys: dict[str, bytes] = {}
    barred: dict[tuple[str, str], PairBarred] = {}
    found = []
    for answer in answers:
        names = asked[max(number for number in firsts if number <= answer.part)]
        found.append(_placed(answer, person_at, [post_at.get(name, NONE) for name in names]))
        barred.update(((who, names[at]), pair) for (who, at), pair in answer.barred.items())
        for who, key in zip(answer.people, answer.tie_keys, strict=True):
            tie_keys[who] = min(key, tie_keys.get(who, key))
    (rule_set,) = {it.rule_set for it in answers if it.rule_set is not None}
    rows = np.concatenate(found)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    person, post, tier, total = (np.ascontiguousarray(rows[:, number]) for number in range(4))
    return Judged(
        tuple(people),
        tuple(posts),
        person,
        post,
        tier,
        total,
        rows[:, 4].astype(np.bool_),
        _tie(people, tie_keys),
        barred,
        rule_set,
        max(answer.as_of for answer in answers),
        _furthest(answers),
    )


def _placed(answer: Answer, person_at: Mapping[str, int], post_at: Sequence[int]) -> Column:
    """The answer's pairs over the case's people and posts."""
    rows = answer.pairs.copy()
    people = np.array([person_at.get(who, NONE) for who in answer.people], np.int64)
    rows[:, 0] = people[rows[:, 0]]
    rows[:, 1] = np.array(post_at, np.int64)[rows[:, 1]]
    placed: Column = rows[(rows[:, 0] != NONE) & (rows[:, 1] != NONE)]
    return placed


def _tie(people: Sequence[str], tie_keys: Mapping[str, bytes]) -> Column:
    """Somebody whom no pool judged comes after all others."""
    keys = [(who not in tie_keys, tie_keys.get(who, b""), who) for who in people]
    tie = np.empty(len(keys), np.int64)
    tie[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return tie


def _furthest(answers: Iterable[Answer]) -> tuple[LogPosition, ...]:
    counts: dict[tuple[str, int], int] = {}
    for answer in answers:
        at = answer.position
        place = (at.log, at.partition)
        counts[place] = max(at.count, counts.get(place, 0))
    return tuple(
        LogPosition(log=log, partition=partition, count=counts[log, partition])
        for log, partition in sorted(counts)
    )


def _index(names: Sequence[str], name: str) -> int | None:
    """The place of a name among sorted ones."""
    place = bisect_left(names, name)
    return place if place < len(names) and names[place] == name else None
