"""Random worlds of few values, so that boundaries and ties are met often."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from schemas.events import (
    AssessmentFact,
    ClearanceFact,
    ClearanceStatus,
    ClearanceType,
    CommitmentFact,
    CompetencyExpected,
    CompetencyProfilePublished,
    CompetencyShown,
    CriterionWeight,
    DateFact,
    DutyStationClassified,
    DutyStationKey,
    ExperienceFact,
    ExperienceGained,
    GradeStanding,
    IncumbencyFact,
    LanguageAbility,
    LanguageEvidence,
    LanguageFact,
    LanguageFramework,
    LanguageLevel,
    LanguageRank,
    LanguageRequirement,
    LanguageRequirements,
    MembershipRecorded,
    MemberState,
    MemberStateListKind,
    MemberStateListPublished,
    NationalitiesFact,
    OfferDeclined,
    PostingFact,
    PreferencesFact,
    RulePolicy,
    RuleSetPublished,
    Staffing,
    StatedFact,
    TierClause,
    TierRule,
    TourLength,
    VacancyOpened,
    WaiverGranted,
)
from tests.oracle.world import World
from tests.unit.pool_facts import (
    START_BY,
    TODAY,
    at,
    envelope,
    free,
    hold,
    member,
    opened,
    performing,
    rules,
)

T = TypeVar("T")

STATIONS = tuple(
    DutyStationKey(country=country, city_code=code)
    for country, code in (("KEN", "KE003"), ("YEM", "YE001"), ("CHE", "CH001"), ("IRQ", "IQ001"))
)
COUNTRIES = ("KEN", "YEM", "CHE", "PLW", "BRA")
LANGUAGES = ("en", "fr", "es", "ar")
FRAMEWORKS: tuple[LanguageFramework, ...] = ("UN", "CEFR")
UN_LEVELS = ("I", "II", "III", "IV")
CEFR_LEVELS = ("A2", "B1", "B2", "C1")
ABILITIES: tuple[LanguageAbility, ...] = ("LISTENING", "READING", "SPEAKING", "WRITING")
CODES = ("LEADERSHIP", "TEAMWORK", "COURAGE", "STRATEGY")
CLEARANCES: tuple[ClearanceType, ...] = ("MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING")
EVIDENCE: tuple[LanguageEvidence, ...] = ("SELF", "TESTED")
STAFFINGS: tuple[Staffing, ...] = ("INTERNATIONAL", "INTERNATIONAL", "NATIONAL", "OTHER")
LISTS: tuple[MemberStateListKind, ...] = ("MEMBER_STATES", "NON_REPRESENTED")
STATUSES: tuple[ClearanceStatus, ...] = (*("GRANTED",) * 6, "PENDING", "REFUSED", "WITHDRAWN")
OPTIONAL_RULES = ("H4", "H5", "H6", "H7", "H8", "H9", "H11", "H12", "H13", "H14")


class Dice:
    """One seed, one world."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one(self, of: tuple[T, ...]) -> T:
        return self._random.choice(of)

    def some(self, of: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(it for it in of if self.chance(0.5))

    def chance(self, of_one: float) -> bool:
        return self._random.random() < of_one

    def perhaps(self, make: Callable[[], T], of_one: float = 0.85) -> T | None:
        return make() if self.chance(of_one) else None

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def near(self, day: date) -> date:
        return day + timedelta(days=self.one((-400, -31, -1, 0, 1, 30, 364, 365, 366)))


def random_world(seed: int) -> World:
    dice = Dice(seed)
    return World(
        today=TODAY,
        rules=random_rules(dice),
        terms=random_terms(dice),
        members=[random_member(dice, number) for number in range(dice.number(0, 24))],
        stations=[random_station(dice, key) for key in STATIONS if dice.chance(0.85)],
        profiles=random_profiles(dice),
        lists=random_lists(dice),
        waivers=[random_waiver(dice, number) for number in range(dice.number(0, 8))],
        declined=[random_decline(dice, number) for number in range(dice.number(0, 2))],
    )


def random_rules(dice: Dice) -> RuleSetPublished:
    named = tuple(
        RulePolicy(
            rule=rule,
            mode=dice.one(("HARD", "HARD", "WARN")) if rule in OPTIONAL_RULES else "HARD",
            waivable=dice.chance(0.7),
            never_waived_for={"H13": ("CLOSE",), "H2": ("NOT_READY_YET",)}.get(rule, ()),
        )
        for rule in ("H2", "H3", *OPTIONAL_RULES, "H10")
        if dice.chance(0.45)
    )
    criteria = tuple(
        CriterionWeight(criterion=name, weight=dice.one((0, 1, 3, 10)))
        for name in ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S10")
        if dice.chance(0.6)
    )
    return rules(
        rules=named,
        criteria=criteria,
        language_ranks=tuple(
            LanguageRank(framework=framework, level=level, rank=rank)
            for framework, levels in zip(FRAMEWORKS, (UN_LEVELS, CEFR_LEVELS), strict=True)
            for rank, level in enumerate(levels, 1)
            if dice.chance(0.9)
        ),
        grades=tuple(
            GradeStanding(grade=grade, seniority=seniority, staffing=dice.one(STAFFINGS))
            for seniority, grade in enumerate(("P-4", "P-5", "D-1"), 4)
            if dice.chance(0.9)
        ),
        hardship_order=("H", "A", "B", "C", "D", "E"),
        tour_lengths=tuple(
            TourLength(hardship_class=name, months=months)
            for name, months in (("A", 48), ("C", 36), ("E", 24))
            if dice.chance(0.8)
        ),
        required_clearances=dice.some(CLEARANCES),
        suspending_clearances=dice.some(("CONDUCT",)),
        suspends_unsatisfactory=dice.chance(0.3),
        internal_origins=("INTERNAL", "NATIONAL_STAFF"),
        rated_origins=("INTERNAL", "NATIONAL_STAFF"),
        offer_reply_days=dice.one((None, 7)),
        relief_classes=("D", "E"),
        relief_months=dice.one((10, 20)),
        settled_classes=("H", "A"),
        settled_months=dice.one((24, 72)),
        extra_language_rank=dice.one((1, 2, 3)),
        experience_cap_months=dice.one((60, 120)),
        ranked_max=dice.one((3, 10)),
        near_misses_max=dice.one((3, 10)),
    )


def random_terms(dice: Dice) -> VacancyOpened:
    def requirement() -> LanguageRequirement:
        framework = dice.one(FRAMEWORKS)
        return LanguageRequirement(
            language=dice.one(LANGUAGES),
            framework=framework,
            level=dice.one(UN_LEVELS if framework == "UN" else CEFR_LEVELS),
            ability=dice.perhaps(lambda: dice.one(ABILITIES), 0.6),
            tested=dice.chance(0.2),
        )

    def languages() -> LanguageRequirements:
        return LanguageRequirements(
            all_of=tuple(requirement() for _ in range(dice.number(0, 2))),
            any_of=tuple(requirement() for _ in range(dice.number(0, 2))),
        )

    return opened(
        start_by=dice.one((START_BY, START_BY, TODAY, TODAY - timedelta(days=40))),
        opened_on=TODAY - timedelta(days=60),
        min_rating=dice.one(("TIER_2", "TIER_2", "TIER_1", "STAR")),
        duty_station=dice.one(STATIONS),
        scope=dice.one(("BOTH", "BOTH", "INTERNAL")),
        appointment_types=dice.one(((), (), ("FT",), ("FT", "TA"))),
        languages=dice.perhaps(languages, 0.7),
        tier_rule=dice.perhaps(lambda: random_tiers(dice), 0.7),
        emphasis=dice.one(((), CODES[:2])),
    )


def random_tiers(dice: Dice) -> TierRule:
    clauses = (
        TierClause(clause="internal", origins=("INTERNAL", "NATIONAL_STAFF")),
        TierClause(
            clause="external women from P-4",
            origins=("EXTERNAL",),
            genders=("F",),
            vacancy_grade_from=dice.one((None, "P-4", "D-1")),
        ),
        TierClause(clause="not represented", nationality_list="NON_REPRESENTED"),
    )
    return TierRule(tier_rule_id="notice", first=dice.some(clauses) or clauses[:1])


def random_station(dice: Dice, key: DutyStationKey) -> DutyStationClassified:
    return DutyStationClassified(
        **envelope(f"station-{key.city_code}"),
        duty_station=key,
        name=key.city_code,
        hardship_class=dice.one(("H", "A", "C", "D", "E", "UNCLASSIFIED")),
        family_status=dice.one((None, "FAMILY", "NON_FAMILY")),
        effective_from=date(2020, 1, 1),
        region=dice.one((None, "EAST", "WEST")),
        working_languages=dice.some(("en", "fr")),
        standard_assignment_months=dice.one((None, None, 12)),
    )


def random_profiles(dice: Dice) -> list[CompetencyProfilePublished]:
    return [
        CompetencyProfilePublished(
            **envelope(f"competencies-{since}"),
            job_group="COM",
            grade="P-5",
            framework_version="2023",
            effective_from=since,
            competencies=tuple(
                CompetencyExpected(code=code, kind="CORE", level=dice.one((None, 1, 3)))
                for code in CODES
                if dice.chance(0.7)
            ),
        )
        for since in (date(2024, 1, 1), date(2025, 1, 1), date(2027, 1, 1))
        if dice.chance(0.6)
    ]


def random_lists(dice: Dice) -> list[MemberStateListPublished]:
    return [
        MemberStateListPublished(
            **envelope(f"{kind}-{since}"),
            list_id=f"{kind}-{since}",
            kind=kind,
            effective_from=since,
            states=tuple(MemberState(country=it, region="R") for it in dice.some(COUNTRIES)),
        )
        for kind in LISTS
        for since in (date(2024, 1, 1), date(2026, 2, 1))
        if dice.chance(0.6)
    ]


def random_member(dice: Dice, number: int) -> MembershipRecorded:
    """Any mixture of facts, or one that passes most rules, so that lists have people on them."""
    anybody = anything(dice, number)
    if dice.chance(0.4):
        return anybody
    sound = soundness(dice, anybody.candidate_id)
    spoilt = dice.one((*sound, "nothing", "nothing", "nothing"))
    return replace(anybody, **{name: fact for name, fact in sound.items() if name != spoilt})


def soundness(dice: Dice, who: str) -> dict[str, Any]:
    """Facts that nothing is to be said against; what only scores is left to chance."""
    assessment = AssessmentFact(
        assessment_id=f"{who}-a",
        rating=dice.one(("STAR", "TIER_1", "TIER_2")),
        completed_on=date(2025, 9, dice.number(1, 28)),
        event_id=f"{who}-assessed",
        competencies=random_competencies(dice),
    )
    return {
        "assessment": assessment,
        "performance": performing(),
        "availability": free(date(2026, dice.number(1, 7), 1), dice.one((0, 1, 30))),
        "holds": (),
        "commitments": (),
        "origin": StatedFact(value=dice.one(("INTERNAL", "EXTERNAL")), event_id=f"{who}-origin"),
        "appointment_type": StatedFact(value="FT", event_id=f"{who}-appointment"),
        "retirement": DateFact(day=date(2040, 1, 1), event_id=f"{who}-retirement"),
        "relatives": StatedFact(value="NONE", event_id=f"{who}-relatives"),
        "languages": tuple(
            LanguageFact(
                language=language,
                framework="UN",
                evidence="TESTED",
                levels=tuple(LanguageLevel(ability=it, level="IV") for it in ABILITIES),
                event_id=f"{who}-{language}",
            )
            for language in ("en", *dice.some(LANGUAGES[1:]))
        ),
        "preferences": None,
        "clearances": tuple(
            ClearanceFact(
                clearance_type=kind,
                status="GRANTED",
                valid_from=None,
                valid_until=None,
                event_id=f"{who}-{kind}",
            )
            for kind in CLEARANCES
        ),
    }


def anything(dice: Dice, number: int) -> MembershipRecorded:
    who = f"c-{number}"

    def stated(what: str, *values: str) -> StatedFact | None:
        return dice.perhaps(lambda: StatedFact(value=dice.one(values), event_id=f"{who}-{what}"))

    def confirmed() -> datetime:
        days = dice.one((0, 30, 60, 100, 149, 150, 151, 400))
        return datetime(2026, 3, 14, 12, tzinfo=UTC) - timedelta(days=days)

    posting = dice.perhaps(lambda: random_posting(dice, who), 0.6)
    return member(
        who,
        number + 1,
        assessment=dice.perhaps(lambda: random_assessment(dice, who)),
        member_since=dice.one((None, date(2024, 1, 10), date(2024, 1, 11))),
        incumbency=incumbency(posting) if posting and dice.chance(0.5) else None,
        posting=posting,
        performance=dice.perhaps(lambda: performing(dice.one(("SATISFACTORY", "BELOW")))),
        availability=dice.perhaps(
            lambda: free(dice.near(START_BY), dice.one((0, 1, 30)), confirmed())
        ),
        holds=tuple(
            hold(dice.near(TODAY), dice.near(START_BY), f"{who}-h{n}")
            for n in range(dice.one((0, 0, 0, 1, 3)))
        ),
        commitments=(random_commitment(dice, who),) if dice.chance(0.2) else (),
        origin=stated("origin", "INTERNAL", "NATIONAL_STAFF", "AFFILIATE", "EXTERNAL"),
        appointment_type=stated("appointment", "FT", "TA", "CS"),
        gender=stated("gender", "F", "M", "X", "UNDISCLOSED"),
        nationalities=dice.perhaps(
            lambda: NationalitiesFact(
                countries=dice.some(COUNTRIES) or ("KEN",), event_id=f"{who}-nationalities"
            )
        ),
        retirement=dice.perhaps(
            lambda: DateFact(day=dice.near(date(2027, 9, 1)), event_id=f"{who}-retirement")
        ),
        relatives=stated("relatives", "NONE", "NONE", "NONE", "OTHER", "CLOSE"),
        experience=dice.perhaps(
            lambda: ExperienceFact(
                experience=ExperienceGained(
                    total_months=300,
                    managerial_months=dice.one((0, 59, 121)),
                    un_months=dice.one((0, 60)),
                    mandate_months=dice.one((0, 61)),
                    volunteer_months=dice.one((0, 7)),
                ),
                event_id=f"{who}-experience",
            )
        ),
        languages=random_languages(dice, who) if dice.chance(0.9) else (),
        preferences=dice.perhaps(lambda: random_preferences(dice, who), 0.6),
        clearances=tuple(
            random_clearance(dice, who, kind) for kind in CLEARANCES if dice.chance(0.85)
        ),
    )


def random_assessment(dice: Dice, who: str) -> AssessmentFact:
    year = dice.one((2024, 2025))
    return AssessmentFact(
        assessment_id=f"{who}-a",
        rating=dice.one(("STAR", "TIER_1", "TIER_2", "NOT_READY_YET")),
        completed_on=dice.near(TODAY.replace(year=year)),
        event_id=f"{who}-assessed",
        competencies=random_competencies(dice),
    )


def random_competencies(dice: Dice) -> tuple[CompetencyShown, ...]:
    return tuple(
        CompetencyShown(code=code, level_expected=2, level_shown=dice.one((None, 1, 2, 4)))
        for code in CODES
        if dice.chance(0.7)
    )


def random_posting(dice: Dice, who: str) -> PostingFact:
    starts_on = dice.one((date(2019, 3, 1), date(2024, 9, 1), date(2025, 11, 1)))
    return PostingFact(
        assignment_id=f"{who}-asg",
        post_id=f"{who}-post",
        duty_station=dice.one(STATIONS),
        job_group="COM",
        grade="P-5",
        starts_on=starts_on,
        ends_on=dice.perhaps(lambda: dice.near(START_BY), 0.3),
        due_rotation_on=dice.perhaps(lambda: dice.near(date(2027, 9, 1)), 0.6),
        abolished_on=dice.perhaps(lambda: dice.near(START_BY), 0.15),
        event_ids=(f"{who}-posted",),
    )


def incumbency(posting: PostingFact) -> IncumbencyFact:
    return IncumbencyFact(
        assignment_id=posting.assignment_id,
        post_id=posting.post_id,
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        due_rotation_on=posting.due_rotation_on,
        event_id=posting.event_ids[0],
    )


def random_commitment(dice: Dice, who: str) -> CommitmentFact:
    return CommitmentFact(
        offer_id=f"{who}-offer",
        vacancy_id=dice.one(("v-1", "v-2")),
        event_id=f"{who}-accepted",
        offered_on=dice.one((None, date(2026, 2, 1))),
        reply_by=dice.one((None, None, date(2026, 2, 20))),
        accepted_on=dice.one((date(2026, 2, 8), date(2026, 2, 9))),
        placed_from=dice.one((None, TODAY, TODAY + timedelta(days=1))),
    )


def random_languages(dice: Dice, who: str) -> tuple[LanguageFact, ...]:
    found: list[Any] = []
    for language in dice.some(LANGUAGES):
        for framework, levels in zip(FRAMEWORKS, (UN_LEVELS, CEFR_LEVELS), strict=True):
            for evidence in EVIDENCE:
                if dice.chance(0.45):
                    spoken = ABILITIES if dice.chance(0.7) else dice.some(ABILITIES)
                    found.append(
                        LanguageFact(
                            language=language,
                            framework=framework,
                            evidence=evidence,
                            levels=tuple(
                                LanguageLevel(ability=it, level=dice.one(levels)) for it in spoken
                            ),
                            event_id=f"{who}-{language}-{framework}-{evidence}",
                        )
                    )
    return tuple(found)


def random_preferences(dice: Dice, who: str) -> PreferencesFact:
    return PreferencesFact(
        max_hardship=dice.one((None, "A", "C", "D", "E")),
        accepts_non_family=dice.one((None, True, False)),
        preferred_stations=dice.some(STATIONS) if dice.chance(0.5) else (),
        preferred_regions=dice.some(("WEST", "EAST")),
        excluded_stations=dice.some(STATIONS) if dice.chance(0.2) else (),
        event_id=f"{who}-preferences",
    )


def random_clearance(dice: Dice, who: str, kind: ClearanceType) -> ClearanceFact:
    return ClearanceFact(
        clearance_type=kind,
        status=dice.one(STATUSES),
        valid_from=dice.one((None, TODAY, TODAY + timedelta(days=1))),
        valid_until=dice.one((None, START_BY, START_BY - timedelta(days=1))),
        event_id=f"{who}-{kind}",
    )


def random_waiver(dice: Dice, number: int) -> WaiverGranted:
    rule = dice.one(("H2", "H4", "H5", "H7", "H9", "H10", "H12", "H13", "H14"))
    partial = rule in ("H9", "H10") and dice.chance(0.4)
    return WaiverGranted(
        **(envelope(f"waiver-{number}") | at(-number)),
        vacancy_id="v-1",
        job_group="COM",
        candidate_id=f"c-{dice.number(0, 20)}",
        waiver_id=f"w-{number}",
        rule=rule,
        actor_role="hr-partner",
        extent="PARTIAL" if partial else "FULL",
        shortfall_accepted=dice.one((0, 1, 12, 31)) if partial else None,
        valid_until=dice.one((None, TODAY, TODAY - timedelta(days=1))),
        reason="the post must be filled",
    )


def random_decline(dice: Dice, number: int) -> OfferDeclined:
    return OfferDeclined(
        **envelope(f"declined-{number}"),
        vacancy_id="v-1",
        job_group="COM",
        candidate_id=f"c-{dice.number(0, 20)}",
        offer_id=f"o-{number}",
        actor_role="hr-partner",
    )
