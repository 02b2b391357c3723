"""What must hold of every list, whoever is on it: random people, few values, many ties."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import encode
from schemas.events import MembershipRecorded, ProposalEmitted
from streams.matching import consideration
from streams.matching.ranking import best_scored
from streams.pool.lineup import lineup_of
from tests.unit.matching_facts import (
    EASY,
    HARD,
    PUBLISHED,
    nationals,
    posted,
    proposal,
    stated,
    states,
    station,
    weighing,
    wishing,
)
from tests.unit.pool_facts import (
    NAIROBI,
    START_BY,
    Log,
    assessed,
    day,
    free,
    member,
    opened,
    profile,
    rules,
)

REFERENCE = (
    station("C"),
    station("E", HARD),
    station("H", EASY),
    states("NON_REPRESENTED", "PLW"),
)
WEIGHTS = weighing(S1=30, S2=20, S3=10, S4=10, S5=5, S6=5, S7=5, S8=10, S10=3)


def anybody(number: int, chance: random.Random) -> MembershipRecorded:
    """Eligible, and anything else."""
    choose = chance.choice
    rating: Any = choose(["STAR", "TIER_1", "TIER_2"])
    due = START_BY + timedelta(days=choose([-10, 100, 200]))
    facts: dict[str, Any] = {
        "assessment": assessed(rating, date(2025, 12, choose([1, 2]))),
        "member_since": date(2024, 1, choose([10, 11])),
        "origin": choose([None, stated("INTERNAL"), stated("EXTERNAL")]),
        "gender": choose([None, stated("F"), stated("M"), stated("UNDISCLOSED")]),
        "nationalities": choose([None, nationals("FRA"), nationals("FRA", "PLW")]),
        "posting": choose([None, posted(choose([HARD, EASY]), due_rotation_on=due)]),
        "availability": free(START_BY - timedelta(days=choose([0, 30, 60])), 0),
        "preferences": choose(
            [
                None,
                wishing(max_hardship="E", preferred_stations=(choose([HARD, NAIROBI]),)),
                wishing(accepts_non_family=True, preferred_regions=("EAST",)),
            ]
        ),
    }
    return member(f"c-{number}", number + 1, **facts)


def crowd(chance: random.Random, size: int) -> list[MembershipRecorded]:
    return [anybody(number, chance) for number in range(size)]


def listing(members: list[MembershipRecorded], **terms: Any) -> ProposalEmitted:
    return proposal(members, *REFERENCE, policy=WEIGHTS | {"ranked_max": 50}, **terms)


SEEDS = st.integers(0, 1 << 32)
SIZES = st.integers(1, 40)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, size=SIZES, rule=st.sampled_from([None, *PUBLISHED]))
def test_no_total_crosses_a_tier_and_no_place_crosses_a_total(
    seed: int, size: int, rule: Any
) -> None:
    said = listing(crowd(random.Random(seed), size), tier_rule=rule)
    places = [(one.consideration_tier, -one.total) for one in said.ranked]
    assert places == sorted(places)
    assert {one.consideration_tier for one in said.tier_unconfirmed} <= {"UNCONFIRMED"}
    counts = said.counts
    assert counts.eligible == size
    assert counts.first_tier + counts.second_tier + counts.tier_unconfirmed == size


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, size=SIZES, rule=st.sampled_from([None, *PUBLISHED]))
def test_the_order_is_total_and_the_same_however_people_arrived(
    seed: int, size: int, rule: Any
) -> None:
    chance = random.Random(seed)
    members = crowd(chance, size)
    shuffled = chance.sample(members, size)
    assert encode(listing(members, tier_rule=rule)) == encode(listing(shuffled, tier_rule=rule))


def better(person: MembershipRecorded, what: str) -> MembershipRecorded:
    """The same person with one contribution raised, or as high as before."""
    match what:
        case "S3":
            both = wishing(max_hardship="E", accepts_non_family=True)
            old = person.preferences or both
            new = replace(old, max_hardship="E", accepts_non_family=True)
            return replace(person, preferences=new)
        case "S8":
            old = person.preferences or wishing()
            return replace(person, preferences=replace(old, preferred_stations=(NAIROBI,)))
        case _:
            said = free(START_BY - timedelta(days=90), 0)
            return replace(person, availability=said)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, size=SIZES, what=st.sampled_from(["S3", "S8", "S10"]))
def test_raising_one_contribution_never_lowers_a_rank(seed: int, size: int, what: str) -> None:
    chance = random.Random(seed)
    members = crowd(chance, size)
    chosen = chance.randrange(size)
    name = members[chosen].candidate_id
    before, rank_before = scored(members, name)
    members[chosen] = better(members[chosen], what)
    after, rank_after = scored(members, name)
    assert after >= before
    assert rank_after <= rank_before


def scored(members: list[MembershipRecorded], name: str) -> tuple[int, int]:
    people = {one.candidate_id: one for one in listing(members).ranked}
    return people[name].total, people[name].rank


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, size=SIZES)
def test_gender_and_nationality_change_nothing_where_no_rule_names_them(
    seed: int, size: int
) -> None:
    chance = random.Random(seed)
    members = crowd(chance, size)
    others = [
        replace(
            one,
            gender=chance.choice([None, stated("F"), stated("M")]),
            nationalities=chance.choice([None, nationals("PLW"), nationals("FRA")]),
        )
        for one in members
    ]
    for rule in (None, PUBLISHED[-1]):
        one, other = listing(members, tier_rule=rule), listing(others, tier_rule=rule)
        assert one.ranked == other.ranked
        assert one.tier_unconfirmed == other.tier_unconfirmed


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, size=st.integers(0, 120), length=st.integers(0, 30), block=st.integers(1, 40))
def test_dropping_who_cannot_catch_up_drops_nobody_who_could(
    seed: int, size: int, length: int, block: int
) -> None:
    log = Log(rules(**WEIGHTS), profile(), day(), *REFERENCE)
    log.fold(opened(tier_rule=PUBLISHED[0]), *crowd(random.Random(seed), size))
    holdings = log.pool.holdings
    case = holdings.cases["v-1"]
    assert case.vacancy.terms is not None
    assert holdings.policy is not None
    found = lineup_of(holdings, case, case.vacancy.terms, holdings.policy).consideration
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(consideration, "BLOCK", block)
        places = found.ranked(length)
    expected: list[int] = []
    for rows in found.tiers[:2]:
        totals = found.scoring.totals(found.rows, rows)
        expected += best_scored(rows, totals, found.order, length - len(expected))
    assert [place.row for place in places] == expected


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, size=SIZES)
def test_a_score_over_the_column_equals_the_same_score_over_each_row(seed: int, size: int) -> None:
    log = Log(rules(**WEIGHTS), profile(), day(), *REFERENCE)
    log.fold(opened(tier_rule=PUBLISHED[0]), *crowd(random.Random(seed), size))
    holdings = log.pool.holdings
    case = holdings.cases["v-1"]
    assert case.vacancy.terms is not None
    assert holdings.policy is not None
    lineup = lineup_of(holdings, case, case.vacancy.terms, holdings.policy)
    scoring, column = lineup.consideration.scoring, lineup.table.rows(0, size)
    one_by_one = [lineup.table.rows(row, row + 1) for row in range(size)]
    totals, tiers = scoring.totals(column), scoring.tiers(column)
    assert totals.tolist() == [int(scoring.totals(row)[0]) for row in one_by_one]
    assert tiers.tolist() == [int(scoring.tiers(row)[0]) for row in one_by_one]
    for row, points in enumerate(scoring.points(column, np.arange(size))):
        scores = scoring.criteria(lineup.person(row), points)
        assert sum(score.contribution for score in scores) == totals[row]


def test_the_best_by_total_are_the_first_of_all_sorted() -> None:
    log = Log(rules(), profile(), day(), *crowd(random.Random(1), 30))
    table = log.pool.holdings.table("COM", "P-5")
    totals = np.array([n % 3 for n in range(30)], np.int32)
    order = table.order

    def key(row: int) -> Any:
        return -int(totals[row]), int(order.merit[row]), int(order.chance[row])

    for length in range(32):
        expected = sorted(range(30), key=key)[:length]
        assert best_scored(np.arange(30), totals, order, length) == expected
