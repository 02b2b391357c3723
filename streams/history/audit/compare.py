"""Found records against decided ones along one way: which differ, and how."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from streams.history.audit.findings import Kind
from streams.history.audit.items import REMOVED, Items, Longs
from streams.history.audit.order import out_of_order

Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Difference(NamedTuple):
    """Rows are numbers in what was compared, -1 where there is none."""

    kind: Kind
    found: int
    decided: int
    behind: int = -1
    """The decided row of the next found record that is right: this one was written before it."""


class Rules(NamedTuple):
    """What may differ without anything being wrong."""

    settled: int
    """What records at or behind this offset brought about may have come after it was looked for."""
    compacted: bool = False
    """Of a key, all but the last record may be gone; all of them, if the last removed it."""
    by_key: bool = False
    """Records do not name their origin, and only those of one key are in order."""


def same(decided: Items, found: Items) -> bool:
    return len(decided) == len(found) and bool(np.array_equal(decided.digest, found.digest))


def differences(decided: Items, found: Items, rules: Rules) -> list[Difference]:
    """Every difference; nothing for what is right."""
    if same(decided, found):
        return []
    partner = _partners(decided, found, from_end=rules.compacted)
    right = np.flatnonzero(partner >= 0)
    result = [
        one._replace(behind=_next(partner, right, one.found))
        for one in _altered(decided, found, partner, rules)
    ]
    for one in result:
        if one.decided >= 0:
            partner[one.found] = one.decided
    # An altered record is there, even if with other bytes: it is not missing as well.
    result += _missing(decided, found, partner, rules)
    altered = {one.found for one in result}
    rows = np.flatnonzero(partner >= 0)
    rows = rows[~np.isin(rows, list(altered))]
    displaced = _displaced(found, partner, rows, rules)
    return result + [Difference("order", row, int(partner[row])) for row in displaced]


def _partners(decided: Items, found: Items, *, from_end: bool) -> Longs:
    """For each found row the decided one with the same bytes, or -1.

    Of several equal ones the first goes to the first; from the end where earlier ones may be gone.
    """
    count = len(decided)
    digests = np.concatenate((decided.digest, found.digest))
    order = np.lexsort((digests[:, 1], digests[:, 0]))
    ordered = digests[order]
    new = np.ones(len(ordered), bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(1)
    groups = np.empty(len(ordered), np.int64)
    groups[order] = np.cumsum(new)
    each = len(groups) + 1
    wanted, present = (
        _numbered(it, each, from_end=from_end) for it in (groups[:count], groups[count:])
    )
    _, there, here = np.intersect1d(wanted, present, assume_unique=True, return_indices=True)
    partner = np.full(len(found), -1, np.int64)
    partner[here] = there
    return partner


def _numbered(groups: Longs, each: int, *, from_end: bool) -> Longs:
    """Each member of a group made unique: by its group, and by which one of it it is."""
    step = -1 if from_end else 1
    lined_up = groups[::step]
    order = np.argsort(lined_up, kind="stable")
    ordered = lined_up[order]
    number = np.empty(len(groups), np.int64)
    number[order] = np.arange(len(groups)) - np.searchsorted(ordered, ordered)
    return groups * each + number[::step]


def _altered(decided: Items, found: Items, partner: Longs, rules: Rules) -> Iterator[Difference]:
    """Found records that nothing brought about, beside what each should have been, if anything."""
    strange = np.flatnonzero(partner < 0)
    free = np.ones(len(decided), bool)
    free[partner[partner >= 0]] = False
    candidates = free & np.isin(decided.key, found.key[strange])
    twins: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in np.flatnonzero(candidates).tolist():
        twins[_name(decided, row, rules)].append(row)
    last = _last_rows(found.key)
    for row in strange.tolist():
        kin = twins.get(_name(found, row, rules), [])
        # The last state of a key stands for the last one that there must be.
        newest = rules.by_key and last[int(found.key[row])] == row
        twin = (kin.pop() if newest else kin.pop(0)) if kin else -1
        yield Difference("altered" if twin >= 0 else "extra", row, twin)


def _next(partner: Longs, right: Longs, row: int) -> int:
    after = int(np.searchsorted(right, row))
    return int(partner[right[after]]) if after < len(right) else -1


def _name(items: Items, row: int, rules: Rules) -> tuple[int, int]:
    return int(items.key[row]), -1 if rules.by_key else int(items.source[row])


def _last_rows(keys: Any) -> dict[int, int]:
    unique, backwards = np.unique(keys[::-1], return_index=True)
    return dict(zip(unique.tolist(), (len(keys) - 1 - backwards).tolist(), strict=True))


def _missing(decided: Items, found: Items, partner: Longs, rules: Rules) -> Iterable[Difference]:
    present = np.zeros(len(decided), bool)
    present[partner[partner >= 0]] = True
    must: Mask = decided.source < rules.settled
    if not rules.compacted:
        return [Difference("missing", -1, int(row)) for row in np.flatnonzero(must & ~present)]
    settled = _last_rows(np.where(must, decided.key, 0)) if len(decided) else {}
    there = _last_rows(np.where(present, decided.key, 0)) if len(decided) else {}
    settled.pop(0, None)
    return [
        Difference("missing", -1, row)
        for key, row in sorted(settled.items(), key=lambda it: it[1])
        if there.get(key, -1) < row and not (key not in there and decided.version[row] == REMOVED)
    ]


def _displaced(found: Items, partner: Longs, rows: Longs, rules: Rules) -> list[int]:
    """Found rows that stand before something that was said earlier."""
    if not rules.by_key:
        return [int(rows[place]) for place in out_of_order(partner[rows])]
    order = np.argsort(found.key[rows], kind="stable")
    ordered = rows[order]
    wrong = (np.diff(partner[ordered]) <= 0) & (np.diff(found.key[ordered].view(np.int64)) == 0)
    result: list[int] = []
    for key in np.unique(found.key[ordered[1:][wrong]]):
        mine = ordered[found.key[ordered] == key]
        result += [int(mine[place]) for place in out_of_order(partner[mine])]
    return result
