"""The roster as pools say it, and which memberships a change makes others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.events import MembershipStatus, Rating
from streams.pool.holdings import Holdings
from streams.pool.roster import said_in_words
from streams.pool.table import SAID, Published
from streams.rules.days import NO_DAY

Profile = tuple[str, str]


class Said(NamedTuple):
    """What the roster last said of everybody in a profile, in codes, a column for each field."""

    candidate_ids: tuple[str, ...]
    columns: NDArray[np.int64]
    """A row for each person, in the order of `SAID`."""


Roster = Mapping[Profile, Said]


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """A membership of which the roster would say something else; None: it would say nothing."""

    candidate_id: str
    job_group: str
    grade: str
    status_before: MembershipStatus | None
    status_after: MembershipStatus | None
    rating_before: Rating | None
    rating_after: Rating | None
    valid_until_before: date | None
    valid_until_after: date | None


@dataclass(frozen=True, slots=True)
class RatingCount:
    """Active memberships of one profile and rating."""

    job_group: str
    grade: str
    rating: Rating | None
    before: int
    after: int


def roster_of(holdings: Holdings) -> Roster:
    """A copy: the pool may go on."""
    return {
        profile: Said(
            tuple(table.candidate_ids),
            np.stack([table[name].astype(np.int64) for name in SAID], axis=1),
        )
        for profile, table in sorted(holdings.tables.items())
        if len(table)
    }


def memberships_changed(before: Roster, after: Roster) -> Iterator[MembershipChanged]:
    """By profile and candidate; how often the roster spoke of one meanwhile does not count."""
    for profile in sorted(before.keys() | after.keys()):
        old, new = _rows(before.get(profile)), _rows(after.get(profile))
        for candidate_id in sorted(old.keys() | new.keys()):
            was, now = old.get(candidate_id, _UNSAID), new.get(candidate_id, _UNSAID)
            if was[1:] != now[1:]:
                yield _changed(candidate_id, profile, was, now)


def active_by_rating(before: Roster, after: Roster) -> tuple[RatingCount, ...]:
    """Of each profile, the best rating first."""
    old, new = _active(before), _active(after)
    return tuple(
        RatingCount(*key, before=old.get(key, 0), after=new.get(key, 0))
        for key in sorted(old.keys() | new.keys(), key=_order)
    )


_UNSAID = (0,) * len(SAID)
_BEST_FIRST: tuple[Rating | None, ...] = ("STAR", "TIER_1", "TIER_2", "NOT_READY_YET", None)


def _order(key: tuple[str, str, Rating | None]) -> tuple[str, str, int]:
    return key[0], key[1], _BEST_FIRST.index(key[2])


def _rows(said: Said | None) -> dict[str, tuple[int, ...]]:
    """Those of whom the roster ever spoke."""
    if said is None:
        return {}
    rows = map(tuple, said.columns.tolist())
    return {who: row for who, row in zip(said.candidate_ids, rows, strict=True) if row[0]}


def _changed(
    candidate_id: str, profile: Profile, was: tuple[int, ...], now: tuple[int, ...]
) -> MembershipChanged:
    old, new = _words(was), _words(now)
    return MembershipChanged(
        candidate_id=candidate_id,
        job_group=profile[0],
        grade=profile[1],
        status_before=old.get("status"),
        status_after=new.get("status"),
        rating_before=old.get("rating"),
        rating_after=new.get("rating"),
        valid_until_before=old.get("valid_until"),
        valid_until_after=new.get("valid_until"),
    )


def _words(row: tuple[int, ...]) -> dict[str, Any]:
    return said_in_words(Published(*row)) if row[0] else {}


def _active(roster: Roster) -> dict[tuple[str, str, Rating | None], int]:
    counts: dict[tuple[str, str, Rating | None], int] = {}
    for (job_group, grade), said in roster.items():
        kinds, people = np.unique(said.columns[:, :4], axis=0, return_counts=True)
        for row, number in zip(kinds.tolist(), people.tolist(), strict=True):
            words = said_in_words(Published(row[0], row[1], row[2], row[3], NO_DAY, NO_DAY))
            if row[0] and words["status"] == "ACTIVE":
                key = (job_group, grade, words["rating"])
                counts[key] = counts.get(key, 0) + number
    return counts
