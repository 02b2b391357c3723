"""A million memberships of one profile, most of them good enough in most of what is asked."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.notice import COMPETENCIES, STATIONS, TODAY
from schemas.codec import encode
from schemas.events import (
    AssessmentFact,
    AvailabilityFact,
    ClearanceFact,
    CommitmentFact,
    CompetencyShown,
    DateFact,
    ExperienceFact,
    ExperienceGained,
    LanguageAbility,
    LanguageFact,
    LanguageLevel,
    LogPosition,
    MembershipRecorded,
    NationalitiesFact,
    PerformanceFact,
    PostingFact,
    PreferencesFact,
    StatedFact,
)

DISTINCT_PEOPLE = 20_000
"""People made up one by one; everybody else has the facts of one of them and an id of their own."""

_COUNTRIES = ("KEN", "PLW", "FRA", "BRA", "JPN", "MHL", "CAN", "EGY", "COL", "IDN", "SEN", "NPL")
_ABILITIES: tuple[LanguageAbility, ...] = ("LISTENING", "READING", "SPEAKING", "WRITING")
_CLEARANCES = ("MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING")


def people(count: int, seed: int = 4) -> Iterator[tuple[MembershipRecorded, bytes]]:
    """Facts and their record; the same for every run."""
    chance = random.Random(seed)
    for number in range(min(count, DISTINCT_PEOPLE)):
        facts = _member(number, chance)
        yield facts, encode(facts)


def _member(number: int, chance: random.Random) -> MembershipRecorded:
    candidate_id = f"c-{number:07}"
    return MembershipRecorded(
        event_id=f"m-{number}",
        occurred_at=_NOON,
        recorded_at=_NOON,
        source="bench",
        candidate_id=candidate_id,
        job_group="COM",
        grade="P-5",
        position=LogPosition(log="candidate-log", partition=0, count=number + 1),
        cause_type="AssessmentCompleted",
        member_since=_day(chance, -1500, -100),
        incumbency=None,
        holds=(),
        **_ready(chance),
        **_personal(chance),
        **_willing(chance),
    )


_NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def _day(chance: random.Random, first: int, last: int) -> date:
    return TODAY + timedelta(days=chance.randint(first, last))


def _mostly(chance: random.Random, fact: Any, otherwise: Any = None, share: float = 0.93) -> Any:
    return fact if chance.random() < share else otherwise


def _ready(chance: random.Random) -> dict[str, Any]:
    seen = tuple(
        CompetencyShown(code=code, level_expected=3, level_shown=chance.randint(1, 4))
        for code in COMPETENCIES
    )
    assessment = AssessmentFact(
        assessment_id="a",
        rating=chance.choice(("STAR", "TIER_1", "TIER_1", "TIER_2", "TIER_2")),
        completed_on=_day(chance, -420, -10),
        event_id="as",
        competencies=seen,
    )
    availability = AvailabilityFact(
        available_from=_day(chance, -100, 150),
        notice_days=chance.choice((0, 30, 60)),
        confirmed_at=_NOON - timedelta(days=chance.randint(0, 200)),
        event_id="av",
    )
    rated = PerformanceFact(
        rating=_mostly(chance, "SATISFACTORY", "BELOW"), period_end=TODAY, event_id="pe"
    )
    offer = CommitmentFact(offer_id="o", vacancy_id=f"v-{chance.randint(1, 99)}", event_id="ca")
    return {
        "assessment": assessment,
        "availability": _mostly(chance, availability),
        "performance": rated,
        "commitments": _mostly(chance, (), (offer,), 0.97),
    }


def _personal(chance: random.Random) -> dict[str, Any]:
    experience = ExperienceGained(
        total_months=200,
        managerial_months=chance.randint(0, 150),
        un_months=chance.randint(0, 150),
        mandate_months=chance.randint(0, 150),
        volunteer_months=chance.randint(0, 150),
    )
    countries = tuple(sorted(chance.sample(_COUNTRIES, chance.choice((1, 1, 2)))))
    return {
        "origin": StatedFact(value=_mostly(chance, "INTERNAL", "EXTERNAL", 0.5), event_id="or"),
        "appointment_type": StatedFact(value="FT", event_id="ap"),
        "gender": _mostly(chance, StatedFact(value=chance.choice("FMX"), event_id="ge")),
        "nationalities": _mostly(chance, NationalitiesFact(countries=countries, event_id="na")),
        "retirement": DateFact(day=_day(chance, 300, 9000), event_id="re"),
        "relatives": StatedFact(value=_mostly(chance, "NONE", "CLOSE"), event_id="rl"),
        "experience": ExperienceFact(experience=experience, event_id="ex"),
        "languages": _languages(chance),
    }


def _languages(chance: random.Random) -> tuple[LanguageFact, ...]:
    spoken = ["en", *chance.sample(("fr", "es", "ar", "sw", "pt"), chance.randint(0, 3))]
    return tuple(
        LanguageFact(
            language=language,
            framework="UN",
            evidence=chance.choice(("SELF", "TESTED")),
            levels=tuple(
                LanguageLevel(ability=ability, level=level)
                for ability, level in zip(_ABILITIES, _levels(chance), strict=True)
            ),
            event_id=f"la-{language}",
        )
        for language in spoken
    )


def _levels(chance: random.Random) -> list[str]:
    return chance.choices(("II", "III", "IV"), (1, 20, 10), k=len(_ABILITIES))


def _willing(chance: random.Random) -> dict[str, Any]:
    since = _day(chance, -1800, -400)
    posting = PostingFact(
        assignment_id="x",
        post_id="p",
        duty_station=chance.choice(STATIONS),
        job_group="COM",
        grade="P-5",
        starts_on=since,
        ends_on=None,
        due_rotation_on=_day(chance, -100, 700),
        abolished_on=_mostly(chance, None, _day(chance, 0, 300), 0.95),
        event_ids=("po",),
    )
    wishes = PreferencesFact(
        max_hardship=chance.choice(("C", "D", "E", "E", None)),
        accepts_non_family=chance.choice((True, True, None)),
        preferred_stations=tuple(chance.sample(STATIONS, chance.randint(0, 5))),
        preferred_regions=(),
        excluded_stations=tuple(chance.sample(STATIONS, chance.choice((0, 0, 0, 2)))),
        event_id="pr",
    )
    return {
        "posting": _mostly(chance, posting, None, 0.8),
        "preferences": _mostly(chance, wishes, None, 0.9),
        "clearances": tuple(_clearance(kind, chance) for kind in _CLEARANCES),
    }


def _clearance(kind: Any, chance: random.Random) -> ClearanceFact:
    granted = ClearanceFact(
        clearance_type=kind,
        status="GRANTED",
        valid_from=_day(chance, -500, -50),
        valid_until=_day(chance, 190, 900),
        event_id=f"cl-{kind}",
    )
    return granted if chance.random() < 0.97 else replace(granted, status="PENDING")
