"""How a person stands at a vacancy, by every rule, and what a change makes of it in words."""

from dataclasses import dataclass

import numpy as np

from schemas.events import Rating, RuleAnswer, RuleOutcome
from streams.pool.lineup import lineup_of
from streams.pool.people import Lineup
from streams.pool.pool import Pool
from streams.rules.outcomes import UNKNOWN
from streams.rules.ratings import rating_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules' answers, and what they come to."""

    eligible: bool
    answers: tuple[RuleAnswer, ...]
    why_not: str
    """Why the person is not ranked, where they are not eligible."""
    rating: Rating | None = None
    points: int = 0
    """What the criteria give, whether the person is eligible or not."""


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A rule that answers otherwise."""

    rule: str
    before: RuleOutcome | None
    after: RuleOutcome | None
    held_before: str
    held_after: str
    required: str


NO_MEMBERSHIP = Standing(False, (), "no membership in this profile is recorded")


def lineup_at(pool: Pool, vacancy_id: str) -> Lineup | None:
    """Everybody judged as of the pool's last transaction; None where nobody can be judged yet."""
    holdings = pool.holdings
    case = holdings.cases.get(vacancy_id)
    terms = None if case is None else case.vacancy.terms
    if case is None or terms is None or holdings.policy is None or holdings.reference.day is None:
        return None
    return lineup_of(holdings, case, terms, holdings.policy)


def standing_in(lineup: Lineup, candidate_id: str) -> Standing:
    row = lineup.table.row_concerned(candidate_id)
    if row is None:
        return NO_MEMBERSHIP
    person = lineup.person(row)
    eligible = bool(lineup.judgement.worst[row] < UNKNOWN)
    return Standing(
        eligible=eligible,
        answers=lineup.answers(row, person),
        why_not="" if eligible else lineup.why_not(row),
        rating=rating_of(int(person.row.rating[0])),
        points=_points(lineup, row),
    )


def _points(lineup: Lineup, row: int) -> int:
    scoring = lineup.consideration.scoring
    (given,) = scoring.points(lineup.consideration.rows, np.array([row]))
    weights = (part.weight for part in scoring.parts)
    return sum(weight * points for weight, points in zip(weights, given, strict=True))


def rules_changed(before: Standing, after: Standing) -> tuple[RuleChanged, ...]:
    """In the order of the rules."""
    old = {answer.rule: answer for answer in before.answers}
    new = {answer.rule: answer for answer in after.answers}
    return tuple(
        RuleChanged(
            rule=rule,
            before=old[rule].outcome if rule in old else None,
            after=new[rule].outcome if rule in new else None,
            held_before=old[rule].held if rule in old else "",
            held_after=new[rule].held if rule in new else "",
            required=new.get(rule, old.get(rule, _UNASKED)).required,
        )
        for rule in dict.fromkeys((*old, *new))
        if old.get(rule, _UNASKED).outcome != new.get(rule, _UNASKED).outcome
        or (rule in old) != (rule in new)
    )


_UNASKED = RuleAnswer(rule="", outcome="PASS", required="", held="")
