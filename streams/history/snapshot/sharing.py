"""Logs shared out among processes by their size."""

from collections.abc import Mapping, Sequence

from streams.history.logs import Place


def shared_out(sizes: Mapping[Place, int], shares: int) -> Sequence[list[Place]]:
    """The largest logs first, each to whoever has the least to do."""
    found: list[list[Place]] = [[] for _ in range(shares)]
    loads = [0] * shares
    for place in sorted(sizes, key=lambda one: sizes[one], reverse=True):
        least = loads.index(min(loads))
        found[least].append(place)
        loads[least] += sizes[place] + 1
    return [share for share in found if share]
