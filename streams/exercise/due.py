"""Who must move in an exercise, from the facts alone: nobody needs to have stated anything."""

from collections.abc import Sequence
from datetime import date

from streams.exercise.careers import Stay, held_on
from streams.exercise.reference import Reference
from streams.rules.days import date_of, day_number, months_after

EXERCISE_MONTHS = 12
"""The exercise is annual: who falls due before the next one takes effect must move in this one."""


def last_due_day(effective_from: date) -> date:
    """Until when somebody's tour may end so that they must move in this exercise."""
    return date_of(months_after(day_number(effective_from), EXERCISE_MONTHS)) or effective_from


def must_move(stays: Sequence[Stay], effective_from: date, reference: Reference) -> bool:
    """Whether the tour or the post that somebody holds then ends before the next exercise.

    Whose last day in it is known leaves by another way.
    """
    stay = held_on(stays, effective_from)
    if stay is None or stay.ends_on is not None:
        return False
    ends = [day for day in (due_on(stay, reference), stay.abolished_on) if day is not None]
    return bool(ends) and min(ends) <= last_due_day(effective_from)


def due_on(stay: Stay, reference: Reference) -> date | None:
    """As stated, else as many months after the first day as a tour there lasts."""
    if stay.due_on is not None:
        return stay.due_on
    months = reference.tour_months(stay.post_id, stay.duty_station, stay.starts_on)
    if months is None:
        return None
    return date_of(months_after(day_number(stay.starts_on), months))
