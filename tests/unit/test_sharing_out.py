"""The tests are shared out so that a costly fixture is made once, and no kind comes in a lump."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.sharing_out import COSTLY, woven

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("fixture", "asked"),
    [("history", "history: RecordedHistory"), ("expected", "expected: Outcome")],
)
def test_every_file_that_asks_for_a_costly_fixture_is_named(fixture: str, asked: str) -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    found = {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file != Path(__file__) and asked in file.read_text(encoding="utf-8")
    }
    assert found == set(COSTLY[fixture])


def test_kinds_are_woven_and_short_files_are_left_for_the_end() -> None:
    waiting, computing = [f"w{it}" for it in range(4)], [f"c{it}" for it in range(20)]
    order = woven(waiting, computing)
    assert sorted(order) == sorted(waiting + computing)
    assert [it for it in order if it in waiting] == waiting
    assert [it for it in order if it in computing] == computing
    places = [order.index(it) for it in waiting]
    assert all(4 <= after - before <= 7 for before, after in pairwise(places))
    assert places[-1] < len(order) - 5
    assert woven([], computing) == computing
    assert woven(waiting, []) == waiting
