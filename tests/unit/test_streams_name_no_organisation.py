"""The streams know rules and numbers; whose profiles, grades and languages they are is data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from producers.reference import Organisation, built_in, read_organisation

STREAMS = Path(__file__).parents[2] / "streams"
SECOND = Path(__file__).parents[1] / "data" / "second-organisation"
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def codes_of(organisation: Organisation) -> set[str]:
    """What an organisation may call as it likes."""
    people = organisation.manner.people
    return {
        *(profile.job_group for profile in organisation.profiles),
        *(each.grade for each in organisation.grades),
        *(each.key.country for each in organisation.duty_stations),
        *(each.key.city_code for each in organisation.duty_stations),
        *(each.code for each in organisation.competencies),
        *organisation.regions.values(),
        *people.languages,
        *people.appraisals,
        *(kind for kinds in people.contracts.values() for kind in kinds),
        organisation.rule_set.rule_set_id,
        *(rank.level for rank in organisation.rule_set.language_ranks),
    }


CODES = codes_of(built_in()) | codes_of(read_organisation(SECOND))


def spoken(source: str) -> Iterator[tuple[int, str]]:
    """The words of every text in a program, but for those that explain it."""
    tree = ast.parse(source)
    explaining = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in explaining:
            text = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            if isinstance(text, str):
                yield from ((node.lineno, word) for word in WORD.findall(text))


@pytest.mark.parametrize("source", ['grade == "P-5"', 'f"{x} of COM"', '{b"en": 1}'])
def test_a_code_in_a_program_is_found(source: str) -> None:
    assert [word for _, word in spoken(source) if word in CODES]


def test_no_program_of_the_streams_names_a_code_of_any_organisation() -> None:
    programs = sorted(STREAMS.rglob("*.py"))
    assert len(programs) > 50
    named = [
        f"{path.relative_to(STREAMS)}:{line}: {word}"
        for path in programs
        for line, word in spoken(path.read_text(encoding="utf-8"))
        if word in CODES
    ]
    assert named == []
