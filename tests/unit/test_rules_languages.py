"""H4: languages below, at and above what is asked; each one told, whatever the others are."""

from typing import Any

import pytest

from schemas.events import (
    LanguageAbility,
    LanguageEvidence,
    LanguageFact,
    LanguageFramework,
    LanguageLevel,
    LanguageRequirement,
    LanguageRequirements,
    RuleOutcome,
)
from tests.unit.rule_facts import ask

ABILITIES: tuple[LanguageAbility, ...] = ("LISTENING", "READING", "SPEAKING", "WRITING")


def speaks(
    language: str,
    level: str,
    evidence: LanguageEvidence = "SELF",
    framework: LanguageFramework = "CEFR",
    abilities: tuple[LanguageAbility, ...] = ABILITIES,
) -> LanguageFact:
    return LanguageFact(
        language=language,
        framework=framework,
        evidence=evidence,
        levels=tuple(LanguageLevel(ability=ability, level=level) for ability in abilities),
        event_id=f"{language}-{framework}-{evidence}",
    )


def wants(language: str, level: str = "B2", **changed: Any) -> LanguageRequirement:
    return LanguageRequirement(language=language, level=level, **{"framework": "CEFR"} | changed)


def asking(*each: LanguageRequirement, one_of: Any = ()) -> dict[str, Any]:
    return {"languages": LanguageRequirements(all_of=each, any_of=one_of)}


@pytest.mark.parametrize(
    ("languages", "required", "expected"),
    [
        ((speaks("fr", "B1"),), wants("fr"), "FAIL"),
        ((speaks("fr", "B2"),), wants("fr"), "PASS"),
        ((speaks("fr", "C1"),), wants("fr"), "PASS"),
        ((), wants("fr"), "UNKNOWN"),
        ((speaks("en", "C2"),), wants("fr"), "FAIL"),
        ((speaks("fr", "C2", abilities=("READING",)),), wants("fr"), "UNKNOWN"),
        ((speaks("fr", "A1", abilities=("READING",)),), wants("fr"), "FAIL"),
        ((speaks("fr", "C2", abilities=("READING",)),), wants("fr", ability="READING"), "PASS"),
        ((speaks("fr", "B2"),), wants("fr", tested=True), "UNKNOWN"),
        ((speaks("fr", "B1"),), wants("fr", tested=True), "FAIL"),
        ((speaks("fr", "B2", "TESTED"),), wants("fr", tested=True), "PASS"),
        ((speaks("fr", "C2"), speaks("fr", "B1", "TESTED")), wants("fr"), "FAIL"),
        ((speaks("fr", "A1"), speaks("fr", "B2", "TESTED")), wants("fr"), "PASS"),
        ((speaks("fr", "III", framework="UN"),), wants("fr"), "PASS"),
        ((speaks("fr", "II", framework="UN"),), wants("fr"), "FAIL"),
        ((speaks("fr", "IV", framework="UN"),), wants("fr"), "UNKNOWN"),
        ((speaks("fr", "C2"),), wants("fr", "D1"), "UNKNOWN"),
        ((speaks("fr", "B1"), speaks("fr", "IV", framework="UN")), wants("fr"), "UNKNOWN"),
    ],
)
def test_h4_compares_what_is_held_with_what_is_asked(
    languages: tuple[LanguageFact, ...], required: LanguageRequirement, expected: RuleOutcome
) -> None:
    asked = ask({"languages": languages}, **asking(required))
    assert asked.answer("H4").outcome == expected


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        ((speaks("en", "B2"), speaks("fr", "B2")), "PASS"),
        ((speaks("en", "B2"), speaks("es", "B2")), "PASS"),
        ((speaks("en", "B2"),), "FAIL"),
        ((speaks("fr", "B2"),), "FAIL"),
        ((speaks("en", "B2"), speaks("fr", "B1"), speaks("es", "B2")), "PASS"),
        ((speaks("en", "B2"), speaks("fr", "IV", framework="UN")), "UNKNOWN"),
        ((speaks("en", "B1"), speaks("fr", "IV", framework="UN")), "FAIL"),
    ],
)
def test_h4_asks_for_each_of_all_and_for_one_of_several(
    languages: tuple[LanguageFact, ...], expected: RuleOutcome
) -> None:
    terms = asking(wants("en"), one_of=(wants("fr"), wants("es")))
    assert ask({"languages": languages}, **terms).answer("H4").outcome == expected


def test_h4_tells_of_every_language_asked_for_though_the_first_is_missing() -> None:
    languages = (speaks("en", "C1"), speaks("es", "B1", "TESTED"))
    asked = ask({"languages": languages}, **asking(wants("fr"), wants("en"), wants("es")))
    answer = asked.answer("H4")
    assert answer.outcome == "FAIL"
    assert answer.required == "fr CEFR B2; en CEFR B2; es CEFR B2"
    assert answer.held == (
        "fr CEFR B2: FAIL, not recorded; en CEFR B2: PASS, CEFR C1 by own word; "
        "es CEFR B2: FAIL, CEFR B1 tested"
    )
    assert answer.evidence == ("en-CEFR-SELF", "es-CEFR-TESTED")


def test_h4_names_each_fact_that_is_missing() -> None:
    languages = (speaks("fr", "C1"), speaks("en", "C1"))
    asked = ask({"languages": languages}, **asking(wants("fr", tested=True), wants("en", "D9")))
    assert asked.missing("H4") == ("level of fr CEFR B2 tested", "rank of CEFR D9 in the rule set")
    assert ask({}, **asking(wants("fr"))).missing("H4") == ("languages",)


@pytest.mark.parametrize(
    ("languages", "one_of", "shortfall"),
    [
        ((speaks("en", "B1"), speaks("fr", "A1")), (), 1),
        ((speaks("en", "A1"), speaks("fr", "A2")), (wants("fr"),), 3),
        ((speaks("en", "B2"), speaks("fr", "A2"), speaks("es", "B1")), "both", 1),
        ((speaks("fr", "B2"),), (), None),
        ((speaks("en", "B2"),), (wants("fr"),), None),
        ((speaks("en", "C2"),), (), 0),
    ],
)
def test_h4_is_missed_by_ranks_where_every_level_is_known(
    languages: tuple[LanguageFact, ...], one_of: Any, shortfall: int | None
) -> None:
    choice = (wants("fr"), wants("es")) if one_of == "both" else one_of
    asked = ask({"languages": languages}, **asking(wants("en"), one_of=choice))
    assert asked.shortfall("H4") == shortfall


def test_no_language_asked_for_passes_whatever_is_recorded() -> None:
    assert ask({}).answer("H4").outcome == "PASS"
    assert ask({}, **asking()).answer("H4").outcome == "PASS"
