"""The columns against a slow matcher written apart, on random pools and vacancies."""

import pytest

from schemas.events import CannotConfirm, NearMiss, ProposalEmitted, RankedCandidate, RuleAnswer
from tests.oracle.matcher import Answer, Judged, Listed, Match, match
from tests.oracle.random_worlds import random_world
from tests.oracle.world import World
from tests.unit.pool_facts import Log, day, only, profile

WORLDS = 2_000
BATCH = 100


def proposal(world: World) -> ProposalEmitted:
    """What the pool says of the vacancy, all facts given."""
    log = Log(
        world.rules,
        profile(),
        *world.stations,
        *world.profiles,
        *world.lists,
        day(world.today),
        *world.members,
    )
    said = only(log.fold(world.terms, *world.waivers, *world.declined).proposals)
    assert isinstance(said, ProposalEmitted)
    return said


def outcomes(answers: tuple[RuleAnswer, ...]) -> dict[str, Answer]:
    return {it.rule: (it.outcome, frozenset(it.evidence)) for it in answers}


def listed(person: RankedCandidate) -> Listed:
    return Listed(
        candidate_id=person.candidate_id,
        answers=outcomes(person.answers),
        advisory=outcomes(person.advisory),
        tier=person.consideration_tier,
        total=person.total,
        contributions={it.criterion: it.contribution for it in person.criteria},
    )


def judged(person: NearMiss | CannotConfirm) -> Judged:
    return Judged(person.candidate_id, outcomes(person.answers))


def as_match(said: ProposalEmitted) -> Match:
    counts = said.counts
    tiers = {
        "FIRST": counts.first_tier,
        "SECOND": counts.second_tier,
        "UNCONFIRMED": counts.tier_unconfirmed,
    }
    return Match(
        ranked=[listed(one) for one in said.ranked],
        unconfirmed=[listed(one) for one in said.tier_unconfirmed],
        near_misses=[judged(one) for one in said.near_misses],
        cannot_confirm=[judged(one) for one in said.cannot_confirm],
        eligible={name: number for name, number in tiers.items() if number},
        near_misses_count=counts.near_misses,
        cannot_confirm_count=counts.cannot_confirm,
        excluded={one.rule: one.excluded for one in counts.excluded},
        waived={one.rule: one.excluded for one in counts.waived},
    )


@pytest.mark.parametrize("first", range(0, WORLDS, BATCH))
def test_both_matchers_give_the_same_proposal(first: int) -> None:
    for seed in range(first, first + BATCH):
        world = random_world(seed)
        assert as_match(proposal(world)) == match(world), f"seed {seed}"
