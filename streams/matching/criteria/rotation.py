"""S2: due to rotate, or in a post that is abolished.

A due date counts for who was in the post when the vacancy opened. An abolished post counts
afterwards too: who lost it is still to be placed.
"""

from functools import partial
from operator import attrgetter

import numpy as np

from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points, share
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.days import NO_DAY, Days
from streams.rules.person import Person, of_person


def _measure(yardstick: Yardstick) -> Measure:
    reads = ("due_rotation_on", "post_ends", "abolished_on")
    return Measure(tuple(map(attrgetter, reads)), partial(_points, yardstick))


def _points(yardstick: Yardstick, due: Days, ends: Days, abolished: Days) -> Points:
    # No horizon at all is the same as one of a day: what is due by the start counts, nothing else.
    horizon = max(yardstick.rules.rotation_horizon_days, 1)
    points = share(np.int32(yardstick.start + horizon) - due, horizon, FULL)
    points *= ends >= yardstick.opened
    abolition: Points = (abolished != NO_DAY) * np.int32(FULL)
    return np.maximum(points, abolition)


def _raw(person: Person, yardstick: Yardstick) -> str:
    post = person.facts.posting or person.facts.incumbency
    if post is None:
        return "no post known"
    abolished = None if person.facts.posting is None else person.facts.posting.abolished_on
    if abolished is not None:
        return f"post {post.post_id} abolished on {abolished}"
    if post.ends_on is not None and post.ends_on < yardstick.opened_on:
        return f"left post {post.post_id} on {post.ends_on}, before the vacancy opened"
    if post.due_rotation_on is None:
        return f"in post {post.post_id}, no rotation due"
    return f"in post {post.post_id}, rotation due on {post.due_rotation_on}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    post, held = person.facts.posting, person.facts.incumbency
    if post is not None:
        return post.event_ids
    return () if held is None else (held.event_id,)


S2 = Criterion("S2", _measure, _raw, _evidence)
