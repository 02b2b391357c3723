"""The order of people, and its first ones picked from many without sorting all of them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.matching.ranking import FIRST_OF_LIST, Order, Place, best, chance, merit, tie_break
from streams.rules.days import NO_DAY
from streams.rules.ratings import NO_RATING, STAR, TIER_1, TIER_2


def order(*people: tuple[int, int, int, int], ids: Any = None) -> Order:
    """Of (rating level, due day, membership day, chance)."""
    columns = np.array(people, np.int64).reshape(len(people), 4).T
    key = merit(*(columns[n].astype(kind) for n, kind in enumerate(("i1", "i4", "i4"))))
    return Order(key, columns[3].astype(np.uint64), ids or [f"c-{n}" for n in range(len(people))])


@given(
    people=st.lists(
        st.tuples(
            st.sampled_from([NO_RATING, 0, TIER_2, TIER_1, STAR]),
            st.sampled_from([-5, 0, 7, NO_DAY]),
            st.sampled_from([-9, 0, 3, NO_DAY]),
            st.integers(0, 2),
        ),
        max_size=40,
    ),
    length=st.integers(0, 45),
)
def test_the_best_are_the_first_of_all_sorted(
    people: list[tuple[int, int, int, int]], length: int
) -> None:
    def key(row: int) -> Any:
        level, due, since, luck = people[row]
        return -(TIER_1 if level == NO_RATING else level), due, since, luck, f"c-{row}"

    expected = sorted(range(len(people)), key=key)[:length]
    assert best(np.arange(len(people)), order(*people), length) == expected


@pytest.mark.parametrize(
    ("before", "behind", "words"),
    [
        ((STAR, 5, 5, 5), (TIER_1, 1, 1, 1), "rating"),
        ((TIER_1, 1, 5, 5), (TIER_1, NO_DAY, 1, 1), "rotation due date"),
        ((NO_RATING, 1, 1, 5), (TIER_1, 1, 5, 1), "membership date"),
        ((TIER_1, 1, 1, 1), (TIER_1, 1, 1, 5), "hash of the id"),
        ((TIER_1, 1, 1, 1), (TIER_1, 1, 1, 1), "id"),
    ],
)
def test_the_tie_break_names_what_placed_the_person(before: Any, behind: Any, words: str) -> None:
    both = order(before, behind)
    assert best(np.arange(2), both, 2) == [0, 1]
    assert tie_break(Place(1, 0, 7), Place(0, 0, 7), both) == words
    assert tie_break(Place(1, 0, 6), Place(0, 0, 7), both) == "total"
    assert tie_break(Place(1, 1, 9), Place(0, 0, 7), both) == "consideration tier"
    assert tie_break(Place(0, 0, 7), None, both) == FIRST_OF_LIST


def test_chance_is_the_beginning_of_the_sha_256_of_the_id() -> None:
    assert f"{chance('c-1'):016x}" == "a6f7ef47ee8dc84a"
