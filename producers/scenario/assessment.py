"""What panels find of a person for one profile, and how it is corrected, annulled or repeated."""

from datetime import date, timedelta
from typing import get_args

from producers.reference import Profile
from producers.scenario.dice import Dice, Weighted
from producers.scenario.world import Ledger, World
from schemas import events
from schemas.events.assessments import Delivery, Modality, Rating

ASSESSMENTS = "hr.assessments"

_RATINGS: Weighted[Rating] = Weighted(
    ["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"], [12, 43, 30, 15]
)
_BETTER: dict[Rating, Rating] = {
    "NOT_READY_YET": "TIER_2",
    "TIER_2": "TIER_1",
    "TIER_1": "STAR",
    "STAR": "STAR",
}
_ABOVE: dict[Rating, int] = {"STAR": 1, "TIER_1": 0, "TIER_2": -1, "NOT_READY_YET": -2}
"""By how much a rating's holders differ, at most, from what is expected."""
_MODALITIES: Weighted[Modality] = Weighted(get_args(Modality), [60, 25, 15])
_DELIVERIES: tuple[Delivery, ...] = get_args(Delivery)


def assessments(world: World, ledger: Ledger, dice: Dice, profile: Profile, day: date) -> None:
    """The first assessment, and for some a correction, an annulment or another try a year on."""
    rating = dice.pick(_RATINGS)
    subject = f"{ledger.owner}-{profile.job_group}-{profile.grade}"
    first = f"{subject}-1"

    def assessed(assessment_id: str, on: date, shown: Rating, replaces: str | None = None) -> None:
        fields = _assessment(world, dice, profile, on, shown)
        named = {"candidate_id": ledger.owner, "assessment_id": assessment_id}
        reason = "recalibrated across panels" if replaces else None
        fields |= named | {"supersedes": replaces, "reason": reason}
        ledger.add(events.AssessmentCompleted, ASSESSMENTS, on, **fields)

    if dice.chance(60):
        _scheduled(ledger, dice, profile, (first, day))
    assessed(first, day, rating)
    soon = day + timedelta(days=dice.between(10, 60))
    if dice.chance(2):
        assessed(f"{subject}-2", soon, _BETTER[rating], replaces=first)
    elif dice.chance(2):
        _recalibrated(world, ledger, dice, profile, (first, soon, _BETTER[rating]))
    elif dice.chance(2):
        ledger.add(
            events.AssessmentVoided,
            ASSESSMENTS,
            soon,
            candidate_id=ledger.owner,
            assessment_id=first,
            reason="the panel was not complete",
        )
    elif dice.chance(25):
        later = day + timedelta(days=dice.between(300, 420))
        better = _BETTER[rating] if dice.chance(60) else dice.pick(_RATINGS)
        assessed(f"{subject}-3", later, better)


def _scheduled(ledger: Ledger, dice: Dice, profile: Profile, planned: tuple[str, date]) -> None:
    assessment_id, day = planned
    ledger.add(
        events.AssessmentScheduled,
        ASSESSMENTS,
        day - timedelta(days=dice.between(5, 15)),
        candidate_id=ledger.owner,
        assessment_id=assessment_id,
        job_group=profile.job_group,
        grade=profile.grade,
        round_id=_round(day),
        modality=dice.pick(_MODALITIES),
        delivery=dice.one_of(_DELIVERIES),
        scheduled_on=day,
        application_id=f"{ledger.owner}-application",
    )


def _recalibrated(
    world: World,
    ledger: Ledger,
    dice: Dice,
    profile: Profile,
    outcome: tuple[str, date, Rating],
) -> None:
    assessment_id, day, rating = outcome
    ledger.add(
        events.AssessmentRecalibrated,
        ASSESSMENTS,
        day,
        candidate_id=ledger.owner,
        assessment_id=assessment_id,
        recalibration_id=f"{assessment_id}-recalibrated",
        overall_rating=rating,
        recalibrated_on=day,
        panel_id=f"{_round(day)}-calibration",
        framework_version=world.organisation.manner.framework_version,
        competencies=_competencies(world, dice, profile, rating),
        reason="recalibrated across panels",
    )


def _round(day: date) -> str:
    return f"{day.year}-{'spring' if day.month <= 6 else 'autumn'}"


def _assessment(
    world: World, dice: Dice, profile: Profile, day: date, rating: Rating
) -> dict[str, object]:
    round_id = _round(day)
    return {
        "job_group": profile.job_group,
        "grade": profile.grade,
        "overall_rating": rating,
        "completed_on": day,
        "round_id": round_id,
        "modality": dice.pick(_MODALITIES),
        "delivery": dice.one_of(_DELIVERIES),
        "panel_id": f"{round_id}-panel-{dice.between(1, 12)}",
        "framework_version": world.organisation.manner.framework_version,
        "competencies": _competencies(world, dice, profile, rating),
    }


def _competencies(
    world: World, dice: Dice, profile: Profile, rating: Rating
) -> tuple[events.CompetencyShown, ...]:
    """Each that the profile expects at a level; some as expected, some by the rating's measure."""
    levels = ((each.code, each.levels[profile.grade]) for each in world.organisation.competencies)
    return tuple(
        events.CompetencyShown(
            code=code,
            level_expected=expected,
            level_shown=max(1, expected + _ABOVE[rating] * dice.below(2)),
            score=dice.between(250, 350) + 50 * _ABOVE[rating],
        )
        for code, expected in levels
        if expected is not None
    )
