"""What must hold of every list: strangers change no rank, what was withdrawn leaves no trace."""

import random
from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import Event, LogPosition, MembershipRecorded, ProposalListing, StatedFact
from tests.oracle.random_worlds import random_world
from tests.oracle.world import World
from tests.unit.pool_facts import Log, day, profile

STEP = {
    *(field.name for field in fields(Event)),
    "revision",
    "position",
    "causes",
    "changes",
    "reason",
}
"""What tells of the way to a revision, and not of what it says."""

seeds = st.integers(0, 1 << 32)


def told(world: World) -> Log:
    return Log(
        world.rules,
        profile(),
        *world.stations,
        *world.profiles,
        *world.lists,
        day(world.today),
        *world.members,
        world.terms,
        *world.waivers,
        *world.declined,
    )


def last(log: Log) -> ProposalListing:
    said = [one for evaluation in log.said for one in evaluation.proposals]
    assert isinstance(said[-1], ProposalListing)
    return said[-1]


def content(listing: ProposalListing) -> dict[str, Any]:
    return {name: value for name, value in vars(listing).items() if name not in STEP}


def recorded_again(facts: MembershipRecorded, count: int, **changed: Any) -> MembershipRecorded:
    """The same membership after a later event of the person's log."""
    position = LogPosition(log="candidate-log", partition=0, count=count)
    event_id = f"{facts.candidate_id}-{count}"
    return replace(facts, event_id=event_id, position=position, **changed)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_a_person_who_is_not_eligible_changes_no_rank(seed: int) -> None:
    world = random_world(seed)
    log = told(world)
    before = last(log)
    stranger = StatedFact(value="CLOSE", event_id="kin")
    again = [
        recorded_again(facts, 1000 + number, relatives=stranger, assessment=None, incumbency=None)
        for number, facts in enumerate(random_world(seed + 1).members)
    ]
    newcomers = [replace(facts, candidate_id=f"new-{facts.candidate_id}") for facts in again]
    if newcomers:
        log.fold(*newcomers)
    after = last(log)
    assert after.ranked == before.ranked
    assert after.tier_unconfirmed == before.tier_unconfirmed
    assert after.counts.considered == before.counts.considered + len(newcomers)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_facts_that_were_withdrawn_leave_no_trace(seed: int) -> None:
    world, dice = random_world(seed), random.Random(seed)
    log = told(world)
    before = content(last(log))
    for number, facts in enumerate(dice.sample(world.members, len(world.members) // 2)):
        other = dice.choice(world.members)
        taken = {name: getattr(other, name) for name in ("assessment", "languages", "holds")}
        log.fold(recorded_again(facts, 1000 + 2 * number, **taken))
        log.fold(recorded_again(facts, 1001 + 2 * number))
    assert content(last(log)) == before


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_the_order_in_which_people_came_is_not_seen(seed: int) -> None:
    world = random_world(seed)
    members = random.Random(seed).sample(world.members, len(world.members))
    shuffled = replace(world, members=members)
    assert content(last(told(shuffled))) == content(last(told(world)))


def test_the_worlds_have_lists_worth_looking_at() -> None:
    listings = [last(told(random_world(seed))) for seed in range(40)]
    assert sum(len(one.ranked) for one in listings) > 10
    assert sum(one.counts.near_misses for one in listings) > 10
    assert sum(one.counts.cannot_confirm for one in listings) > 10
