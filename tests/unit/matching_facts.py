"""People with one fact that counts, and the proposal that a pool makes of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from schemas.events import (
    CriterionWeight,
    DutyStationClassified,
    DutyStationKey,
    Event,
    GradeStanding,
    LanguageRank,
    MembershipRecorded,
    MemberState,
    MemberStateListPublished,
    NationalitiesFact,
    PostingFact,
    PreferencesFact,
    ProposalEmitted,
    StatedFact,
    TierClause,
    TierRule,
)
from tests.unit.pool_facts import (
    NAIROBI,
    Log,
    day,
    envelope,
    member,
    only,
    opened,
    profile,
    rules,
)

EASY = DutyStationKey(country="CHE", city_code="CH001")
HARD = DutyStationKey(country="YEM", city_code="YE001")

GRADES = (
    *(GradeStanding(grade=f"P-{n}", seniority=n, staffing="INTERNATIONAL") for n in range(1, 6)),
    GradeStanding(grade="NOC", seniority=9, staffing="NATIONAL"),
)


def weighing(**weights: int) -> dict[str, Any]:
    """A policy that weighs these criteria, and names what they compare with."""
    return {
        "criteria": tuple(CriterionWeight(criterion=s, weight=w) for s, w in weights.items()),
        "hardship_order": ("H", "A", "B", "C", "D", "E"),
        "relief_classes": ("D", "E"),
        "relief_months": 20,
        "settled_classes": ("H", "A"),
        "settled_months": 48,
        "language_ranks": tuple(
            LanguageRank(framework="UN", level=level, rank=rank)
            for rank, level in enumerate(("I", "II", "III", "IV"), start=1)
        ),
        "extra_language_rank": 2,
        "grades": GRADES,
    }


def station(
    hardship_class: Any = "C",
    key: DutyStationKey = NAIROBI,
    family: Any = "NON_FAMILY",
    working: tuple[str, ...] = ("en",),
) -> DutyStationClassified:
    return DutyStationClassified(
        **envelope(f"class-{key.city_code}"),
        duty_station=key,
        name=key.city_code,
        hardship_class=hardship_class,
        family_status=family,
        effective_from=date(2024, 1, 1),
        region="EAST",
        working_languages=working,
    )


def states(kind: Any, *countries: str, since: date = date(2025, 1, 1)) -> MemberStateListPublished:
    return MemberStateListPublished(
        **envelope(f"{kind}-{since}"),
        list_id=f"{kind}-{since}",
        kind=kind,
        effective_from=since,
        states=tuple(MemberState(country=country) for country in countries),
    )


def proposal(
    members: Iterable[MembershipRecorded],
    *reference: Event,
    policy: dict[str, Any] | None = None,
    **terms: Any,
) -> ProposalEmitted:
    """What a pool says of a vacancy opened today."""
    basics = (rules(**(policy or {})), profile(terms.get("grade", "P-5")), day())
    log = Log(*basics, *reference, *members)
    said = only(log.fold(opened(**terms)).proposals)
    assert isinstance(said, ProposalEmitted)
    return said


def points(criterion: str, *reference: Event, terms: Any = None, **facts: Any) -> int:
    """What one criterion gives a person with these facts."""
    changed = facts.pop("policy", {})
    policy = weighing(**{criterion: 1}) | changed
    said = proposal([member(**facts)], *reference, policy=policy, **(terms or {}))
    (score,) = only(said.ranked).criteria
    assert (score.criterion, score.weight) == (criterion, 1)
    assert score.contribution == score.normalised == only(said.ranked).total
    return int(score.normalised)


def stated(value: str) -> StatedFact:
    return StatedFact(value=value, event_id=f"said-{value}")


def nationals(*countries: str) -> NationalitiesFact:
    return NationalitiesFact(countries=countries, event_id="nat")


def posted(
    at: DutyStationKey = HARD, since: date = date(2022, 1, 1), **changed: Any
) -> PostingFact:
    facts: dict[str, Any] = {"ends_on": None, "due_rotation_on": None, "abolished_on": None}
    return PostingFact(
        assignment_id="asg",
        post_id="post-9",
        duty_station=at,
        job_group="COM",
        grade="P-5",
        starts_on=since,
        event_ids=("posted",),
        **(facts | changed),
    )


def wishing(**changed: Any) -> PreferencesFact:
    said: dict[str, Any] = {
        "max_hardship": None,
        "accepts_non_family": None,
        "preferred_stations": (),
        "preferred_regions": (),
        "excluded_stations": (),
    }
    return PreferencesFact(event_id="wish", **(said | changed))


def rule_of(*clauses: TierClause) -> TierRule:
    return TierRule(tier_rule_id="notice", first=clauses)


INTERNAL = TierClause(clause="internal candidates", origins=("INTERNAL", "NATIONAL_STAFF"))
WOMEN = TierClause(clause="external women", origins=("EXTERNAL",), genders=("F",))
SENIOR_WOMEN = TierClause(
    clause="external women at P-4 and above",
    origins=("EXTERNAL",),
    genders=("F",),
    vacancy_grade_from="P-4",
)
UNREPRESENTED = TierClause(clause="unrepresented states", nationality_list="NON_REPRESENTED")

APRIL_2022 = rule_of(INTERNAL, SENIOR_WOMEN, UNREPRESENTED)
IN_2024 = rule_of(INTERNAL, WOMEN, UNREPRESENTED)
IN_2025 = rule_of(INTERNAL, UNREPRESENTED)
INTERNAL_ONLY = rule_of(INTERNAL)
PUBLISHED = (APRIL_2022, IN_2024, IN_2025, INTERNAL_ONLY)
"""The four variants that notices have had."""
