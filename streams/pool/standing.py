"""Brings a table's standing columns to a day and a policy."""

from datetime import date

import numpy as np

from streams.pool.policy import Policy
from streams.pool.table import Column, Part, Table
from streams.rules import standing
from streams.rules.days import day_number
from streams.rules.rows import UNCOMMITTED


def stand(table: Table, part: Part, day: date, policy: Policy, worth: standing.Codes) -> None:
    """Write bases, validity, hold and status of some rows, or of all (`slice(None)`)."""
    today = day_number(day)

    def column(name: str) -> Column:
        return table[name][part]

    rating, completed_on = column("rating"), column("completed_on")
    valid_until = standing.last_valid_day(rating, completed_on, policy.months)
    assessed = standing.assessed_on(today, rating, completed_on, valid_until)
    incumbent = standing.incumbent_on(
        today, column("starts_on"), column("ends_on"), column("performance"), worth
    )
    held = _held_on(table, part, today)
    committed = column("committed") != UNCOMMITTED
    known = column("version") > 0
    table["valid_until"][part] = valid_until
    table["assessed"][part] = assessed
    table["incumbent"][part] = incumbent
    table["held"][part] = held
    table["status"][part] = standing.status_on(assessed, incumbent, committed, held, known)


def _held_on(table: Table, part: Part, day: int) -> standing.Flags:
    held = (table["held_from"][part] <= day) & (day <= table["held_until"][part])
    more = table.more_holds
    also = more.row[(more.held_from <= day) & (day <= more.held_until)]
    if isinstance(part, slice):
        held[also] = True
    elif len(also):
        held |= np.isin(part, also)
    return np.asarray(held)
