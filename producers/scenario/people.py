"""One person's history: applications, assessments, posts, appraisals and availability."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from producers.reference import DUTY_STATIONS, NATIONALITIES, PROFILES, Profile
from producers.scenario.dice import Dice, Weighted
from producers.scenario.world import Ledger, World
from schemas import events
from schemas.events.applications import CriterionOutcome, Origin
from schemas.events.assessments import Delivery, Modality, Rating

APPLICATIONS = "hr.applications"
ASSESSMENTS = "hr.assessments"
STAFFING = "hr.staffing"
AVAILABILITY = "hr.availability"

STATIONS = Weighted(DUTY_STATIONS, [station.weight for station in DUTY_STATIONS])
PROFILES_WEIGHTED = Weighted(PROFILES, [profile.weight for profile in PROFILES])
_NATIONALITIES = Weighted([n.iso3 for n in NATIONALITIES], [n.weight for n in NATIONALITIES])
_ORIGINS: Weighted[Origin] = Weighted(
    ["INTERNAL", "NATIONAL_STAFF", "AFFILIATE", "EXTERNAL"], [55, 20, 10, 15]
)
_CONTRACTS: dict[Origin, tuple[str, ...]] = {
    "INTERNAL": ("FT", "FT", "PM", "IOM_RC"),
    "NATIONAL_STAFF": ("FT",),
    "AFFILIATE": ("CS",),
    "EXTERNAL": (),
}
_GRADE_BELOW = {"P-3": "P-2", "P-4": "P-3", "P-5": "P-4", "D-1": "P-5"}
_RATINGS: Weighted[Rating] = Weighted(
    ["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"], [12, 43, 30, 15]
)
_BETTER: dict[Rating, Rating] = {
    "NOT_READY_YET": "TIER_2",
    "TIER_2": "TIER_1",
    "TIER_1": "STAR",
    "STAR": "STAR",
}
_MODALITIES: Weighted[Modality] = Weighted(get_args(Modality), [60, 25, 15])
_DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)
_APPRAISALS = Weighted(
    ["EXCEEDS", "FULLY_MEETS", "PARTIALLY_MEETS", "DOES_NOT_MEET"], [30, 60, 8, 2]
)
_COMPETENCIES = (
    "teamwork",
    "delivering-results",
    "managing-and-sharing-knowledge",
    "accountability",
    "communication",
    "leadership",
    "empowering-others",
    "building-trust",
    "strategic-thinking-and-vision",
)
_NOT_LET_IN: tuple[CriterionOutcome, ...] = ("NOT_MET", "UNKNOWN")
_HOLDS = ("medical leave", "parental leave", "special leave", "emergency deployment")
_TOUR_YEARS = {"H": 5, "A": 5, "B": 4, "C": 3, "D": 3, "E": 2}
"""Standard assignment lengths as UNICEF publishes them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, drawn apart from what happens, so that a vacancy can find them cheaply."""

    candidate_id: str
    origin: Origin
    profiles: tuple[Profile, ...]


def person(world: World, number: int) -> Person:
    """The person of this number, from 0."""
    dice = world.dice("p", number)
    first = dice.pick(PROFILES_WEIGHTED)
    second = dice.pick(PROFILES_WEIGHTED) if dice.chance(25) else first
    profiles = (first,) if second == first else (first, second)
    return Person(world.identity("c", number), dice.pick(_ORIGINS), profiles)


def history(world: World, number: int) -> list[events.Event]:
    """All that is recorded of one person, in no particular order of time."""
    who = person(world, number)
    dice = world.dice("c", number)
    ledger = Ledger(world, who.candidate_id, dice)
    # People have applied in every month, the latest so lately that nothing came of it yet.
    applied = world.start + timedelta(days=dice.below(world.days))
    if who.origin == "INTERNAL" and dice.chance(40):
        _incumbency(world, ledger, dice, who)
    _application(ledger, dice, who, applied)
    if dice.chance(75):
        _availability(world, ledger, dice, who, applied)
    return ledger.events


def _application(ledger: Ledger, dice: Dice, who: Person, day: date) -> None:
    application_id = f"{who.candidate_id}-application"
    contracts = _CONTRACTS[who.origin]
    nationalities = {dice.pick(_NATIONALITIES): None}
    if dice.chance(10):
        nationalities[dice.pick(_NATIONALITIES)] = None
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
        current_grade=_GRADE_BELOW[who.profiles[0].grade] if who.origin == "INTERNAL" else None,
        nationalities=tuple(nationalities),
    )
    if dice.chance(3):
        _withdrawn(ledger, who, application_id, day + timedelta(days=dice.between(1, 9)))
        return
    day += timedelta(days=dice.between(5, 30))
    if _screened(ledger, dice, who, application_id, day):
        for profile in who.profiles:
            _assessments(ledger, dice, who, profile, day + timedelta(days=dice.between(20, 90)))


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


def _assessments(ledger: Ledger, dice: Dice, who: Person, profile: Profile, day: date) -> None:
    """The first assessment, and for some a correction, an annulment or another try a year on."""
    rating = dice.pick(_RATINGS)
    subject = f"{who.candidate_id}-{profile.job_group}-{profile.grade}"
    first = f"{subject}-1"

    def assessed(assessment_id: str, on: date, shown: Rating, replaces: str | None = None) -> None:
        fields = _assessment(dice, profile, on, shown)
        named = {"candidate_id": who.candidate_id, "assessment_id": assessment_id}
        reason = "recalibrated across panels" if replaces else None
        fields |= named | {"supersedes": replaces, "reason": reason}
        ledger.add(events.AssessmentCompleted, ASSESSMENTS, on, **fields)

    assessed(first, day, rating)
    soon = day + timedelta(days=dice.between(10, 60))
    if dice.chance(4):
        assessed(f"{subject}-2", soon, _BETTER[rating], replaces=first)
    elif dice.chance(2):
        ledger.add(
            events.AssessmentVoided,
            ASSESSMENTS,
            soon,
            candidate_id=who.candidate_id,
            assessment_id=first,
            reason="the panel was not complete",
        )
    elif dice.chance(25):
        later = day + timedelta(days=dice.between(300, 420))
        better = _BETTER[rating] if dice.chance(60) else dice.pick(_RATINGS)
        assessed(f"{subject}-3", later, better)


def _assessment(dice: Dice, profile: Profile, day: date, rating: Rating) -> dict[str, object]:
    round_id = f"{day.year}-{'spring' if day.month <= 6 else 'autumn'}"
    return {
        "job_group": profile.job_group,
        "grade": profile.grade,
        "overall_rating": rating,
        "completed_on": day,
        "round_id": round_id,
        "modality": dice.pick(_MODALITIES),
        "delivery": dice.one_of(_DELIVERIES),
        "panel_id": f"{round_id}-panel-{dice.between(1, 12)}",
        "framework_version": "2023",
        "competencies": _competencies(dice, rating),
    }


def _competencies(dice: Dice, rating: Rating) -> tuple[events.CompetencyShown, ...]:
    shift = {"STAR": 1, "TIER_1": 0, "TIER_2": -1, "NOT_READY_YET": -2}[rating]
    start = dice.below(len(_COMPETENCIES) - 3)
    return tuple(
        events.CompetencyShown(
            code=code,
            level_expected=3,
            level_shown=max(1, 3 + shift * dice.below(2)),
            score=dice.between(250, 350) + 50 * shift,
        )
        for code in _COMPETENCIES[start : start + 3]
    )


def _incumbency(world: World, ledger: Ledger, dice: Dice, who: Person) -> None:
    """A post of the person's first profile, its appraisals, and for some the end of it."""
    profile, station = who.profiles[0], dice.pick(STATIONS)
    starts = world.start + timedelta(days=dice.below(world.days))
    tour = timedelta(days=365 * _TOUR_YEARS[station.hardship_class])
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
        due_rotation_on=starts + tour,
    )
    _appraisals(world, ledger, dice, who, starts)
    if dice.chance(25):
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


def _appraisals(world: World, ledger: Ledger, dice: Dice, who: Person, starts: date) -> None:
    for year in range(starts.year, world.as_of.year):
        ledger.add(
            events.PerformanceRated,
            STAFFING,
            date(year + 1, 2, dice.between(1, 28)),
            candidate_id=who.candidate_id,
            rating=dice.pick(_APPRAISALS),
            period_end=date(year, 12, 31),
        )


def _availability(world: World, ledger: Ledger, dice: Dice, who: Person, applied: date) -> None:
    """What the person says of their time: at first, again later, and the odd hold."""
    day = applied + timedelta(days=dice.between(0, 20))
    for _ in range(dice.between(1, 3)):
        ledger.add(
            events.AvailabilityConfirmed,
            AVAILABILITY,
            day,
            candidate_id=who.candidate_id,
            available_from=day + timedelta(days=dice.between(0, 150)),
            notice_days=dice.one_of((0, 30, 30, 60, 90)),
        )
        day += timedelta(days=dice.between(60, 240))
    if dice.chance(10):
        _hold(ledger, dice, who, applied + timedelta(days=dice.between(30, 400)))


def _hold(ledger: Ledger, dice: Dice, who: Person, day: date) -> None:
    hold_id, length = f"{who.candidate_id}-hold", timedelta(days=dice.between(20, 200))
    ledger.add(
        events.AvailabilityHeld,
        AVAILABILITY,
        day,
        candidate_id=who.candidate_id,
        hold_id=hold_id,
        held_from=day,
        held_until=day + length if dice.chance(50) else None,
        reason=dice.one_of(_HOLDS),
    )
    if dice.chance(50):
        released = day + length // 2
        ledger.add(
            events.AvailabilityReleased,
            AVAILABILITY,
            released,
            candidate_id=who.candidate_id,
            hold_id=hold_id,
            released_on=released,
        )
