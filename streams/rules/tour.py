"""H8: in the last year of the tour when the post starts, or in no post at all by then.

Where no due date is stated, the tour ends as many months after the first day as a tour at that duty
station lasts. A post that is abolished holds nobody back.
"""

import numpy as np

from streams.rules.days import NO_DAY, UNSTATED, date_of, day_number, months_after
from streams.rules.outcomes import Outcomes, failing
from streams.rules.person import Person, of_person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.standing import Flags

_MONTH_LENGTHS_DIFFER_BY = 3


def over(rows: Rows, demand: Demand) -> Outcomes:
    too_early = _stays(rows, demand) & (rows.due_rotation_on > demand.answers.due_last)
    outcomes = failing(too_early)
    unsaid = np.flatnonzero(too_early & (rows.due_rotation_on == NO_DAY))
    if len(unsaid):
        due_by = demand.answers.due_by.take(rows.station[unsaid])
        unknown_tour = (due_by == UNSTATED).view(np.int8)
        outcomes[unsaid] = failing(rows.post_since[unsaid] > due_by) - unknown_tour
    return outcomes


def _stays(rows: Rows, demand: Demand) -> Flags:
    """Who holds a post that goes on, or will hold it, when this one starts."""
    posted = rows.post_since != NO_DAY
    stays: Flags = posted & (rows.post_ends >= demand.start) & (rows.abolished_on == NO_DAY)
    return stays


def since_at_latest(tour_months: int | None, due_last: int) -> int:
    """The last first day in a post whose tour ends by `due_last`; `UNSTATED` for no known tour."""
    if tour_months is None:
        return UNSTATED
    nearly = months_after(due_last, -tour_months)
    later = range(nearly + _MONTH_LENGTHS_DIFFER_BY, nearly, -1)
    return next((day for day in later if months_after(day, tour_months) <= due_last), nearly)


def _required(demand: Demand) -> str:
    return (
        f"within {demand.rule_set.last_year_months} months of the end of the tour on the start "
        f"date, {demand.start_by}; or in no post that goes on"
    )


@of_person
def _held(person: Person) -> str:
    post = person.facts.posting
    if post is None:
        return _incumbent_of(person)
    parts = [f"in post {post.post_id} from {post.starts_on}"]
    parts += [f"until {post.ends_on}"] if post.ends_on else []
    parts += [f"to be abolished on {post.abolished_on}"] if post.abolished_on else []
    parts += [f"due to rotate on {post.due_rotation_on}" if post.due_rotation_on else _NO_DUE_DATE]
    return ", ".join(parts)


_NO_DUE_DATE = "no due date stated"


def _incumbent_of(person: Person) -> str:
    held, due = person.facts.incumbency, date_of(int(person.row.due_rotation_on[0]))
    if held is None:
        return "in no post"
    until = "" if held.ends_on is None else f" until {held.ends_on}"
    rotates = _NO_DUE_DATE if due is None else f"due to rotate on {due}"
    return f"in post {held.post_id} from {held.starts_on}{until}, {rotates}"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    post, held = person.facts.posting, person.facts.incumbency
    if post is not None:
        return post.event_ids
    return () if held is None else (held.event_id,)


def _missing(_: Person, __: Demand) -> tuple[str, ...]:
    return ("rotation due date, or the length of a tour at the duty station of the post held",)


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In months from the last year of the tour back to the start, those begun counted whole."""
    row = person.row
    due = int(row.due_rotation_on[0])
    if due == NO_DAY:
        since_by = int(demand.answers.due_by[row.station[0]])
        if since_by == UNSTATED:
            return None
        return months_between(since_by, int(row.post_since[0]))
    return months_between(demand.answers.due_last, due)


def months_between(earlier: int, later: int) -> int:
    """The fewest months that lead from one day to a later one or beyond it."""
    first, last = date_of(earlier), date_of(later)
    if first is None or last is None or later <= earlier:
        return 0
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_after(day_number(first), months) >= later else months + 1


H8 = Rule("H8", over, _required, _held, _evidence, _missing, _shortfall)
