"""What is wrong with the logs themselves, and from where on more may follow from it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from streams.history.audit.breaks import Break
from streams.history.audit.decided import Decided
from streams.history.audit.differing import VERSIONS, Differing
from streams.history.audit.findings import Finding, Source
from streams.history.audit.found import LOGS
from streams.history.audit.layout import LogLayout
from streams.history.audit.marks import Marks
from streams.history.audit.numbering import STAGES
from streams.history.logs import Place


def findings_of_log(log: LogLayout, decided: Decided) -> Iterator[Finding]:
    """Records that were counted and are gone, or that cannot be folded, or are not owned up to."""
    before = 0
    for shift in log.shifts:
        yield _count(log.place, shift.offset, shift.by - before)
        before = shift.by
    if decided.poison is not None:
        yield _unreadable(log, decided)
    if log.plan is None and (wrong := _wrong_position(log)) is not None:
        yield wrong


def _count(place: Place, offset: int, by: int) -> Finding:
    number, what = abs(by), "more" if by > 0 else "fewer"
    records = "record" if number == 1 else "records"
    return Finding(
        kind="count",
        place=place,
        offset=offset,
        record="",
        key="",
        about="",
        source=None,
        words=(
            f"From offset {offset} on, {place} holds {number} {records} {what} than were counted "
            f"when it was decided on: {'added' if by > 0 else 'taken away'} afterwards"
        ),
    )


def _unreadable(log: LogLayout, decided: Decided) -> Finding:
    poison = decided.poison
    assert poison is not None
    return Finding(
        kind="unreadable",
        place=log.place,
        offset=poison.offset,
        record="",
        key="",
        about="",
        source=Source(place=log.place, offset=poison.offset, count=poison.count),
        words=(
            f"Record {poison.count} of {log.place} cannot be decided on: {poison.problem}. "
            "Nothing that came after it in this log could be checked"
        ),
    )


def _wrong_position(log: LogLayout) -> Finding | None:
    """The position of a unit against the log, and against what is there of its work."""
    said, counted = log.said, log.count_from(log.said.offset) - 1
    if log.seen <= said.offset and counted == said.count:
        return None
    problem = f"{counted} records stand before that"
    if log.seen > said.offset:
        problem = f"what came of the record at offset {log.seen - 1} is there"
    return Finding(
        kind="count",
        place=log.place,
        offset=said.offset,
        record="UnitPosition",
        key="",
        about="",
        source=None,
        words=(
            f"The {STAGES[log.place.topic]} stage says that it decided {said.count} records of "
            f"{log.place}, up to offset {said.offset}, yet {problem}: its position was altered or "
            "taken away"
        ),
    )


def known_breaks(log: LogLayout, decided: Decided, marks: Marks | None) -> Iterator[Break]:
    """Those that the log and its marks tell of."""
    for shift in log.shifts:
        yield Break(log.place, shift.offset, "records of this log were taken away or added")
    if decided.poison is not None:
        yield Break(log.place, decided.poison.offset, "a record of this log cannot be folded")
    if marks is not None:
        yield from _versions(log, marks)


def _versions(log: LogLayout, marks: Marks) -> Iterator[Break]:
    ours = VERSIONS[log.place.topic]
    version = ours
    for cut in log.cuts:
        by = version if cut.mark < 0 else int(marks.version[cut.mark])
        if by != version:
            yield _other_version(log.place, cut.before.offset, by, ours)
            version = by


def breaks_of_gaps(differing: Sequence[Differing], log: LogLayout) -> Iterator[Break]:
    """Where marks are gone and what was folded in their place proves that it was cut otherwise.

    If all that came of a gap is what stands there, the gap was cut as it had been.
    """
    origins = sorted(
        one.source_offset
        for one in differing
        if one.source == log.place and one.to.topic != "evaluations"
    )
    for bridged, cuts in groupby(log.cuts, key=lambda cut: cut.mark < 0):
        if bridged:
            run = list(cuts)
            first = bisect_left(origins, run[0].before.offset)
            if first < len(origins) and origins[first] < run[-1].after.offset:
                yield Break(log.place, run[0].before.offset, "marks are missing or wrong")


def _other_version(place: Place, offset: int, version: int, ours: int) -> Break:
    if version == ours:
        why = f"decided by version {ours} again, on from what another version had left"
        return Break(place, offset, why)
    why = f"decided by version {version} of the decisions; this program decides by version {ours}"
    return Break(place, offset, why, version)


def breaks_of_inputs(differing: Iterable[Differing]) -> Iterator[Break]:
    """What is wrong within a log is wrong for whoever folds it."""
    for one in differing:
        if one.to.topic in LOGS and one.at is not None and one.kind != "order":
            yield Break(one.to, one.at, f"a record of this log is {one.kind}")
