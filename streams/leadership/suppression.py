"""Which counts of people may be shown, so that none shows or gives away a few of them."""

from collections.abc import Iterable, Sequence

STEPS_OF_SUBTRACTION = 3
"""So many shown counts may be taken, one after the other, from another shown count."""


def shown(cells: Sequence[int], cell_min: int, known: Iterable[int] = ()) -> list[bool]:
    """For each cell whether it is shown; cells are sets of people as bits, the first ones matter
    most, and `known` are sets whose counts are told elsewhere in any case.

    A cell is hidden if it has fewer people than `cell_min`, or if with it somebody could find a
    smaller group by taking shown counts from a shown count that contains them.
    """
    visible = set(known)
    answers = []
    for cell in cells:
        fits = cell.bit_count() >= cell_min
        if fits and cell not in visible and cell_min > 1:
            fits = not _gives_away({*visible, cell}, cell_min)
        if fits:
            visible.add(cell)
        answers.append(fits)
    return answers


def _gives_away(visible: set[int], cell_min: int) -> bool:
    rests = visible
    for _ in range(STEPS_OF_SUBTRACTION):
        rests = {
            rest & ~part for rest in rests for part in visible if part & ~rest == 0 != part
        } - {0}
        if any(rest.bit_count() < cell_min for rest in rests):
            return True
    return False
