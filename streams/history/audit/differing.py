"""Every record that is not as the logs say it must be, before anybody has looked at it closely."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from streams import candidates, exercise, leadership, pool
from streams.history.audit.compare import Rules, differences
from streams.history.audit.decided import Decided
from streams.history.audit.findings import Kind
from streams.history.audit.found import STATE_OF, Found
from streams.history.audit.items import NOTHING, Items
from streams.history.audit.layout import LogLayout
from streams.history.audit.marks import Marks
from streams.history.audit.plan import Cut
from streams.history.logs import Place

COMPACTED = frozenset({"roster", *STATE_OF})
VERSIONS: Mapping[str, int] = {
    "candidate-log": candidates.DECISION_VERSION,
    "pool-log": pool.DECISION_VERSION,
    "exercise-log": exercise.DECISION_VERSION,
    "leadership-log": leadership.DECISION_VERSION,
}
"""The decisions of this program, by the log that they are made on."""


class Differing(NamedTuple):
    """One record that stands there, or should."""

    kind: Kind
    to: Place
    source: Place | None
    source_offset: int
    """Of the record that brought it about, or that it says did; -1 where that cannot be told."""
    at: int | None
    """The offset at which it stands, or behind which it should."""
    stands: bool
    ordinal: int | None
    """Among all that its source brought about for that place; None if it did not."""
    version: int = 0
    """Of the decisions, where the record says so first."""
    twice: bool = False
    """The very same record is there and right."""
    certain: bool = False
    """Whatever else is wrong, this does not follow from it."""


def every_difference(
    found: Sequence[Found], decided: Mapping[Place, Decided], layout: Mapping[Place, LogLayout]
) -> Iterator[Differing]:
    """Those of the marks apart."""
    for one in found:
        for source in sorted({*one.ways, *_sources_of(one.place, decided)}, key=str):
            wanted = decided[source].ways.get(one.place, NOTHING) if source else NOTHING
            settled = layout[source].settled if source else 0
            yield from _along(one.place, source, wanted, one.ways.get(source, NOTHING), settled)


def _sources_of(to: Place, decided: Mapping[Place, Decided]) -> Iterable[Place]:
    return (source for source, said in decided.items() if to in said.ways)


def _along(
    to: Place, source: Place | None, wanted: Items, found: Items, settled: int
) -> Iterator[Differing]:
    by_key = to.topic in STATE_OF
    if by_key and to.topic != "pool-state":
        # Where the transactions of the other stages ended is not recorded: a state that was
        # replaced later may have been written or not.
        wanted, found = _from_settled_on(wanted, settled), _last_of_each(found)
    rules = Rules(settled, to.topic in COMPACTED, by_key)
    for kind, here, there, behind in differences(wanted, found, rules):
        if here < 0:
            origin = int(wanted.source[there])
            at = max(_behind(found, origin), origin + 1 if to == source else 0)
            yield Differing(kind, to, source, origin, at, False, int(wanted.at[there]))
            continue
        origin = int(found.source[here])
        if to.topic == "pool-state" and behind >= 0:
            origin = int(wanted.source[behind])
        ordinal = int(wanted.at[there]) if there >= 0 else None
        twice = kind == "extra" and bool((wanted.digest == found.digest[here]).all(1).any())
        at, version = int(found.at[here]), max(int(found.version[here]), 0)
        yield Differing(kind, to, source, origin, at, True, ordinal, version, twice)


def _behind(found: Items, origin: int) -> int:
    """The first offset at which what came of a record may stand, by what came of those before."""
    before = int(np.searchsorted(found.source, origin))
    return int(found.at[before - 1]) + 1 if before else 0


def _last_of_each(items: Items) -> Items:
    _, backwards = np.unique(items.key[::-1], return_index=True)
    return items.rows(np.sort(len(items) - 1 - backwards))


def _from_settled_on(items: Items, settled: int) -> Items:
    """Of each key the last before `settled`, and all behind it."""
    before = items.source < settled
    last = _last_of_each(items.rows(before))
    rows = np.isin(items.at, last.at) | ~before
    return items.rows(rows)


def differing_marks(decided: Decided, log: LogLayout, marks: Marks) -> Iterator[Differing]:
    """The marks of one pool; `decided` has one for each cut."""
    assert log.plan is not None
    to = Place("evaluations", log.place.partition)
    wanted = decided.ways.get(to, NOTHING)
    spare = list(log.plan.unusable)
    for ordinal, cut in enumerate(log.plan.cuts[: decided.cuts]):
        origin, row = int(wanted.source[ordinal]), cut.mark
        if row < 0:
            row = _standing_in(spare, log.plan.cuts, ordinal)
        if row < 0:
            yield Differing("missing", to, log.place, origin, None, False, ordinal, certain=True)
        elif not np.array_equal(marks.items.digest[row], wanted.digest[ordinal]):
            at, wrong = int(marks.items.at[row]), cut.mark < 0
            yield Differing("altered", to, log.place, origin, at, True, ordinal, certain=wrong)
    for row in spare:
        at = int(marks.items.at[row])
        twice = bool((wanted.digest == marks.items.digest[row]).all(1).any())
        yield Differing("extra", to, log.place, -1, at, True, None, twice=twice, certain=True)
    for row in sorted({*log.plan.displaced} - {*log.plan.unusable}):
        yield Differing("order", to, log.place, -1, int(marks.items.at[row]), True, None)


def _standing_in(spare: list[int], cuts: Sequence[Cut], ordinal: int) -> int:
    """An unusable mark between the two around the gap: it is the one that should be there."""
    before = next((it for it in _marks(cuts[:ordinal][::-1]) if it >= 0), -1)
    after = next((it for it in _marks(cuts[ordinal + 1 :]) if it >= 0), None)
    for row in spare:
        if before < row and (after is None or row < after):
            spare.remove(row)
            return row
    return -1


def _marks(cuts: Iterable[Cut]) -> Iterable[int]:
    return (cut.mark for cut in cuts)
