"""From a matching to what a slate says: who goes where, who does not, and why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import numpy as np

from schemas.events import (
    BlockingPair,
    CandidateUnplaced,
    DutyStationKey,
    JointOption,
    PairBarred,
    PostUnfilled,
    SlatePlacement,
)
from streams.exercise.bids import Bids
from streams.exercise.case import Case
from streams.exercise.judged import Judged
from streams.exercise.slates import Content
from streams.exercise.wording import (
    blocking_words,
    placement_words,
    together_words,
    unfilled_words,
    unplaced_words,
)
from streams.rotation.blocking import BlockingPairs, blocking_pairs
from streams.rotation.couples import Place, joint_options
from streams.rotation.explaining import Explanation
from streams.rotation.market import FIRST, IMPUTED, NONE, UNLISTED, Matching, matched_rows
from streams.rotation.orders import orders_of
from streams.rotation.reasons import Placement

REASONS_MAX = 3
"""Posts or people named in one explanation."""
BLOCKING_MAX = 1_000
"""Blocking pairs listed; a slate has so many only where the method is not a stable one."""
JOINT_MAX = 5
"""Options for each couple."""

_RECOMMENDATION = "A recommendation only: people decide, and a signed slate is an event of its own."


@dataclass(frozen=True)
class Solved:
    """A market with a matching, and what people changed in it."""

    case: Case
    judged: Judged
    bids: Bids
    matching: Matching
    adjusted: Mapping[str, str]
    """By post, whom people put there after the run."""


def content_of(solved: Solved) -> Content:
    """What is said of everybody who takes part and of every post."""
    market, matching = solved.bids.market, solved.matching
    explanation = Explanation(market, matching, REASONS_MAX)
    pairs = blocking_pairs(market, matching)
    return Content(
        tuple(_placements(solved, explanation)),
        tuple(_unplaced(solved.judged, explanation)),
        tuple(_unfilled(solved.case, explanation)),
        tuple(_blocking(solved, pairs)),
        tuple(_joint(solved)),
        _recommendation(len(pairs)),
    )


def _placements(solved: Solved, explanation: Explanation) -> Iterator[SlatePlacement]:
    """Every pair of the matching is a row of the market: what is put by people is let in there."""
    rows, _ = matched_rows(solved.bids.market, solved.matching)
    places = orders_of(solved.bids.market).place
    placed = np.flatnonzero(solved.matching.post_of != NONE).tolist()
    for person, reason in zip(placed, explanation.placements(), strict=True):
        row = int(rows[person])
        yield _placement(solved, reason, row, int(places[row]) + 1)


def _placement(solved: Solved, reason: Placement, row: int, place: int) -> SlatePlacement:
    market, judged = solved.bids.market, solved.judged
    answer = int(solved.bids.judged_row[row])
    person = solved.case.people[int(market.person[row])]
    post = solved.case.posts[reason.post]
    adjusted = solved.adjusted.get(reason.post) == reason.person
    unconfirmed = bool(judged.unconfirmed[answer])
    return SlatePlacement(
        candidate_id=reason.person,
        post_id=reason.post,
        job_group=post.job_group,
        grade=post.grade,
        candidate_rank=reason.rank,
        hirer_rank=place,
        hirer_rank_source="IMPUTED" if market.post_rank[row] == IMPUTED else "STATED",
        consideration_tier="FIRST" if market.tier[row] == FIRST else "SECOND",
        total=int(judged.total[answer]),
        locked=reason.locked,
        adjusted=adjusted,
        leaves_post_id=person.holds,
        explanation=placement_words(reason, adjusted, unconfirmed),
    )


def _unplaced(judged: Judged, explanation: Explanation) -> Iterator[CandidateUnplaced]:
    barred: dict[str, list[tuple[str, PairBarred]]] = defaultdict(list)
    for (who, post), pair in sorted(judged.barred.items(), key=itemgetter(0)):
        if len(barred[who]) < REASONS_MAX:
            barred[who].append((post, pair))
    for reason in explanation.unplaced():
        yield CandidateUnplaced(
            candidate_id=reason.person,
            must_move=reason.must_move,
            explanation=unplaced_words(reason, barred.get(reason.person, ())),
        )


def _unfilled(case: Case, explanation: Explanation) -> Iterator[PostUnfilled]:
    for reason in explanation.unfilled():
        post = case.posts[reason.post]
        yield PostUnfilled(
            post_id=post.post_id,
            job_group=post.job_group,
            grade=post.grade,
            vacancy_id=post.vacancy_id,
            explanation=unfilled_words(reason),
        )


def _blocking(solved: Solved, pairs: BlockingPairs) -> Iterator[BlockingPair]:
    market = solved.bids.market
    for number in range(min(len(pairs), BLOCKING_MAX)):
        person, post = int(pairs.person[number]), int(pairs.post[number])
        rank = int(market.person_rank[pairs.row[number]])
        words = blocking_words(
            None if rank == UNLISTED else rank,
            _name(market.posts, int(pairs.person_has[number])),
            _name(market.people, int(pairs.post_has[number])),
            bool(pairs.by_lock[number]),
        )
        yield BlockingPair(
            candidate_id=market.people[person], post_id=market.posts[post], explanation=words
        )


def _joint(solved: Solved) -> Iterator[JointOption]:
    market = solved.bids.market
    stations = [it.duty_station for it in solved.case.posts.values()]
    places = [Place(_station(it), it.country) for it in stations]
    found = joint_options(market, solved.matching, places, JOINT_MAX)
    for option in chain.from_iterable(found):
        (one, other), (post, partner_post) = option.couple, option.posts
        displaced = tuple(market.people[who] for who in option.displaced)
        same = option.together == "STATION"
        yield JointOption(
            candidate_id=market.people[one],
            post_id=market.posts[post],
            partner_id=market.people[other],
            partner_post_id=market.posts[partner_post],
            explanation=together_words(_station(stations[post]), same, displaced),
        )


def _station(place: DutyStationKey) -> str:
    return f"{place.country} {place.city_code}"


def _name(names: tuple[str, ...], place: int) -> str | None:
    return None if place == NONE else names[place]


def _recommendation(blocking: int) -> str:
    if blocking <= BLOCKING_MAX:
        return _RECOMMENDATION
    return f"{_RECOMMENDATION} Of {blocking} blocking pairs the first {BLOCKING_MAX} are listed."
