"""The diversity panel shows aggregates, and hides what would tell about a few people."""

from itertools import product

import numpy as np
import pytest

from streams.pool.balance import NOT_STATED
from streams.pool.diversity import Column, panel_of, shown_cells


@pytest.mark.parametrize(
    ("heads", "shown"),
    [
        ([12, 8, 5], [12, 8, 5]),
        ([12, 8, 0], [12, None, None]),
        ([12, 8, 4], [12, None, None]),
        ([12, 2, 3], [12, None, None]),
        ([12, 1, 3], [None, None, None]),
        ([12, 9, 1, 2], [12, None, None, None]),
        ([12, 9, 0, 0], [12, 9, None, None]),
        ([3], [None]),
        ([20, 0], [None, None]),
        ([], []),
    ],
)
def test_small_cells_are_hidden_with_as_many_others_as_a_subtraction_needs(
    heads: list[int], shown: list[int | None]
) -> None:
    assert shown_cells(heads, 5) == shown


def test_no_cell_under_the_least_number_can_be_told_from_a_column_and_its_total() -> None:
    for heads in product(range(9), repeat=4):
        shown = shown_cells(heads, 5)
        hidden = [people for people, cell in zip(heads, shown, strict=True) if cell is None]
        assert all(people is None or people >= 5 for people in shown)
        assert len(hidden) != 1
        assert sum(hidden) == 0 or sum(hidden) >= 5 or len(hidden) == len(heads)


def test_equal_cells_are_hidden_by_place_and_cells_of_zero_people_never_show() -> None:
    assert shown_cells([7, 7, 1], 5) == [None, 7, None]
    assert shown_cells([7, 6, 0], 0) == [7, None, None]


def gender(codes: list[int]) -> Column:
    values = ("F", "M", NOT_STATED)
    kinds = {0: (0,), 1: (1,), -1: (2,)}
    return Column("GENDER", np.array(codes, np.int8), 2, values, kinds.__getitem__)


def test_people_are_counted_in_the_pool_among_the_eligible_and_on_the_list() -> None:
    column = gender([0] * 8 + [1] * 9 + [-1] * 7)
    panel = panel_of([column], np.arange(4, 24), np.array([9, 10, 11, 12, 13]), 5)
    assert panel.shown_from == 5
    assert [(c.value, c.pool, c.eligible, c.listed) for c in panel.cells] == [
        ("F", 8, None, None),
        ("M", 9, 9, 5),
        (NOT_STATED, 7, None, None),
    ]


def test_a_person_of_two_regions_counts_in_each() -> None:
    codes = np.array([0] * 6 + [1] * 7, np.int32)
    column = Column("REGION", codes, 2, ("AFR", "ASI"), {0: (0,), 1: (0, 1)}.__getitem__)
    (africa, asia) = panel_of([column], np.arange(13), np.arange(0), 5).cells
    assert (africa.pool, africa.eligible, africa.listed) == (13, 13, None)
    assert (asia.pool, asia.eligible, asia.listed) == (7, 7, None)


def test_an_empty_pool_hides_every_cell() -> None:
    none = np.arange(0)
    cells = panel_of([gender([])], none, none, 5).cells
    assert {(c.pool, c.eligible, c.listed) for c in cells} == {(None, None, None)}


@pytest.mark.parametrize("size", [3, 40])
def test_few_codes_and_many_are_counted_alike(size: int) -> None:
    codes = np.array([-1, 0, 0, 1, 1, 1, size - 1] * 5000, np.int32)
    values = [str(number) for number in range(size + 1)]
    column = Column("REGION", codes, size, values, lambda code: (code + 1,))
    shown = [cell.pool for cell in panel_of([column], np.arange(3), np.arange(0), 5).cells]
    expected = [int(np.count_nonzero(codes == code)) or None for code in range(-1, size)]
    assert shown == expected
