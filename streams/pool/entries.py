"""The entries of a proposal's lists: the few people who are named, and all that is told of them."""

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np

from schemas.events import (
    CannotConfirm,
    CompetingListing,
    LearningShown,
    MembershipRecorded,
    NearMiss,
    RankedCandidate,
)
from streams.matching.ranking import Place, tie_break
from streams.matching.tiers import UNCONFIRMED, Told
from streams.pool.cautions import warnings_of
from streams.pool.competencies import competencies_of, profile_ahead
from streams.pool.people import Lineup
from streams.pool.waivable import waiver_words
from streams.rules.ratings import rating_of
from streams.rules.rule import TEXT_MAX

LEARNING_MAX = 20
MISSING_MAX = 20


class Ranked(NamedTuple):
    """A place on a list, and what put it there."""

    rank: int
    place: Place
    placed_by: str
    """What placed it behind the one before."""
    competing: tuple[CompetingListing, ...]
    """The other lists on which the person stands."""


def ranked_of(lineup: Lineup, places: Sequence[Place]) -> list[Ranked]:
    """The places of a whole list, in their order."""
    order = lineup.table.order
    placed_by = map(tie_break, places, (None, *places), repeat(order))
    return [
        Ranked(rank, place, words, _competing(lineup, place))
        for rank, (place, words) in enumerate(zip(places, placed_by, strict=True), start=1)
    ]


def _competing(lineup: Lineup, place: Place) -> tuple[CompetingListing, ...]:
    # Who is not ranked is told to nobody as listed, and is not looked at again for lists elsewhere.
    if place.tier == UNCONFIRMED:
        return ()
    who = lineup.table.candidate_ids[place.row]
    return lineup.competing(who, lineup.demand.vacancy_id)


def ranked_entries(lineup: Lineup, ranked: Sequence[Ranked]) -> Iterator[RankedCandidate]:
    """Of some of a list."""
    rows, scoring = lineup.consideration.rows, lineup.consideration.scoring
    numbers = np.array([one.place.row for one in ranked], np.int64)
    told, points = scoring.tiering.told(rows, numbers), scoring.points(rows, numbers)
    for one, tier, given in zip(ranked, told, points, strict=True):
        yield _ranked(lineup, one, tier, given)


def _ranked(lineup: Lineup, ranked: Ranked, told: Told, points: tuple[int, ...]) -> RankedCandidate:
    place, competing, (tier, clause) = ranked.place, ranked.competing, told
    person = lineup.person(place.row)
    assessment, scoring = person.facts.assessment, lineup.consideration.scoring
    advisory = lineup.advisory(person)
    competencies = competencies_of(assessment, lineup.profile)
    return RankedCandidate(
        rank=ranked.rank,
        candidate_id=lineup.table.candidate_ids[place.row],
        rating=rating_of(int(person.row.rating[0])),
        answers=lineup.answers(place.row, person),
        tie_break=ranked.placed_by,
        warnings=warnings_of(lineup, place.row, advisory, competencies, competing),
        consideration_tier=tier,
        tier_clause=clause,
        total=place.total,
        criteria=scoring.criteria(person, points),
        advisory=advisory,
        competencies=competencies,
        profile_ahead=profile_ahead(assessment, lineup.ahead),
        competing=competing,
        learning=_learning(person.facts),
    )


def near_miss_entries(lineup: Lineup, rows: Sequence[int]) -> Iterator[NearMiss]:
    """People whom exactly one rule excludes, and whether a waiver of it could help."""
    for row in rows:
        person, (rule,) = lineup.person(row), lineup.failed(row)
        missing = lineup.missing(row, person)
        yield NearMiss(
            candidate_id=lineup.table.candidate_ids[row],
            rating=rating_of(int(person.row.rating[0])),
            rule=rule.id,
            answers=lineup.answers(row, person),
            waiver=waiver_words(rule, person, lineup.demand, lineup.policy, missing),
        )


def cannot_confirm_entries(lineup: Lineup, rows: Sequence[int]) -> Iterator[CannotConfirm]:
    for row in rows:
        person = lineup.person(row)
        yield CannotConfirm(
            candidate_id=lineup.table.candidate_ids[row],
            rating=rating_of(int(person.row.rating[0])),
            missing=tuple(fact[:TEXT_MAX] for fact in lineup.missing(row, person)[:MISSING_MAX]),
            answers=lineup.answers(row, person),
        )


def _learning(facts: MembershipRecorded) -> tuple[LearningShown, ...]:
    return tuple(
        LearningShown(edition_id=part.edition_id, status=part.status, event_id=part.event_id)
        for part in facts.learning[:LEARNING_MAX]
    )
