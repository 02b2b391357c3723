"""The policies of the exercise and of development: read from files, each value with its source."""

import shutil
from pathlib import Path

import pytest

from producers.errors import SettingsWrong
from producers.reference import BUILT_IN, built_in, read_organisation
from schemas.contradictions import EXERCISE_WEIGHT_MAX

SECOND = Path(__file__).parents[1] / "data" / "second-organisation"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(str(BUILT_IN), tmp_path / "organisation"))


def test_the_policies_that_ship_map_every_competency_that_can_show_a_gap() -> None:
    home = built_in()
    assert home.exercise_policy is not None
    assert home.leadership_policy is not None
    levelled = {each.code for each in home.competencies if any(each.levels.values())}
    assert {entry.competency for entry in home.leadership_policy.themes} == levelled
    assert home.leadership_policy.programmes == (home.manner.people.programme,)
    assert set(home.exercise_policy.relief_classes) == set(home.rule_set.relief_classes)
    assert set(home.exercise_policy.settled_classes) == set(home.rule_set.settled_classes)


def test_an_organisation_may_have_neither() -> None:
    second = read_organisation(SECOND)
    assert second.exercise_policy is None
    assert second.leadership_policy is None


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("exercise_policy.toml", 'source = "assumed"', 'source = ""', "has no source"),
        ("exercise_policy.toml", "choices_max = { value = 6", "choices_max = { value = 0", "least"),
        (
            "exercise_policy.toml",
            "value = 100,",
            f"value = {EXERCISE_WEIGHT_MAX + 1},",
            "the most is",
        ),
        ("exercise_policy.toml", "burden_share ", "burden_part ", "burden_part"),
        ("leadership_policy.toml", "HUMILITY ", "HUMOUR ", "competencies.csv has no HUMOUR"),
        ("leadership_policy.toml", '"DIRECTION"', '"LEFT"', "LEFT"),
    ],
)
def test_a_mistake_is_told_with_its_file(
    directory: Path, name: str, old: str, new: str, told: str
) -> None:
    text = (directory / name).read_text()
    assert old in text
    (directory / name).write_text(text.replace(old, new))
    with pytest.raises(SettingsWrong, match=told):
        read_organisation(directory)
