"""One person's history: all that is recorded of them, and for a few how they leave."""

from datetime import date, timedelta

from producers.scenario.application import APPLICATIONS, application
from producers.scenario.availability import availability
from producers.scenario.background import background
from producers.scenario.dice import Dice
from producers.scenario.person import Person, person
from producers.scenario.service import appraisals, incumbency
from producers.scenario.world import Ledger, World
from schemas import events


def history(world: World, number: int) -> list[events.Event]:
    """All that is recorded of one person, in no particular order of time."""
    who = person(world, number)
    dice = world.dice("c", number)
    ledger = Ledger(world, who.candidate_id, dice)
    # People have applied in every month, the latest so lately that nothing came of it yet.
    applied = world.start + timedelta(days=dice.below(world.days))
    starts = None
    if who.origin == "INTERNAL" and dice.chance(40):
        starts = incumbency(world, ledger, dice, who)
    if who.origin in world.organisation.rule_set.rated_origins:
        appraisals(world, ledger, dice, min(applied, starts or applied))
    application(world, ledger, dice, who, applied)
    if dice.chance(95):
        availability(ledger, dice, applied)
    background(world, ledger, dice, applied)
    _departure(world, ledger, dice, who, applied)
    return ledger.events


def _departure(world: World, ledger: Ledger, dice: Dice, who: Person, applied: date) -> None:
    """A few leave the Pool, are forgotten, or turn out to be somebody known under another id."""
    day = applied + timedelta(days=dice.between(200, 600))
    if dice.chance(1):
        reason = "took a post elsewhere"
        ledger.add(events.PoolLeft, APPLICATIONS, day, candidate_id=who.candidate_id, reason=reason)
    elif dice.chance(0.3):
        ledger.add(
            events.CandidateErased,
            APPLICATIONS,
            day,
            candidate_id=who.candidate_id,
            erasure_reason="PERSON_ASKED",
            actor_role="data-protection",
        )
    elif dice.chance(0.3):
        other = world.identity("c", dice.below(world.candidates))
        if other != who.candidate_id:
            ledger.add(
                events.CandidateMerged,
                APPLICATIONS,
                day,
                candidate_id=other,
                merged_candidate_id=who.candidate_id,
                actor_role="hr-records",
                reason="registered twice",
            )
