"""One application: submitted, screened or withdrawn, and the assessments that follow."""

from datetime import date, timedelta

from producers.scenario.assessment import assessments
from producers.scenario.dice import Dice
from producers.scenario.person import Person
from producers.scenario.world import Ledger, World
from schemas import events
from schemas.events.applications import CriterionOutcome

APPLICATIONS = "hr.applications"
_NOT_LET_IN: tuple[CriterionOutcome, ...] = ("NOT_MET", "UNKNOWN")


def application(world: World, ledger: Ledger, dice: Dice, who: Person, day: date) -> None:
    """What is applied for, and whatever comes of it."""
    application_id = f"{who.candidate_id}-application"
    contracts = world.organisation.manner.people.contracts.get(who.origin, ())
    lower = world.organisation.lower_grade.get(who.profiles[0].grade)
    ledger.add(
        events.ApplicationSubmitted,
        APPLICATIONS,
        day,
        candidate_id=who.candidate_id,
        application_id=application_id,
        profiles=tuple(
            events.PoolProfile(job_group=p.job_group, grade=p.grade) for p in who.profiles
        ),
        origin=who.origin,
        appointment_type=dice.one_of(contracts) if contracts else None,
        current_grade=lower if who.origin == "INTERNAL" else None,
        nationalities=_nationalities(world, dice, who),
    )
    if dice.chance(3):
        _withdrawn(ledger, who, application_id, day + timedelta(days=dice.between(1, 9)))
        return
    day += timedelta(days=dice.between(5, 30))
    if _screened(ledger, dice, who, application_id, day):
        for profile in who.profiles:
            assessments(world, ledger, dice, profile, day + timedelta(days=dice.between(20, 90)))


def _nationalities(world: World, dice: Dice, who: Person) -> tuple[str, ...]:
    """For a post that is for nationals of its country, that of some station."""
    if world.chances.staffing[who.profiles[0].grade] == "NATIONAL":
        return (dice.pick(world.chances.stations).key.country,)
    found = {dice.pick(world.chances.nationalities): None}
    if dice.chance(10):
        found[dice.pick(world.chances.nationalities)] = None
    return tuple(found)


def _withdrawn(ledger: Ledger, who: Person, application_id: str, day: date) -> None:
    ledger.add(
        events.ApplicationWithdrawn,
        APPLICATIONS,
        day,
        candidate_id=who.candidate_id,
        application_id=application_id,
        reason="took another post",
    )


def _screened(ledger: Ledger, dice: Dice, who: Person, application_id: str, day: date) -> bool:
    let_in = dice.chance(85)
    met: CriterionOutcome = "MET" if let_in else dice.one_of(_NOT_LET_IN)
    ledger.add(
        events.ApplicationScreened,
        APPLICATIONS,
        day,
        candidate_id=who.candidate_id,
        application_id=application_id,
        outcome="SCREENED_IN" if let_in else "SCREENED_OUT",
        criteria=(
            events.ScreenedCriterion(criterion="advanced degree", outcome="MET"),
            events.ScreenedCriterion(criterion="years of experience", outcome=met),
        ),
    )
    return let_in
