"""Which of many numbers that should grow stand in a wrong place."""

from bisect import bisect_left

import numpy as np

from streams.history.audit.items import Longs


def out_of_order(numbers: Longs) -> list[int]:
    """The places of as few numbers as can be left out so that the others grow."""
    if len(numbers) < 2 or bool((np.diff(numbers) > 0).all()):
        return []
    # The longest growing run: `tops[n]` is the place of the smallest end of a run of n + 1.
    tops: list[int] = []
    values: list[int] = []
    before = [-1] * len(numbers)
    for place, number in enumerate(numbers.tolist()):
        length = bisect_left(values, number)
        if length == len(values):
            values.append(number)
            tops.append(place)
        else:
            values[length], tops[length] = number, place
        before[place] = tops[length - 1] if length else -1
    kept, place = set(), tops[-1]
    while place >= 0:
        kept.add(place)
        place = before[place]
    return [place for place in range(len(numbers)) if place not in kept]
