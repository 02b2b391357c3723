"""The reference set as events: profiles, stations, a rule set, and rotation cycles around a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from producers.reference.tables import (
    CYCLES,
    DUTY_STATIONS,
    PROFILES,
    RULE_SET,
    Profile,
    Station,
)
from schemas.events import (
    DutyStationClassified,
    Event,
    ProfilePublished,
    RatingValidity,
    RotationCyclePublished,
    RuleSetPublished,
)

SOURCE = "hr.policy"
YEAR_DAYS = 365


def reference_events(as_of: date, years: int = 1) -> Iterator[Event]:
    """The policy, profiles, stations and the cycles of so many years before and around `as_of`.

    Ids depend on the facts alone, so that publishing the set again changes nothing.
    """
    yield rule_set()
    for profile in PROFILES:
        yield profile_published(profile)
    for each in DUTY_STATIONS:
        yield _classified(each)
    yield from cycles(as_of, years)


def rule_set() -> RuleSetPublished:
    """The default policy."""
    since = date.fromisoformat(RULE_SET["effective_from"])
    name, version = RULE_SET["rule_set_id"], int(RULE_SET["version"])
    return RuleSetPublished(
        event_id=f"ref-rules-{name}-{version}",
        occurred_at=_midnight(since),
        recorded_at=_midnight(since),
        source=SOURCE,
        rule_set_id=name,
        version=version,
        effective_from=since,
        validity=tuple(
            RatingValidity(rating=rating, months=int(RULE_SET[f"validity.{rating}"]))
            for rating in ("STAR", "TIER_1", "TIER_2")
        ),
        satisfactory_ratings=tuple(RULE_SET["satisfactory_ratings"].split("|")),
        ranked_max=int(RULE_SET["ranked_max"]),
        near_misses_max=int(RULE_SET["near_misses_max"]),
        cannot_confirm_max=int(RULE_SET["cannot_confirm_max"]),
        expiry_warning_days=int(RULE_SET["expiry_warning_days"]),
        unconfirmed_warning_days=int(RULE_SET["unconfirmed_warning_days"]),
    )


def profile_published(profile: Profile) -> ProfilePublished:
    """One profile of the Pool."""
    moment = _midnight(profile.effective_from)
    return ProfilePublished(
        event_id=f"ref-profile-{profile.job_group}-{profile.grade}-{profile.effective_from}",
        occurred_at=moment,
        recorded_at=moment,
        source=SOURCE,
        job_group=profile.job_group,
        grade=profile.grade,
        title=profile.title,
        effective_from=profile.effective_from,
    )


def cycles(as_of: date, years: int = 1) -> Iterator[RotationCyclePublished]:
    """The template's cycles around a day: the yearly one once more for each further year back."""
    for row in CYCLES:
        repeats = years if row["yearly"] == "yes" else 1
        for back in range(repeats - 1, -1, -1):
            yield _cycle(row, as_of - timedelta(days=back * YEAR_DAYS))


def _cycle(row: dict[str, str], day: date) -> RotationCyclePublished:
    def at(column: str) -> date:
        return day + timedelta(days=int(row[column]))

    published, opens = at("catalogue_published"), at("window_open")
    cycle_id = f"{row['cycle']}-{opens}"
    return RotationCyclePublished(
        event_id=f"ref-cycle-{cycle_id}",
        occurred_at=_midnight(published),
        recorded_at=_midnight(published),
        source=SOURCE,
        cycle_id=cycle_id,
        job_groups=tuple(row["job_groups"].split("|")),
        catalogue_published=published,
        window_open=opens,
        window_close=at("window_close"),
        effective_from=at("effective_from"),
    )


def _classified(station: Station) -> DutyStationClassified:
    moment = _midnight(station.effective_from)
    key = station.key
    return DutyStationClassified(
        event_id=f"ref-station-{key.country}-{key.city_code}-{station.effective_from}",
        occurred_at=moment,
        recorded_at=moment,
        source=SOURCE,
        duty_station=key,
        name=station.name,
        hardship_class=station.hardship_class,
        family_status=station.family_status,
        rest_cycle_weeks=station.rest_cycle_weeks,
        effective_from=station.effective_from,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
