"""No count of a few people can be worked out from those that are shown, whatever is added up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import CohortFunnelRevised, Event
from streams.leadership.courses import STEPS
from streams.leadership.suppression import shown
from tests.unit.leadership_facts import Log, day, edition, part, policy, standing
from tests.unit.test_leadership_funnel import LATER, member, people, placed

cells = st.lists(st.integers(0, (1 << 10) - 1), max_size=8)
SEATED = ("SEAT_OFFERED", "COMPLETED")
Life = tuple[str, str]
"""How somebody's part stands, and what became of them in the Pool."""
STATUSES = ("COMPLETED", "NOT_SELECTED", "SEAT_OFFERED", "WITHDRAWN", "DECLINED")
AFTER: dict[str, dict[str, Any]] = {
    "none": {},
    "member": member(date(2026, 10, 1)),
    "star": member(date(2026, 10, 1), "STAR"),
    "placed": placed(date(2026, 11, 1)),
}
lives = st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(sorted(AFTER))), max_size=12)


class Told:
    """The counts of some sets, solved once: with fractions, row by row."""

    def __init__(self, known: Sequence[int], size: int) -> None:
        self._size = size
        self._solved: list[tuple[int, list[Fraction]]] = []
        for row in map(self._reduced, known):
            if any(row):
                at = next(at for at, it in enumerate(row) if it)
                self._solved.append((at, [it / row[at] for it in row]))

    def gives(self, wanted: int) -> bool:
        """Whether the count of a set follows from those of the others."""
        return not any(self._reduced(wanted))

    def _reduced(self, one: int) -> list[Fraction]:
        row = [Fraction(one >> bit & 1) for bit in range(self._size)]
        for at, other in self._solved:
            if by := row[at]:
                row = [it - by * its for it, its in zip(row, other, strict=True)]
        return row


def few(size: int, cell_min: int) -> Iterator[int]:
    for number in range(1, cell_min):
        for bits in combinations(range(size), number):
            yield sum(1 << bit for bit in bits)


@settings(max_examples=60)
@given(cells, st.integers(2, 4))
def test_no_count_of_a_few_people_follows_from_the_shown_ones(
    sets: list[int], cell_min: int
) -> None:
    visible = [it for it, fits in zip(sets, shown(sets, cell_min), strict=True) if fits]
    assert all(it.bit_count() >= cell_min for it in visible)
    told = Told(visible, 10)
    assert not any(told.gives(it) for it in few(10, cell_min))


@settings(max_examples=60)
@given(cells, st.integers(2, 4))
def test_nothing_is_hidden_without_need(sets: list[int], cell_min: int) -> None:
    visible: list[int] = []
    for one, fits in zip(sets, shown(sets, cell_min), strict=True):
        if fits:
            visible.append(one)
        elif one.bit_count() >= cell_min:
            told = Told([*visible, one], 10)
            assert any(told.gives(it) for it in few(10, cell_min))


@given(cells)
def test_with_groups_of_one_allowed_every_count_of_somebody_is_shown(sets: list[int]) -> None:
    assert shown(sets, 1) == [it > 0 for it in sets]


def test_a_count_told_elsewhere_is_never_taken_from() -> None:
    seated, completed = 0b111111111111, 0b11111111110
    assert shown([completed], 5) == [True]
    assert shown([completed], 5, known=[seated]) == [False]


def test_a_small_count_told_elsewhere_is_no_secret_and_gives_no_other_away() -> None:
    assert shown([0b1111111111, 0b11], 5, known=[0b11]) == [True, False]
    assert shown([0b111111], 5, known=[0b11]) == [False]


def test_however_many_counts_have_to_be_taken_from_one() -> None:
    parts = [0b11111 << 5 * number for number in range(6)]
    assert shown([(1 << 32) - 1, *parts], 5) == [True, *[True] * 5, False]


def test_of_what_is_left_of_two_nothing_can_be_taken_either() -> None:
    """Of 21 members 15 attended, of 13 placed ones 8: so of the six others all but one."""
    others, attended = 0b111111, 0b111111111111111 << 6
    others_placed, attended_placed = 0b11111, 0b11111111 << 6
    told = [others | attended, attended, others_placed | attended_placed, attended_placed]
    assert shown(told, 5) == [True, True, True, False]


def test_of_a_cohort_too_varied_to_be_looked_through_the_last_counts_are_hidden() -> None:
    by_bit = [sum(1 << it for it in range(128) if it >> bit & 1) for bit in range(7)]
    answers = shown([(1 << 128) - 1, *by_bit], 5)
    assert answers[:3] == [True] * 3
    assert answers[4:] == [False] * 4


def cohort(of: Iterable[Life], cell_min: int) -> CohortFunnelRevised:
    facts: list[Event] = []
    for number, (status, after) in enumerate(of):
        about = {"profiles": (), "rating": None, **AFTER[after]}
        facts.append(standing(f"c-{number:02}", part(status), **about))
    return Log(policy(cell_min=cell_min), edition(seats=12), *facts, day(LATER)).funnel()


def in_group(life: Life, group: str) -> bool:
    wanted = {"ATTENDED": "COMPLETED", "NOT_SELECTED": "NOT_SELECTED"}
    return group == "APPLICANTS" or life[0] == wanted[group]


def took(life: Life, step: str) -> bool:
    status, after = life
    return {
        "APPLIED": True,
        "SEAT": status in SEATED,
        "COMPLETED": status == "COMPLETED",
        "POOL_MEMBER": after != "none",
        "PLACED": after == "placed",
    }[step]


def bits(of: Sequence[Life], some: Iterable[bool]) -> int:
    return sum(1 << number for (number, _), it in zip(enumerate(of), some, strict=True) if it)


def told_of(of: Sequence[Life], told: CohortFunnelRevised) -> Iterator[tuple[int, int]]:
    """Whom each count that the event shows is about, and the count."""
    for group in told.groups:
        for step in group.steps:
            if step.people is not None:
                who = (in_group(it, group.group) and took(it, step.step) for it in of)
                yield bits(of, who), step.people
        for one in group.outcomes:
            assert one.people is not None
            after = {"STAR": "star", "TIER_1": "member", None: "placed"}[one.rating]
            who = (in_group(it, group.group) and it[1] == after for it in of)
            yield bits(of, who), one.people


@settings(max_examples=80, deadline=None)
@given(lives, st.integers(2, 4))
def test_no_group_of_a_few_people_can_be_worked_out_from_a_funnel(
    of: list[Life], cell_min: int
) -> None:
    told = cohort(of, cell_min)
    counts = list(told_of(of, told))
    assert all(who.bit_count() == people for who, people in counts)
    seated = bits(of, (it[0] in SEATED for it in of))
    assert told.seats_used == seated.bit_count()
    known = Told([seated, *(who for who, _ in counts)], len(of))
    for one in few(len(of), cell_min):
        # Those that follow from the seats used alone are told in any case.
        assert one == seated or not known.gives(one)


def test_who_gave_a_seat_back_is_not_seen_between_the_seats_used_and_those_who_had_one() -> None:
    """Eight seats, of which one was given back, one was declined before, and nine had none."""
    told = cohort(
        [("COMPLETED", "none")] * 7
        + [("WITHDRAWN", "none"), ("DECLINED", "none")]
        + [("NOT_SELECTED", "none")] * 9,
        5,
    )
    assert told.seats_used == 7
    assert people(told, "APPLICANTS")[:3] == [18, 7, 7]
    assert people(told, "ATTENDED")[:3] == [7, 7, 7]
    # Eighteen less seven less nine would be the two others.
    assert people(told, "NOT_SELECTED")[0] is None
    assert len(people(told, "APPLICANTS")) == len(STEPS)
