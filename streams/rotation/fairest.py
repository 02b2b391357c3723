"""Among equally cheap ways to fill posts, the one way that serves people by turns.

Whose turn is first gets the best wish that any cheapest way gives them, then the next, given that.
So one slate comes out, whatever order a solver works in and whatever it does with ties.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np

from streams.rotation.market import NONE, Column, Flags
from streams.rotation.prices import Prices, levels, paid, rows_of


def fairest(prices: Prices, column_of: Column, people: int) -> Column:
    """From any cheapest full matching, the column of each row; people are the first columns."""
    level = levels(prices, column_of)
    # Only such entries are in any cheapest way, and whatever is below level 0 is taken in all.
    slack = level[column_of[prices.row]] - paid(prices, column_of)[prices.row]
    even = np.flatnonzero(prices.price + slack == level[prices.column])
    turns = _Turns(prices, column_of, even, level == 0)
    # By person, most wanted first.
    of_people = even[prices.column[even] < people]
    of_people = of_people[np.lexsort((prices.wish[of_people], prices.column[of_people]))]
    begins = np.flatnonzero(np.diff(prices.column[of_people], prepend=NONE))
    for entries in np.split(of_people, begins[1:]):
        if len(entries):
            turns.serve(int(prices.column[entries[0]]), prices.row[entries].tolist())
    return np.array(turns.column_of, np.int64)


class _Turns:
    """The exchanges that are left, and who has been served."""

    def __init__(self, prices: Prices, column_of: Column, even: Column, leavable: Flags) -> None:
        self.column_of: list[int] = column_of.tolist()
        self._row_of: list[int] = rows_of(prices, column_of).tolist()
        self._leavable: list[bool] = leavable.tolist()
        self._served = [False] * prices.rows
        self._takes: list[list[int]] = [[] for _ in range(prices.rows)]
        for row, column in zip(
            prices.row[even].tolist(), prices.column[even].tolist(), strict=True
        ):
            self._takes[row].append(column)

    def serve(self, person: int, wanted: list[int]) -> None:
        """Give somebody the first of the posts they want that the others can spare."""
        has = self._row_of[person]
        if has != NONE:
            wanted = wanted[: wanted.index(has)]
        wanted = [post for post in wanted if not self._served[post]]
        before = self._chains(has, wanted)
        for post in wanted:
            if post in before:
                self._exchange(person, post, before)
                break
        if self._row_of[person] != NONE:
            self._served[self._row_of[person]] = True

    def _chains(self, start: int, wanted: list[int]) -> dict[int, int]:
        """What can be reached by even exchanges from a post, or from NONE, those without a post;
        and through what. It ends early once the first of the wanted is reached."""
        before = {start: start}
        queue = deque([start] if wanted else ())
        while queue:
            node = queue.popleft()
            for other in self._next(node):
                if other not in before:
                    before[other] = node
                    if other == wanted[0]:
                        return before
                    queue.append(other)
        return before

    def _next(self, node: int) -> Iterable[int]:
        if node == NONE:
            left = (row for row, column in enumerate(self.column_of) if self._leavable[column])
            return (row for row in left if not self._served[row])
        rows = (self._row_of[column] for column in self._takes[node])
        return (row for row in rows if row == NONE or not self._served[row])

    def _exchange(self, person: int, post: int, before: dict[int, int]) -> None:
        """Along the chain each post takes what the next one has, and the last takes the person."""
        chain = [post]
        while before[chain[-1]] != chain[-1]:
            chain.append(before[chain[-1]])
        chain.reverse()
        had = {node: self.column_of[node] for node in chain if node != NONE}
        unplaced = {node: self._first_unplaced(node) for node in chain if node != NONE}
        for column in had.values():
            self._row_of[column] = NONE
        for node, following in zip(chain, [*chain[1:], None], strict=True):
            if node == NONE:
                continue
            column = person if following is None else had.get(following, unplaced[node])
            self.column_of[node], self._row_of[column] = column, node

    def _first_unplaced(self, row: int) -> int:
        return min((c for c in self._takes[row] if self._row_of[c] == NONE), default=NONE)
