"""S10: days to spare before the start, how fresh the availability is, and validity left by then.

A third each. The notice runs from the day the person is free, at the earliest from the vacancy's
opening: nobody gives notice before there is a reason to.
"""

from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.criterion import Criterion, Measure, Points, share
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.days import NO_DAY, Days, date_of
from streams.rules.person import Person, bases_evidence, of_person
from streams.rules.standing import VALID, Codes

_SLACK, _FRESH, _VALID = 334, 333, 333

_READS = (
    "available_from",
    "notice_days",
    "confirmed_on",
    "valid_until",
    "incumbent",
    "ends_on",
)


def _measure(yardstick: Yardstick) -> Measure:
    return Measure(tuple(map(attrgetter, _READS)), partial(_points, yardstick))


def _points(
    yardstick: Yardstick,
    available_from: Days,
    notice_days: NDArray[np.int32],
    confirmed_on: Days,
    valid_until: Days,
    incumbent: Codes,
    ends_on: Days,
) -> Points:
    rules, start, opened = yardstick.rules, np.int32(yardstick.start), np.int32(yardstick.opened)
    spare = start - (np.maximum(available_from, opened) + notice_days)
    window = rules.unconfirmed_warning_days
    fresh = share(confirmed_on - np.int32(yardstick.opened - window), window, _FRESH)
    fresh *= confirmed_on != NO_DAY
    stays = (incumbent == VALID) & (ends_on >= start)
    left = share(valid_until - start, rules.validity_cap_days, _VALID)
    points = share(spare, rules.slack_cap_days, _SLACK)
    points += fresh
    points += np.maximum(left, stays * np.int32(_VALID))
    return points


@of_person
def _raw(person: Person) -> str:
    said, post = person.facts.availability, person.facts.incumbency
    parts = ["availability never confirmed"]
    if said is not None:
        parts = [
            f"free from {said.available_from}, {said.notice_days} days' notice",
            f"confirmed on {said.confirmed_at.date()}",
        ]
    until = date_of(int(person.row.valid_until[0]))
    if until is not None:
        parts.append(f"assessment valid until {until}")
    if person.row.incumbent[0] == VALID and post is not None:
        parts.append("in post" if post.ends_on is None else f"in post until {post.ends_on}")
    return "; ".join(parts)


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    said = person.facts.availability
    return (() if said is None else (said.event_id,)) + bases_evidence(person)


S10 = Criterion("S10", _measure, _raw, _evidence)
