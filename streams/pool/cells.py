"""The facts of one membership as whole numbers, one for each column."""

from collections.abc import Iterable

from schemas.events import HoldFact, MembershipRecorded
from streams.pool.codes import Codes
from streams.rules.days import NO_DAY, day_number
from streams.rules.ratings import NO_RATING, level_of
from streams.rules.rows import MANY_COMMITMENTS, UNCOMMITTED

FACTS = (
    "rating",
    "completed_on",
    "member_since",
    "starts_on",
    "ends_on",
    "due_rotation_on",
    "performance",
    "available_from",
    "notice_days",
    "confirmed_on",
    "held_from",
    "held_until",
    "committed",
)
"""The names of the columns, in the order of `Cells`."""

Cells = tuple[int, int, int, int, int, int, int, int, int, int, int, int, int]
Interval = tuple[int, int]

NOTICE_DAYS_MAX = 100 * 366
"""Longer notice makes no difference to anybody, and would not fit a column of days."""


def cells_of(facts: MembershipRecorded, performances: Codes, vacancies: Codes) -> Cells:
    """The row of the columns; absent dates are `NO_DAY`, absent codes -1."""
    assessment, post, available = facts.assessment, facts.incumbency, facts.availability
    held_from, held_until = merged(facts.holds)[0] if facts.holds else (NO_DAY, NO_DAY)
    return (
        NO_RATING if assessment is None else level_of(assessment.rating),
        NO_DAY if assessment is None else day_number(assessment.completed_on),
        day_number(facts.member_since),
        NO_DAY if post is None else day_number(post.starts_on),
        NO_DAY if post is None else day_number(post.ends_on),
        NO_DAY if post is None else day_number(post.due_rotation_on),
        -1 if facts.performance is None else performances.code(facts.performance.rating),
        NO_DAY if available is None else day_number(available.available_from),
        0 if available is None else min(max(available.notice_days, 0), NOTICE_DAYS_MAX),
        NO_DAY if available is None else day_number(available.confirmed_at.date()),
        held_from,
        held_until,
        _committed(facts, vacancies) if facts.commitments else UNCOMMITTED,
    )


def merged(holds: Iterable[HoldFact]) -> list[Interval]:
    """The holds as intervals of days apart from each other, earliest first, at least one."""
    intervals = sorted((day_number(hold.held_from), day_number(hold.held_until)) for hold in holds)
    apart: list[Interval] = []
    for start, end in intervals:
        if end < start:
            continue
        if apart and start <= apart[-1][1] + 1:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart or [(NO_DAY, NO_DAY)]


def _committed(facts: MembershipRecorded, vacancies: Codes) -> int:
    first, *others = {fact.vacancy_id for fact in facts.commitments}
    return MANY_COMMITMENTS if others else vacancies.code(first)
