"""Accepted offers as a column codes them: what of them holds on a day, under a policy."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.events import CommitmentFact
from streams.rules.days import NO_DAY, day_number

NO_ANSWER_DAYS = -1
"""A date to reply by was stated, or it is not known when the offer was made or accepted."""


class Commitment(NamedTuple):
    """One accepted offer."""

    vacancy_id: str
    until: int
    """The day before the first one in the post; `NO_DAY` until that is agreed."""
    answer_days: int
    """From the offer to its acceptance, where the policy says how long an offer stands."""


def commitments_of(facts: Iterable[CommitmentFact]) -> tuple[Commitment, ...]:
    return tuple(sorted(_commitment(fact) for fact in facts))


def in_force(
    commitments: Iterable[Commitment], day: int, reply_days: int | None
) -> list[Commitment]:
    """Those accepted in time whose person is not in the post yet.

    `reply_days`: after how many days an offer without a date to reply by lapses; None: never.
    """
    return [one for one in commitments if day <= one.until and in_time(one, reply_days)]


def in_time(one: Commitment, reply_days: int | None) -> bool:
    return reply_days is None or one.answer_days <= reply_days


def _commitment(fact: CommitmentFact) -> Commitment:
    until = NO_DAY if fact.placed_from is None else day_number(fact.placed_from) - 1
    return Commitment(fact.vacancy_id, until, _answer_days(fact))


def _answer_days(fact: CommitmentFact) -> int:
    if fact.reply_by is not None or fact.offered_on is None or fact.accepted_on is None:
        return NO_ANSWER_DAYS
    return max((fact.accepted_on - fact.offered_on).days, 0)
