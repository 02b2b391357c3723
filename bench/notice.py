"""One vacancy that asks for everything, the policy that asks every rule, and what they rest on."""

from datetime import UTC, date, datetime
from typing import Any

from schemas.events import (
    CompetencyExpected,
    CompetencyProfilePublished,
    CriterionWeight,
    DayStarted,
    DutyStationClassified,
    DutyStationKey,
    GradeStanding,
    LanguageRank,
    LanguageRequirement,
    LanguageRequirements,
    MemberState,
    MemberStateListPublished,
    ProfilePublished,
    RatingValidity,
    RulePolicy,
    RuleSetPublished,
    TierClause,
    TierRule,
    TourLength,
    VacancyOpened,
)
from streams.pool.reference import Reference

TODAY = date(2026, 3, 14)
STATIONS = tuple(
    DutyStationKey(country=f"{first}{second}A", city_code=f"{first}{second}001")
    for first in "BCDEFGHKLM"
    for second in "AEIOU"
)
COMPETENCIES = ("LEADERSHIP", "EMPOWERING", "TRUST", "VISION", "TEAMWORK", "RESULTS", "KNOWLEDGE")
CLASSES = ("H", "A", "B", "C", "D", "E")
_SPOKEN = ("en", "fr", "es")


def _envelope(event_id: str) -> dict[str, Any]:
    at = datetime(2026, 3, 14, 12, tzinfo=UTC)
    return {"event_id": event_id, "occurred_at": at, "recorded_at": at, "source": "bench"}


def vacancy() -> VacancyOpened:
    """With a tier rule as published in 2022, two languages, scope and emphasis."""
    return VacancyOpened(
        **_envelope("opened"),
        vacancy_id="v-0",
        job_group="COM",
        grade="P-5",
        post_id="p-0",
        title="Chief of Mission",
        duty_station=STATIONS[4],
        reason="RETIREMENT",
        rotational=False,
        opened_on=TODAY,
        start_by=date(2026, 9, 1),
        languages=LanguageRequirements(
            all_of=(LanguageRequirement(language="en", framework="UN", level="III"),),
            any_of=tuple(
                LanguageRequirement(language=language, framework="UN", level="II")
                for language in _SPOKEN
            ),
        ),
        tier_rule=TierRule(
            tier_rule_id="2022",
            first=(
                TierClause(clause="internal candidates", origins=("INTERNAL", "NATIONAL_STAFF")),
                TierClause(
                    clause="external women at P-4 and above",
                    origins=("EXTERNAL",),
                    genders=("F",),
                    vacancy_grade_from="P-4",
                ),
                TierClause(
                    clause="nationals of states not represented", nationality_list="NON_REPRESENTED"
                ),
            ),
        ),
        emphasis=COMPETENCIES[:5],
    )


def facts() -> tuple[Reference, ...]:
    """The day, the profile, the stations, both lists of states and the policy."""
    return (
        rule_set(),
        ProfilePublished(
            **_envelope("profile"),
            job_group="COM",
            grade="P-5",
            title="Chief of Mission",
            effective_from=date(2024, 1, 1),
        ),
        CompetencyProfilePublished(
            **_envelope("competencies"),
            job_group="COM",
            grade="P-5",
            framework_version="2023",
            effective_from=date(2024, 1, 1),
            competencies=tuple(
                CompetencyExpected(code=code, kind="MANAGERIAL", level=3) for code in COMPETENCIES
            ),
        ),
        *(_station(number, key) for number, key in enumerate(STATIONS)),
        _states(
            "MEMBER_STATES",
            ("KEN", "FRA", "BRA", "JPN", "CAN", "EGY", "COL", "SEN", "NPL", "PLW", "MHL", "IDN"),
        ),
        _states("NON_REPRESENTED", ("PLW", "MHL")),
        DayStarted(**_envelope(str(TODAY)), day=TODAY),
    )


def _station(number: int, key: DutyStationKey) -> DutyStationClassified:
    return DutyStationClassified(
        **_envelope(f"station-{key.city_code}"),
        duty_station=key,
        name=key.city_code,
        hardship_class=CLASSES[number % len(CLASSES)],  # type: ignore[arg-type]
        family_status="NON_FAMILY" if number % 3 else "FAMILY",
        effective_from=date(2024, 1, 1),
        region=f"R{number % 7}",
        working_languages=("fr", "ar"),
    )


def _states(kind: Any, countries: tuple[str, ...]) -> MemberStateListPublished:
    return MemberStateListPublished(
        **_envelope(kind),
        list_id=kind,
        kind=kind,
        effective_from=date(2025, 1, 1),
        states=tuple(MemberState(country=country, region="R1") for country in countries),
    )


def rule_set() -> RuleSetPublished:
    """Every rule asked and every criterion weighed; lists of twenty."""
    rules = ("H4", "H5", "H6", "H7", "H8", "H9", "H11", "H12", "H13", "H14")
    weights = {"S1": 30, "S2": 20, "S3": 10, "S4": 10, "S5": 25, "S6": 10, "S7": 15, "S8": 10,
               "S10": 10}  # fmt: skip
    return RuleSetPublished(
        **_envelope("rules"),
        rule_set_id="bench",
        version=1,
        effective_from=date(2025, 1, 1),
        validity=tuple(
            RatingValidity(rating=rating, months=months)
            for rating, months in (("STAR", 24), ("TIER_1", 24), ("TIER_2", 24))
        ),
        satisfactory_ratings=("SATISFACTORY",),
        ranked_max=20,
        near_misses_max=10,
        cannot_confirm_max=10,
        expiry_warning_days=60,
        unconfirmed_warning_days=90,
        rules=tuple(RulePolicy(rule=rule, waivable=rule in {"H8", "H9"}) for rule in rules),
        criteria=tuple(CriterionWeight(criterion=s, weight=w) for s, w in weights.items()),
        language_ranks=tuple(
            LanguageRank(framework="UN", level=level, rank=rank)
            for rank, level in enumerate(("I", "II", "III", "IV"), start=1)
        ),
        grades=tuple(
            GradeStanding(grade=f"P-{step}", seniority=step, staffing="INTERNATIONAL")
            for step in range(1, 6)
        ),
        hardship_order=CLASSES,
        tour_lengths=tuple(TourLength(hardship_class=name, months=36) for name in CLASSES),
        required_clearances=("MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING"),
        internal_origins=("INTERNAL", "NATIONAL_STAFF"),
        rated_origins=("INTERNAL", "NATIONAL_STAFF"),
        last_year_months=12,
        relief_classes=("D", "E"),
        relief_months=20,
        settled_classes=("H", "A"),
        settled_months=48,
        extra_language_rank=2,
    )
