"""A console over an empty read model, and over none: every page says so and is there again."""

from pathlib import Path

import pytest

from consumers.web.roles import Role
from tests.unit.written_history import WrittenHistory
from tests.web.house import furnished
from tests.web.visiting import database_away, empty_house, visitors

PAGES: tuple[tuple[str, Role, str], ...] = (
    ("/coverage", "auditor", "Nobody is on the roster yet"),
    ("/rejected", "operator", "Nothing was rejected. Every record was taken in."),
    ("/roster", "viewer", "Nobody is on the roster yet"),
    ("/rotation", "viewer", "No exercise was announced yet."),
    ("/horizon", "viewer", "No forecast was made yet"),
    ("/leadership", "viewer", "No edition of a programme was announced yet."),
)


def test_an_empty_read_model_is_a_friendly_page(
    written_history: WrittenHistory, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    with empty_house(written_history, tmp_path) as made, visitors(made) as people:
        for path, role, words in PAGES:
            with subtests.test(path):
                answer = people[role].get(path)
                assert answer.status_code == 200
                assert words in answer.text


def test_a_database_that_is_away_is_told_and_comes_back(
    written_history: WrittenHistory, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    pages = [(path, role) for path, role, _ in PAGES]
    with furnished(written_history, tmp_path) as made, visitors(made) as people:
        for path, role in pages:
            with subtests.test(path), database_away(made):
                assert people[role].get(path).status_code == 503
        for path, role in pages:
            with subtests.test(path):
                assert people[role].get(path).status_code == 200
        with database_away(made):
            asked = "/roster?job_group=COM"
            assert f'hx-get="{asked}"' in people["viewer"].get(asked).text
