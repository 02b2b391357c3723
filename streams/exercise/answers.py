"""A pool's answer as columns: hundreds of them hold a million pairs while a run waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from schemas.events import LogPosition, PairBarred, PostsJudged, RuleSetUsed
from streams.rotation.market import FIRST, SECOND, Column


@dataclass(frozen=True, slots=True)
class Answer:
    """One part of a run, answered."""

    run: int
    part: int
    rule_set: RuleSetUsed | None
    as_of: date
    position: LogPosition
    people: tuple[str, ...]
    tie_keys: tuple[bytes, ...]
    """Of the people."""
    pairs: Column
    """A row for each pair allowed: the places of the person and of the post in what was asked,
    the tier, the total, and 1 where the tier cannot be confirmed."""
    barred: Mapping[tuple[str, int], PairBarred]
    """By person and place of the post; not those who are no members of the profile."""


def answer_of(event: PostsJudged) -> Answer:
    """A tier that cannot be confirmed counts as the second: nobody goes first unproven."""
    rows = [
        (
            place,
            pair.post,
            FIRST if pair.tier == "FIRST" else SECOND,
            pair.total,
            pair.tier == "UNCONFIRMED",
        )
        for place, person in enumerate(event.people)
        for pair in person.allowed
    ]
    return Answer(
        event.run,
        event.part,
        event.rule_set,
        event.as_of,
        event.position,
        tuple(person.candidate_id for person in event.people),
        tuple(person.tie_key for person in event.people),
        np.array(rows, np.int64).reshape(-1, 5),
        {
            (person.candidate_id, pair.post): pair
            for person in event.people
            for pair in person.barred
            if pair.outcome != "NO_MEMBERSHIP"
        },
    )
