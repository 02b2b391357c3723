"""The reference set as events: a policy, states, profiles, stations, and cycles around a day."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from producers.reference.organisation import Organisation
from producers.reference.tables import Profile, Row, State, Station
from schemas.events import (
    CompetencyExpected,
    CompetencyProfilePublished,
    DutyStationClassified,
    Event,
    MemberState,
    MemberStateListKind,
    MemberStateListPublished,
    ProfilePublished,
    RotationCyclePublished,
)

SOURCE = "hr.policy"
YEAR_DAYS = 365


def reference_events(organisation: Organisation, as_of: date, years: int = 1) -> Iterator[Event]:
    """The policies, states, profiles, stations, and the cycles of so many years around `as_of`.

    Ids depend on the facts alone, so that publishing the set again changes nothing.
    """
    yield organisation.rule_set
    yield from _further_policies(organisation)
    yield from _lists_of_states(organisation)
    for profile in organisation.profiles:
        yield profile_published(organisation, profile)
        yield competency_profile(organisation, profile)
    for each in organisation.duty_stations:
        yield _classified(organisation, each)
    yield from cycles(organisation, as_of, years)


def _further_policies(organisation: Organisation) -> Iterator[Event]:
    """Of what not every organisation does."""
    if organisation.exercise_policy is not None:
        yield organisation.exercise_policy
    if organisation.leadership_policy is not None:
        yield organisation.leadership_policy


def competency_profile(organisation: Organisation, profile: Profile) -> CompetencyProfilePublished:
    """What one profile of the Pool expects."""
    name = f"{profile.job_group}-{profile.grade}-{profile.effective_from}"
    return CompetencyProfilePublished(
        **_envelope(organisation, f"competencies-{name}", profile.effective_from),
        job_group=profile.job_group,
        grade=profile.grade,
        framework_version=organisation.manner.framework_version,
        effective_from=profile.effective_from,
        competencies=tuple(
            CompetencyExpected(code=each.code, kind=each.kind, level=each.levels[profile.grade])
            for each in organisation.competencies
        ),
        behaviours=profile.behaviours,
    )


def profile_published(organisation: Organisation, profile: Profile) -> ProfilePublished:
    """One profile of the Pool."""
    name = f"{profile.job_group}-{profile.grade}-{profile.effective_from}"
    return ProfilePublished(
        **_envelope(organisation, f"profile-{name}", profile.effective_from),
        job_group=profile.job_group,
        grade=profile.grade,
        title=profile.title,
        effective_from=profile.effective_from,
    )


def cycles(
    organisation: Organisation, as_of: date, years: int = 1
) -> Iterator[RotationCyclePublished]:
    """The template's cycles around a day: the yearly one once more for each further year back."""
    for row in organisation.cycles:
        repeats = years if row["yearly"] == "yes" else 1
        for back in range(repeats - 1, -1, -1):
            yield _cycle(organisation, row, as_of - timedelta(days=back * YEAR_DAYS))


def _cycle(organisation: Organisation, row: Row, day: date) -> RotationCyclePublished:
    def at(column: str) -> date:
        return day + timedelta(days=int(row[column]))

    published, opens = at("catalogue_published"), at("window_open")
    cycle_id = f"{row['cycle']}-{opens}"
    return RotationCyclePublished(
        **_envelope(organisation, f"cycle-{cycle_id}", published),
        cycle_id=cycle_id,
        job_groups=tuple(row["job_groups"].split("|")),
        catalogue_published=published,
        window_open=opens,
        window_close=at("window_close"),
        effective_from=at("effective_from"),
    )


def _classified(organisation: Organisation, station: Station) -> DutyStationClassified:
    key, since = station.key, organisation.manner.facts_from
    name = f"{key.country}-{key.city_code}-{since}-{organisation.manner.stations_edition}"
    return DutyStationClassified(
        **_envelope(organisation, f"station-{name}", since),
        duty_station=key,
        name=station.name,
        hardship_class=station.hardship_class,
        family_status=station.family_status,
        rest_cycle_weeks=station.rest_cycle_weeks,
        effective_from=since,
        region=organisation.regions[key.country],
        working_languages=station.working_languages,
    )


def _lists_of_states(organisation: Organisation) -> Iterator[MemberStateListPublished]:
    """All member states, with the region that aggregates go by; then those without staff."""
    members = [state for state in organisation.states if state.member]
    absent = [state for state in organisation.states if state.non_represented]
    yield _states(organisation, "member-states", "MEMBER_STATES", members)
    yield _states(organisation, "non-represented", "NON_REPRESENTED", absent)


def _states(
    organisation: Organisation, name: str, kind: MemberStateListKind, states: Iterable[State]
) -> MemberStateListPublished:
    since = organisation.manner.facts_from
    list_id = f"{name}-{since.year}"
    return MemberStateListPublished(
        **_envelope(organisation, list_id, since),
        list_id=list_id,
        kind=kind,
        effective_from=since,
        states=tuple(MemberState(country=each.iso3, region=each.region) for each in states),
    )


def _envelope(organisation: Organisation, name: str, day: date) -> dict[str, Any]:
    moment = datetime.combine(day, time(), UTC)
    return {
        "event_id": f"{organisation.manner.id_prefix}-{name}",
        "occurred_at": moment,
        "recorded_at": moment,
        "source": SOURCE,
    }
