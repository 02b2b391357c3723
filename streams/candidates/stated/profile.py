"""What is known of a person: each field by itself, whichever event states it."""

from collections.abc import Callable
from typing import Any

from schemas import events
from schemas.events.candidate_state import (
    Clearance,
    Leaving,
    StatedExperience,
    StatedField,
    StatedLanguage,
    StatedNationalities,
    StatedPreferences,
    StatedRetirement,
    StatedText,
)
from streams.candidates.stated.statement import Statement, Statements


def text(field: StatedField) -> Callable[[Any, bytes], StatedText | None]:
    def entry(event: Any, stamp: bytes) -> StatedText | None:
        value = getattr(event, field)
        return None if value is None else StatedText(field=field, stamp=stamp, value=value)

    return entry


def nationalities(event: Any, stamp: bytes) -> StatedNationalities | None:
    if not event.nationalities:
        return None
    countries = tuple(sorted(set(event.nationalities)))
    return StatedNationalities(stamp=stamp, countries=countries)


def experience(event: events.ProfileUpdated, stamp: bytes) -> StatedExperience | None:
    stated = event.experience
    return None if stated is None else StatedExperience(stamp=stamp, experience=stated)


def retirement(event: events.ProfileUpdated, stamp: bytes) -> StatedRetirement | None:
    day = event.retirement_on
    return None if day is None else StatedRetirement(stamp=stamp, retirement_on=day)


def language(event: events.LanguageRecorded, stamp: bytes) -> StatedLanguage:
    return StatedLanguage(
        language=event.language,
        framework=event.framework,
        evidence=event.evidence,
        stamp=stamp,
        levels=event.levels,
    )


def preferences(event: events.PreferencesDeclared, stamp: bytes) -> StatedPreferences:
    return StatedPreferences(
        stamp=stamp,
        max_hardship=event.max_hardship,
        accepts_non_family=event.accepts_non_family,
        preferred_stations=event.preferred_stations,
        preferred_regions=event.preferred_regions,
        excluded_stations=event.excluded_stations,
    )


def clearance(event: events.ClearanceRecorded, stamp: bytes) -> Clearance:
    return Clearance(
        clearance_id=event.clearance_id,
        stamp=stamp,
        clearance_type=event.clearance_type,
        status=event.status,
        valid_from=event.valid_from,
        valid_until=event.valid_until,
    )


def leaving(event: events.PoolLeft, stamp: bytes) -> tuple[Leaving, ...]:
    if not event.profiles:
        return (Leaving(job_group="", grade="", stamp=stamp),)
    return tuple(
        Leaving(job_group=it.job_group, grade=it.grade, stamp=stamp) for it in event.profiles
    )


ORIGIN = Statement("texts", text("origin"))
APPOINTMENT_TYPE = Statement("texts", text("appointment_type"))
NATIONALITIES = Statement("nationalities", nationalities)

PROFILE: Statements = {
    events.ProfileUpdated: (
        ORIGIN,
        APPOINTMENT_TYPE,
        Statement("texts", text("gender")),
        NATIONALITIES,
        Statement("experience", experience),
        Statement("retirement", retirement),
    ),
    events.RelativesDeclared: (Statement("texts", text("relatives")),),
    events.LanguageRecorded: (Statement("languages", language),),
    events.PreferencesDeclared: (Statement("preferences", preferences),),
    events.ClearanceRecorded: (Statement("clearances", clearance),),
    events.PoolLeft: (Statement("leavings", leaving),),
}
