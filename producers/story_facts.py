"""What the story's cast has stated of itself, and what offices have recorded of each person."""

import typing
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from producers.reference import built_in
from producers.story_people import Member
from schemas import events
from schemas.events import CompetencyShown, Event

Tell = Callable[..., Event]
"""Makes an event of a class, under a name, so many days ago, with fields."""

_ABOVE = {"STAR": 1, "TIER_1": 0, "TIER_2": 0, "NOT_READY_YET": -1}
"""By how much a rating's holder shows more or less than is expected."""
_CLEARANCES = ("MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING")
_ABILITIES = typing.get_args(events.LanguageAbility)


def competencies_shown(grade: str, rating: str) -> tuple[CompetencyShown, ...]:
    """What a panel saw; who is ready with needs shows less of one thing than expected."""
    levelled = [(each.code, each.levels[grade]) for each in built_in().competencies]
    expected = [(code, level) for code, level in levelled if level is not None]
    shown = {code: max(level + _ABOVE[rating], 0) for code, level in expected}
    if rating == "TIER_2":
        needed = expected[-2][0]
        shown[needed] -= 1
    return tuple(
        CompetencyShown(code=code, level_expected=level, level_shown=shown[code])
        for code, level in expected
    )


def facts_about(member: Member, day: Callable[[int], date], tell: Tell) -> Iterator[Event]:
    """Everything but assessments, posts and availability."""
    who = {"candidate_id": member.candidate_id}
    yield tell(
        events.ProfileUpdated,
        f"{member.candidate_id}-profile",
        days=-400,
        **who,
        origin=member.origin,
        appointment_type="FT" if member.origin == "INTERNAL" else None,
        nationalities=(member.nationality,),
        gender=member.gender,
        experience=events.ExperienceGained(
            total_months=180, managerial_months=72, un_months=96, mandate_months=60
        ),
        retirement_on=day(member.retires_in_days),
    )
    yield tell(
        events.RelativesDeclared,
        f"{member.candidate_id}-relatives",
        days=-390,
        **who,
        relatives="NONE",
    )
    yield tell(
        events.PreferencesDeclared,
        f"{member.candidate_id}-preferences",
        days=-30,
        **who,
        max_hardship=member.max_hardship,
        accepts_non_family=member.accepts_non_family,
    )
    yield from _languages(member, who, tell)
    yield from _clearances(member, who, day, tell)
    if member.origin == "INTERNAL" and member.post is None:
        yield tell(
            events.PerformanceRated,
            f"{member.candidate_id}-appraisal",
            days=-120,
            **who,
            rating=member.appraisal,
            period_end=day(-180),
        )


def _languages(member: Member, who: dict[str, Any], tell: Tell) -> Iterator[Event]:
    for language in ("en", member.further_language):
        if language is not None:
            yield tell(
                events.LanguageRecorded,
                f"{member.candidate_id}-{language}",
                days=-380,
                **who,
                language=language,
                framework="UN",
                evidence="SELF",
                levels=tuple(
                    events.LanguageLevel(ability=ability, level="IV") for ability in _ABILITIES
                ),
            )


def _clearances(
    member: Member, who: dict[str, Any], day: Callable[[int], date], tell: Tell
) -> Iterator[Event]:
    for kind in _CLEARANCES:
        granted = member.cleared or kind != "MEDICAL"
        yield tell(
            events.ClearanceRecorded,
            f"{member.candidate_id}-{kind.lower()}",
            days=-100,
            **who,
            clearance_id=f"{member.candidate_id}-{kind.lower()}",
            clearance_type=kind,
            status="GRANTED" if granted else "PENDING",
            valid_from=day(-100) if granted else None,
            valid_until=day(630) if granted else None,
        )
