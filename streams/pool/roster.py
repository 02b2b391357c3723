"""What the roster says: one event for each membership whose public content changed."""

from typing import Any

import numpy as np

from schemas.events import (
    Basis,
    MembershipActivated,
    MembershipChanged,
    MembershipEvent,
    MembershipExpired,
    MembershipRemoved,
    MembershipSuspended,
)
from streams.pool.identity import derived_id, membership_key
from streams.pool.moment import SOURCE, Moment
from streams.pool.table import SAID, Column, Part, Published, Table
from streams.rules.days import NO_DAY, date_of
from streams.rules.ratings import NO_RATING, rating_of
from streams.rules.rows import RowNumbers
from streams.rules.standing import (
    ACTIVE,
    COMMITTED,
    EXPIRED,
    LAPSED,
    LEFT,
    NOBODY,
    ON_HOLD,
    PLACED,
    REMOVED,
    STATUS_NAMES,
    SUSPENDED,
    VALID,
)

ASSESSED, AUTO_INCUMBENT = np.int8(1), np.int8(2)
BASES: tuple[tuple[Basis, ...], ...] = (
    (),
    ("ASSESSED",),
    ("AUTO_INCUMBENT",),
    ("ASSESSED", "AUTO_INCUMBENT"),
)
"""The bases of each sum of `ASSESSED` and `AUTO_INCUMBENT`."""

_EVENTS: dict[int, type[MembershipEvent]] = {
    int(ACTIVE): MembershipActivated,
    int(ON_HOLD): MembershipSuspended,
    int(SUSPENDED): MembershipSuspended,
    int(LAPSED): MembershipExpired,
    int(REMOVED): MembershipRemoved,
    int(LEFT): MembershipRemoved,
}
_PREFIXES = {
    int(ACTIVE): "",
    int(ON_HOLD): "on hold; ",
    int(SUSPENDED): "suspended; ",
    int(COMMITTED): "accepted an offer; ",
    int(PLACED): "accepted an offer, and the first day in the post is agreed; ",
}


def speak(table: Table, part: Part, moment: Moment) -> tuple[RowNumbers, list[MembershipEvent]]:
    """The rows whose public content changed, by candidate, and their events; notes them as said."""
    rows, content = _changed(table, part)
    if not len(rows):
        return rows, []
    said, events = [], []
    last_said = table.published(rows)
    for row, before, values in zip(rows.tolist(), last_said, content.tolist(), strict=True):
        now = Published(before.version + 1, *values)
        said.append(now)
        events.append(_event(table, row, before, now, moment))
    table.publish(rows, said)
    return rows, events


def _changed(table: Table, part: Part) -> tuple[RowNumbers, Column]:
    content = _content(table, part)
    differs = np.zeros(len(content[0]), np.bool_)
    for name, column in zip(SAID[1:], content, strict=True):
        differs |= table[name][part] != column
    differs &= content[0] != NOBODY
    found = np.flatnonzero(differs)
    numbers = found if isinstance(part, slice) else part[found]
    ids = table.candidate_ids
    by_candidate = sorted(range(len(found)), key=lambda index: ids[numbers[index]])
    picked = found[by_candidate]
    return numbers[by_candidate], np.stack([column[picked] for column in content], axis=1)


def _content(table: Table, part: Part) -> tuple[Column, ...]:
    """Status, rating, bases, first and last valid day; nothing private."""
    status, rating = table["status"][part], table["rating"][part]
    incumbent = table["incumbent"][part] == VALID
    lapsed = status == LAPSED
    assessed = (table["assessed"][part] == VALID) | lapsed & (table["assessed"][part] == EXPIRED)
    first = np.where(assessed, table["completed_on"][part], NO_DAY)
    first = np.where(incumbent, np.minimum(first, table["starts_on"][part]), first)
    last = np.where(assessed, table["valid_until"][part], -NO_DAY)
    last = np.where(incumbent, np.maximum(last, table["ends_on"][part]), last)
    last[~assessed & ~incumbent] = NO_DAY
    bases = assessed * ASSESSED + incumbent * AUTO_INCUMBENT
    return tuple(column.astype(np.int32) for column in (status, rating, bases, first, last))


def _event(
    table: Table, row: int, before: Published, now: Published, moment: Moment
) -> MembershipEvent:
    candidate_id = table.candidate_ids[row]
    key = membership_key(candidate_id, table.job_group, table.grade)
    kind = MembershipChanged if now.status == before.status else _kind(now.status)
    return kind(
        event_id=derived_id("roster", key, now.version, moment.position.count),
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        candidate_id=candidate_id,
        job_group=table.job_group,
        grade=table.grade,
        reason=_reason(now),
        as_of=moment.as_of,
        position=moment.position,
        **said_in_words(now),
    )


def _kind(status: int) -> type[MembershipEvent]:
    return _EVENTS.get(status, MembershipChanged)


def said_in_words(said: Published) -> dict[str, Any]:
    """The public content as the contract spells it."""
    return {
        "version": said.version,
        "status": STATUS_NAMES.get(said.status),
        "rating": rating_of(said.rating),
        "bases": BASES[said.bases],
        "valid_from": date_of(said.valid_from),
        "valid_until": date_of(said.valid_until),
    }


def _reason(said: Published) -> str:
    rating = rating_of(said.rating)
    if said.status == REMOVED:
        unready = said.rating != NO_RATING and rating == "NOT_READY_YET"
        return f"no basis is left: {'rated NOT_READY_YET' if unready else 'none counts today'}"
    if said.status == LEFT:
        return "no basis is left: the person wished to leave the Pool"
    if said.status == LAPSED:
        return f"the assessment was valid until {date_of(said.valid_until)}"
    grounds = {
        "ASSESSED": f"assessed {rating}",
        "AUTO_INCUMBENT": "in a post of the profile with satisfactory performance",
    }
    because = " and ".join(grounds[basis] for basis in BASES[said.bases])
    return _PREFIXES[said.status] + because
