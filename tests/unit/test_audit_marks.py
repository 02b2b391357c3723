"""Where a pool is cut again when its marks are right, and when somebody has been at them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from schemas.codec import encode
from schemas.events import PoolEvaluated
from streams.engine.stage import Position
from streams.history.audit.items import ItemsMaker, hashed
from streams.history.audit.marks import Marks
from streams.history.audit.plan import Plan, plan
from streams.history.audit.shifts import Shift

OFFSETS = np.array([*range(4), *range(5, 9), *range(11, 14), *range(15, 20)], np.int64)
"""A log of sixteen records with holes, as transactions leave them."""
ENDS = (4, 8, 11, 16)
"""Records folded by the end of each transaction."""


def mark(first: int, last: int) -> PoolEvaluated:
    """Over the records behind number `first` up to number `last`."""
    return PoolEvaluated(
        partition=0,
        from_offset=0 if first == 0 else int(OFFSETS[first - 1]) + 1,
        to_offset=int(OFFSETS[last - 1]) + 1,
        from_count=first,
        to_count=last,
        day=None,
        rule_set=None,
        decision_version=2,
        vacancies_evaluated=0,
        proposals_emitted=0,
        roster_changes=0,
    )


MARKS = tuple(mark(first, last) for first, last in zip((0, *ENDS), ENDS, strict=False))


def planned(
    marks: Sequence[PoolEvaluated], offsets: Sequence[int] = (), origins: Sequence[int] = ()
) -> Plan:
    maker = ItemsMaker()
    for place, one in enumerate(marks):
        maker.add(place, -1, hashed(b"0", encode(one), ()))
    rows = [
        [getattr(one, name) for one in marks]
        for name in ("from_offset", "to_offset", "from_count", "to_count", "decision_version")
    ]
    columns = (np.array(row, np.int64) for row in rows)
    log = np.array(offsets, np.int64) if len(offsets) else OFFSETS
    return plan(Marks(maker.items(), *columns), log, np.array(origins, np.int64))


def ends(found: Plan) -> list[int]:
    return [cut.end for cut in found.cuts]


def test_a_pool_is_cut_where_its_marks_say() -> None:
    found = planned(MARKS)
    assert ends(found) == list(ENDS)
    assert [cut.mark for cut in found.cuts] == [0, 1, 2, 3]
    assert found.cuts[1].before == Position(4, 4)
    assert found.cuts[1].after == Position(9, 8)
    assert (found.shifts, found.unusable, found.displaced) == ((), (), ())


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_the_gap_that_a_mark_leaves_is_cut_as_one(gone: int) -> None:
    found = planned([*MARKS[:gone], *MARKS[gone + 1 :]])
    assert ends(found) == list(ENDS)
    assert [cut.mark for cut in found.cuts].index(-1) == gone


def test_a_gap_of_several_is_cut_where_something_found_came_of() -> None:
    found = planned([MARKS[0], MARKS[3]], origins=[3, 8, 13])
    assert ends(found) == list(ENDS)
    assert [cut.mark for cut in found.cuts] == [0, -1, -1, 1]


def test_what_came_of_records_behind_the_last_mark_tells_of_the_marks_that_are_gone() -> None:
    found = planned(MARKS[:2], origins=[3, 13, 19])
    assert ends(found) == list(ENDS)
    assert [cut.mark for cut in found.cuts] == [0, 1, -1, -1]


def test_marks_that_end_early_leave_the_rest_to_whoever_folds_it_later() -> None:
    assert ends(planned(MARKS[:2], origins=[3])) == list(ENDS[:2])


@pytest.mark.parametrize("field", ["to_offset", "from_count", "to_count"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_altered_number_makes_a_mark_unusable_and_moves_no_cut(field: str, place: int) -> None:
    wrong = replace(MARKS[place], **{field: getattr(MARKS[place], field) + 1})
    found = planned([*MARKS[:place], wrong, *MARKS[place + 1 :]])
    assert ends(found) == list(ENDS)
    assert found.unusable == (place,)
    assert found.shifts == ()


def test_where_a_mark_begins_is_told_by_the_one_before_it() -> None:
    wrong = replace(MARKS[2], from_offset=MARKS[2].from_offset + 1)
    found = planned([*MARKS[:2], wrong, MARKS[3]])
    assert found.cuts[2].before == Position(9, 8)


def test_a_mark_that_stands_twice_is_used_once() -> None:
    found = planned([*MARKS, MARKS[1]])
    assert ends(found) == list(ENDS)
    assert found.unusable == (4,)


def test_two_marks_that_changed_places_still_tell_the_cuts() -> None:
    found = planned([MARKS[0], MARKS[2], MARKS[1], MARKS[3]])
    assert ends(found) == list(ENDS)
    assert len(found.displaced) == 1
    assert found.unusable == ()


@pytest.mark.parametrize("gone", [0, 5, 7, 9])
def test_a_record_taken_from_the_log_shifts_all_later_ones_and_no_number(gone: int) -> None:
    found = planned(MARKS, offsets=[it for it in OFFSETS.tolist() if it != OFFSETS[gone]])
    assert [shift.by for shift in found.shifts] == [-1]
    assert found.shifts[0].offset <= OFFSETS[gone]
    assert [cut.after.count for cut in found.cuts] == list(ENDS)
    assert ends(found) == [end - (end > gone) for end in ENDS]
    assert found.unusable == ()


def test_a_record_put_into_the_log_shifts_the_other_way() -> None:
    found = planned(MARKS, offsets=sorted([*OFFSETS.tolist(), 9]))
    assert found.shifts == (Shift(9, 1),)
    assert ends(found) == [4, 8, 12, 17]


def test_a_log_without_marks_is_cut_where_something_came_of_it() -> None:
    assert ends(planned((), origins=[3, 13])) == [4, 11]
    assert planned(()).cuts == ()
