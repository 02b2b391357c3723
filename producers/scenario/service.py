"""A person's service with the organisation: a post, how it goes and ends, and appraisals."""

from datetime import date, timedelta

from producers.scenario.dice import Dice
from producers.scenario.person import Person
from producers.scenario.world import Ledger, World
from schemas import events

STAFFING = "hr.staffing"


def incumbency(world: World, ledger: Ledger, dice: Dice, who: Person) -> date:
    """A post of the person's first profile, and for some the end of it; answers its first day."""
    profile, station = who.profiles[0], dice.pick(world.chances.stations)
    starts = world.start + timedelta(days=dice.below(world.days))
    months = world.chances.tour_months.get(station.hardship_class)
    due = None if months is None else starts + timedelta(days=365 * months // 12)
    assignment_id = f"{who.candidate_id}-assignment"
    ledger.add(
        events.IncumbentAssigned,
        STAFFING,
        starts,
        candidate_id=who.candidate_id,
        assignment_id=assignment_id,
        post_id=f"post-{who.candidate_id[2:10]}",
        job_group=profile.job_group,
        grade=profile.grade,
        duty_station=station.key,
        starts_on=starts,
        due_rotation_on=due,
    )
    post = {
        "candidate_id": who.candidate_id,
        "assignment_id": assignment_id,
        "post_id": f"post-{who.candidate_id[2:10]}",
    }
    _arrival(ledger, dice, post, starts)
    _course(ledger, dice, post, (starts, due))
    if dice.chance(20):
        ends = starts + timedelta(days=dice.between(120, 700))
        ledger.add(
            events.IncumbentSeparated,
            STAFFING,
            ends - timedelta(days=dice.between(0, 60)),
            candidate_id=who.candidate_id,
            assignment_id=assignment_id,
            ends_on=ends,
            reason=dice.one_of(("ROTATED", "ROTATED", "SEPARATION", "CURTAILMENT", "OTHER")),
        )
    return starts


def _arrival(ledger: Ledger, dice: Dice, post: dict[str, str], starts: date) -> None:
    if dice.chance(50):
        arrived = starts + timedelta(days=dice.between(0, 5))
        ledger.add(events.AssignmentStarted, STAFFING, arrived, **post, started_on=arrived)


def _course(
    ledger: Ledger, dice: Dice, post: dict[str, str], tour: tuple[date, date | None]
) -> None:
    """What may come between the first day in a post and the day that was planned as the last."""
    starts, due = tour
    day = starts + timedelta(days=dice.between(90, 500))
    of_tour = {name: post[name] for name in ("candidate_id", "assignment_id")}
    if due is not None and dice.chance(10):
        ledger.add(
            events.TourEndChanged,
            STAFFING,
            day,
            **of_tour,
            due_rotation_on=due + timedelta(days=180),
            change="EXTENDED",
        )
    elif dice.chance(4):
        abolished = day + timedelta(days=120)
        ledger.add(events.IncumbentPostAbolished, STAFFING, day, **post, abolished_on=abolished)
    elif dice.chance(4):
        ledger.add(
            events.AssignmentCurtailed,
            STAFFING,
            day,
            **post,
            curtailed_on=day,
            curtailment_reason="SERVICE_NEED",
        )
    elif dice.chance(5):
        ledger.add(events.AssignmentCompleted, STAFFING, day, **post, completed_on=day)


def appraisals(world: World, ledger: Ledger, dice: Dice, since: date) -> None:
    """Yearly, each in the February after its year; nothing is recorded before the history."""
    for year in range(since.year - 1, world.as_of.year):
        rated = date(year + 1, 2, dice.between(1, 28))
        ledger.add(
            events.PerformanceRated,
            STAFFING,
            max(rated, world.start),
            candidate_id=ledger.owner,
            rating=dice.pick(world.chances.appraisals),
            period_end=date(year, 12, 31),
        )
