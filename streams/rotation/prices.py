"""What each post pays for each person, and the proof that a way to fill posts is the cheapest."""

from dataclasses import dataclass

import numpy as np

from streams.rotation.market import NONE, Column


class NotCheapest(Exception):
    """A way to fill the posts that is not the cheapest was taken for it."""


@dataclass(frozen=True)
class Prices:
    """What each post (row) pays for each column that it could take: a person, or to stay empty."""

    row: Column
    column: Column
    price: Column
    wish: Column
    """Of each entry: lower is more wanted by the person of that column."""
    rows: int
    columns: int


def levels(prices: Prices, column_of: Column) -> Column:
    """Dual prices of the columns: the least that any chain of exchanges towards each would cost.

    They end only if no circle of exchanges saves anything, and are 0 for whatever is not taken
    only if no chain does: together that proves the matching to be cheapest.
    """
    by_column = np.argsort(prices.column, kind="stable")
    row, column = prices.row[by_column], prices.column[by_column]
    over = (prices.price - paid(prices, column_of)[prices.row])[by_column]
    begins = np.flatnonzero(np.diff(column, prepend=NONE))
    reached, comes_from = column[begins], column_of[row]
    level = np.zeros(prices.columns, np.int64)
    for _ in range(prices.rows + 1):
        least = np.minimum.reduceat(level[comes_from] + over, begins)
        if (least >= level[reached]).all():
            break
        level[reached] = np.minimum(level[reached], least)
    else:
        raise NotCheapest
    if level[rows_of(prices, column_of) == NONE].any():
        raise NotCheapest
    return level


def paid(prices: Prices, column_of: Column) -> Column:
    """Of each row the price of what it takes."""
    paid = np.zeros(prices.rows, np.int64)
    taken = column_of[prices.row] == prices.column
    paid[prices.row[taken]] = prices.price[taken]
    return paid


def rows_of(prices: Prices, column_of: Column) -> Column:
    """Of each column the row that takes it, or NONE."""
    row_of = np.full(prices.columns, NONE, np.int64)
    row_of[column_of] = np.arange(prices.rows)
    return row_of
