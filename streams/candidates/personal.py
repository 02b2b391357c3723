"""What is known of a person, each fact with the event that states it."""

from collections.abc import Callable

from schemas.events import (
    ClearanceFact,
    DateFact,
    ExperienceFact,
    LanguageFact,
    NationalitiesFact,
    PerformanceFact,
    PreferencesFact,
    StatedFact,
)
from schemas.events.candidate_state import CandidateState, Clearance, StatedField
from streams.candidates.stamps import event_id_of


def text_fact(field: StatedField) -> Callable[[CandidateState], StatedFact | None]:
    def fact(state: CandidateState) -> StatedFact | None:
        for text in state.texts:
            if text.field == field:
                return StatedFact(value=text.value, event_id=event_id_of(text.stamp))
        return None

    return fact


def performance_fact(state: CandidateState) -> PerformanceFact | None:
    if not state.appraisals:
        return None
    last = state.appraisals[-1]
    return PerformanceFact(
        rating=last.rating, period_end=last.period_end, event_id=event_id_of(last.stamp)
    )


def nationalities_fact(state: CandidateState) -> NationalitiesFact | None:
    for it in state.nationalities:
        return NationalitiesFact(countries=it.countries, event_id=event_id_of(it.stamp))
    return None


def retirement_fact(state: CandidateState) -> DateFact | None:
    for it in state.retirement:
        return DateFact(day=it.retirement_on, event_id=event_id_of(it.stamp))
    return None


def experience_fact(state: CandidateState) -> ExperienceFact | None:
    for it in state.experience:
        return ExperienceFact(experience=it.experience, event_id=event_id_of(it.stamp))
    return None


def language_facts(state: CandidateState) -> tuple[LanguageFact, ...]:
    """A record without levels was taken back: it tells nothing."""
    return tuple(
        LanguageFact(
            language=it.language,
            framework=it.framework,
            evidence=it.evidence,
            levels=it.levels,
            event_id=event_id_of(it.stamp),
        )
        for it in state.languages
        if it.levels
    )


def preferences_fact(state: CandidateState) -> PreferencesFact | None:
    for it in state.preferences:
        return PreferencesFact(
            max_hardship=it.max_hardship,
            accepts_non_family=it.accepts_non_family,
            preferred_stations=it.preferred_stations,
            preferred_regions=it.preferred_regions,
            excluded_stations=it.excluded_stations,
            event_id=event_id_of(it.stamp),
        )
    return None


def clearance_facts(state: CandidateState) -> tuple[ClearanceFact, ...]:
    """Of each type the latest that was decided, else the one that is pending; never a visa."""
    last: dict[str, Clearance] = {}
    for it in sorted(state.clearances, key=lambda it: (it.status != "PENDING", it.stamp)):
        last[it.clearance_type] = it
    last.pop("VISA", None)
    return tuple(
        ClearanceFact(
            clearance_type=it.clearance_type,
            status=it.status,
            valid_from=it.valid_from,
            valid_until=it.valid_until,
            event_id=event_id_of(it.stamp),
        )
        for _, it in sorted(last.items())
    )
