"""H16: rotation or not, from what is stated, whether the post rotates, and the windows known."""

from datetime import date
from typing import Any

import pytest

from streams.rules.rotation import Opening, path_of
from tests.unit.pool_facts import cycle

LAST = cycle("2026", date(2026, 2, 1), date(2026, 2, 28))
NEXT = cycle("2027", date(2027, 2, 1), date(2027, 2, 28))
OUTCOMES = {"AD_HOC": "PASS", "ROTATION": "FAIL", "UNKNOWN": "UNKNOWN"}
INSIDE, OUTSIDE = date(2026, 2, 10), date(2026, 3, 14)


def decided(opened_on: date, *cycles: Any, stated: Any = None, rotational: bool = True) -> Any:
    return path_of(Opening("COM", rotational, stated, opened_on, "opened"), cycles)


@pytest.mark.parametrize(
    ("opened_on", "path"),
    [
        (date(2026, 1, 31), "AD_HOC"),
        (date(2026, 2, 1), "ROTATION"),
        (date(2026, 2, 28), "ROTATION"),
        (date(2026, 3, 1), "AD_HOC"),
    ],
)
def test_the_first_and_the_last_day_of_a_window_are_inside(opened_on: date, path: str) -> None:
    assert decided(opened_on, LAST, NEXT).path == path


@pytest.mark.parametrize(
    ("stated", "rotational", "opened_on", "cycles", "path"),
    [
        (None, False, INSIDE, (LAST,), "AD_HOC"),
        (None, True, INSIDE, (), "UNKNOWN"),
        ("AD_HOC", True, OUTSIDE, (LAST,), "AD_HOC"),
        ("AD_HOC", True, INSIDE, (LAST,), "UNKNOWN"),
        ("AD_HOC", False, INSIDE, (LAST,), "AD_HOC"),
        ("AD_HOC", True, INSIDE, (), "AD_HOC"),
        ("ROTATION", True, INSIDE, (LAST,), "ROTATION"),
        ("ROTATION", True, OUTSIDE, (LAST,), "UNKNOWN"),
        ("ROTATION", True, OUTSIDE, (), "ROTATION"),
        ("ROTATION", False, OUTSIDE, (LAST,), "ROTATION"),
    ],
)
def test_a_stated_path_counts_unless_a_window_contradicts_it(
    stated: Any, rotational: bool, opened_on: date, cycles: Any, path: str
) -> None:
    decision = decided(opened_on, *cycles, stated=stated, rotational=rotational)
    assert (decision.path, decision.answer.outcome) == (path, OUTCOMES[path])
    assert bool(decision.missing) == (path == "UNKNOWN")


def test_the_words_name_the_window_that_closed_last() -> None:
    answer = decided(OUTSIDE, NEXT, LAST, cycle("2025", date(2025, 2, 1), date(2025, 2, 28))).answer
    assert answer.held == "opened 14 Mar 2026, window closed 28 Feb 2026"
    assert answer.evidence == ("opened", "published-2026")


def test_before_the_first_window_the_words_name_the_one_to_come() -> None:
    assert decided(OUTSIDE, NEXT).answer.held == "opened 14 Mar 2026, window opens 1 Feb 2027"


def test_a_cycle_of_other_job_groups_does_not_count() -> None:
    opening = Opening("RMO", True, None, INSIDE, "opened")
    assert path_of(opening, [LAST]).path == "UNKNOWN"
