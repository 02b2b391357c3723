"""What is known of a person beside assessments and posts: all that a match asks for."""

from datetime import date, timedelta

from producers.scenario.dice import Dice, Weighted
from producers.scenario.world import Ledger, World
from schemas import events

APPLICATIONS = "hr.applications"
STAFFING = "hr.staffing"
LEARNING = "hr.learning"

_GENDERS: Weighted[events.Gender] = Weighted(["F", "M", "X", "UNDISCLOSED"], [47, 48, 1, 4])
_EDUCATION = Weighted(["MASTERS", "BACHELORS", "DOCTORATE"], [75, 18, 7])
_ABILITIES: tuple[events.LanguageAbility, ...] = ("LISTENING", "READING", "SPEAKING", "WRITING")
LOWER_PERCENT = 8
_RELATIVES: Weighted[events.Relatives] = Weighted(["NONE", "OTHER", "CLOSE"], [95, 4, 1])


def background(world: World, ledger: Ledger, dice: Dice, applied: date) -> None:
    """Nearly everybody states nearly everything; who does not cannot be confirmed."""
    who = ledger.owner
    if dice.chance(94):
        _profile(world, ledger, dice, who, applied)
    for language, percent in world.organisation.manner.people.languages.items():
        if dice.chance(percent):
            _language(world, ledger, dice, language, applied)
    if dice.chance(70):
        _preferences(world, ledger, dice, applied + timedelta(days=dice.between(0, 30)))
    if dice.chance(95):
        _relatives(ledger, dice, who, applied)
    for kind in world.chances.clearances:
        if dice.chance(97):
            _clearance(ledger, dice, who, kind, applied + timedelta(days=dice.between(0, 40)))
    if dice.chance(6):
        _learning(world, ledger, dice, who, applied + timedelta(days=dice.between(30, 300)))


def _profile(world: World, ledger: Ledger, dice: Dice, who: str, day: date) -> None:
    total = dice.between(60, 360)
    ledger.add(
        events.ProfileUpdated,
        APPLICATIONS,
        day,
        candidate_id=who,
        gender=dice.pick(_GENDERS),
        education_level=dice.pick(_EDUCATION),
        experience=events.ExperienceGained(
            total_months=total,
            managerial_months=dice.below(total),
            un_months=dice.below(total),
            mandate_months=dice.below(total),
            volunteer_months=dice.below(25),
        ),
        retirement_on=world.as_of + timedelta(days=dice.between(200, 30 * 365)),
    )


def _language(world: World, ledger: Ledger, dice: Dice, language: str, day: date) -> None:
    """A person's four abilities are near each other: now and then one is a level lower."""
    tested, framework = dice.chance(40), dice.one_of(tuple(world.chances.frameworks))
    levels = tuple(world.organisation.manner.people.language_levels[framework])
    reached = dice.pick(world.chances.frameworks[framework])
    ledger.add(
        events.LanguageRecorded,
        APPLICATIONS,
        day,
        candidate_id=ledger.owner,
        language=language,
        framework=framework,
        evidence="TESTED" if tested else "SELF",
        levels=tuple(
            events.LanguageLevel(
                ability=ability, level=levels[max(0, reached - dice.chance(LOWER_PERCENT))]
            )
            for ability in _ABILITIES
        ),
        tested_on=day if tested else None,
    )


def _preferences(world: World, ledger: Ledger, dice: Dice, day: date) -> None:
    stations, regions = world.organisation.duty_stations, world.chances.regions
    wanted = dict.fromkeys(dice.one_of(stations).key for _ in range(dice.below(4)))
    refused = [dice.one_of(stations).key] if dice.chance(8) else []
    ledger.add(
        events.PreferencesDeclared,
        APPLICATIONS,
        day,
        candidate_id=ledger.owner,
        max_hardship=dice.pick(world.chances.hardest),
        accepts_non_family=dice.one_of((True, True, True, False, None)),
        preferred_stations=tuple(wanted),
        preferred_regions=tuple(dict.fromkeys(dice.one_of(regions) for _ in range(2))),
        excluded_stations=tuple(key for key in refused if key not in wanted),
    )


def _relatives(ledger: Ledger, dice: Dice, who: str, day: date) -> None:
    ledger.add(
        events.RelativesDeclared,
        STAFFING,
        day,
        candidate_id=who,
        relatives=dice.pick(_RELATIVES),
    )


def _clearance(ledger: Ledger, dice: Dice, who: str, kind: events.ClearanceType, day: date) -> None:
    pending, refused = dice.chance(2), dice.chance(1)
    status = "PENDING" if pending else "REFUSED" if refused else "GRANTED"
    granted = status == "GRANTED"
    lasts = timedelta(days=dice.between(500, 1800))
    ledger.add(
        events.ClearanceRecorded,
        APPLICATIONS,
        day,
        candidate_id=who,
        clearance_id=f"{who}-{kind.lower()}",
        clearance_type=kind,
        status=status,
        valid_from=day if granted else None,
        valid_until=day + lasts if granted and dice.chance(50) else None,
    )


def _learning(world: World, ledger: Ledger, dice: Dice, who: str, day: date) -> None:
    """One edition of a leadership programme, from the application to wherever it led."""
    edition = f"{world.organisation.manner.people.programme}-{day.year}"
    named = {
        "candidate_id": who,
        "participation_id": f"{who}-{edition}",
        "edition_id": edition,
    }
    ledger.add(events.LearningApplicationSubmitted, LEARNING, day, **named)
    day += timedelta(days=dice.between(10, 40))
    if dice.chance(45):
        reason = "more applications than seats"
        ledger.add(events.SeatRefused, LEARNING, day, **named, reason=reason)
        return
    ledger.add(events.SeatAllocated, LEARNING, day, **named)
    day += timedelta(days=dice.between(5, 20))
    if dice.chance(10):
        ledger.add(events.SeatDeclined, LEARNING, day, **named, reason="needed in the mission")
    elif dice.chance(10):
        ledger.add(events.LearningWithdrawn, LEARNING, day, **named, reason="emergency deployment")
    else:
        ends = day + timedelta(days=dice.between(60, 120))
        ledger.add(events.LearningCompleted, LEARNING, ends, **named, completed_on=ends)
