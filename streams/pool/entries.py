"""The entries of a proposal's lists: the few people who are named, and all that is told of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from schemas.events import (
    CannotConfirm,
    LearningShown,
    MembershipRecorded,
    NearMiss,
    RankedCandidate,
)
from streams.matching.ranking import Place, tie_break
from streams.matching.tiers import Told
from streams.pool.cautions import warnings_of
from streams.pool.competencies import competencies_of, profile_ahead
from streams.pool.people import Lineup
from streams.pool.waivable import waiver_words
from streams.rules.ratings import rating_of
from streams.rules.rule import TEXT_MAX

LEARNING_MAX = 20
MISSING_MAX = 20


def ranked_entries(lineup: Lineup, places: Sequence[Place]) -> Iterator[RankedCandidate]:
    """In their order; what placed each behind the one before stands with them."""
    rows, scoring = lineup.consideration.rows, lineup.consideration.scoring
    numbers = np.array([place.row for place in places], np.int64)
    told, points = scoring.tiering.told(rows, numbers), scoring.points(rows, numbers)
    before = None
    for rank, place in enumerate(places, start=1):
        placed_by = tie_break(place, before, lineup.table.order)
        yield _ranked(lineup, Scored(rank, place, placed_by, told[rank - 1], points[rank - 1]))
        before = place


class Scored(NamedTuple):
    """A place on a list, and all that led to it."""

    rank: int
    place: Place
    placed_by: str
    told: Told
    points: tuple[int, ...]


def _ranked(lineup: Lineup, scored: Scored) -> RankedCandidate:
    place, (tier, clause) = scored.place, scored.told
    person, candidate_id = lineup.person(place.row), lineup.table.candidate_ids[place.row]
    assessment, scoring = person.facts.assessment, lineup.consideration.scoring
    advisory = lineup.advisory(person)
    competencies = competencies_of(assessment, lineup.profile)
    # Who is not ranked is told to nobody as listed, and is not looked at again for lists elsewhere.
    unranked = tier == "UNCONFIRMED"
    competing = () if unranked else lineup.competing(candidate_id, lineup.demand.vacancy_id)
    return RankedCandidate(
        rank=scored.rank,
        candidate_id=candidate_id,
        rating=rating_of(int(person.row.rating[0])),
        answers=lineup.answers(place.row, person),
        tie_break=scored.placed_by,
        warnings=warnings_of(lineup, place.row, advisory, competencies, competing),
        consideration_tier=tier,
        tier_clause=clause,
        total=place.total,
        criteria=scoring.criteria(person, scored.points),
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
