"""The audit of a system: reads what stands, decides it again, and names what differs.

What is found was written before the second look at how far the stages are, and is decided up to
there; what is decided up to the first look must be found. So workers may go on meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from streams.history.audit.breaking import (
    breaks_of_gaps,
    breaks_of_inputs,
    findings_of_log,
    known_breaks,
)
from streams.history.audit.breaks import Break, Breaks
from streams.history.audit.decided import Decided, refold
from streams.history.audit.differing import (
    VERSIONS,
    Differing,
    differing_marks,
    every_difference,
)
from streams.history.audit.findings import KINDS, Kind, Report, Stretch
from streams.history.audit.found import COMPARED, Found, scan
from streams.history.audit.layout import LogLayout, lay_out
from streams.history.audit.naming import named
from streams.history.audit.second_look import looked_at
from streams.history.audit.standing import Standing, standing
from streams.history.logs import Logs, Place, places
from streams.history.processes import Tell, in_processes

FINDINGS_MAX = 100


class _Judged(NamedTuple):
    differing: Differing
    kind: Kind
    after: Break | None


def audit(logs: Logs, processes: int, tell: Tell, limit: int = FINDINGS_MAX) -> Report:
    """Everything that the stages ever decided, compared byte for byte.

    `limit` is how many findings are looked at closely and named; all are counted. Held at a time
    are 100 bytes for each record compared, 8 for each of a log, and 300 for each difference.
    Raises HistoryError where something cannot be read.
    """
    before = standing(logs)
    found = _found(logs, processes, tell)
    now = standing(logs, before)
    layout = lay_out(logs, found, before, now)
    decided = _decided(logs, layout, processes, tell)
    differing = list(_differing(found, decided, layout, now))
    breaks = _breaks(decided, layout, now, differing)
    judged = [_judged(one, breaks) for one in differing]
    told = [it for log in layout.values() for it in findings_of_log(log, decided[log.place])]
    shown = sorted(judged, key=_rank)[: max(limit - len(told), 0)]
    seen = looked_at(logs, [one.differing for one in shown], layout, processes, tell)
    counts = Counter([*(one.kind for one in judged), *(one.kind for one in told)])
    told += [named(one, it.kind, it.after, layout) for one, it in zip(seen, shown, strict=True)]
    return Report(
        compared=_compared(found, now),
        decided=_by_topic((log.place, decided[log.place].records) for log in layout.values()),
        waiting=_by_topic((log.place, log.waiting) for log in layout.values()),
        counts={kind: counts[kind] for kind in KINDS if counts[kind]},
        findings=tuple(sorted(told, key=lambda it: KINDS.index(it.kind))[:limit]),
        stretches=_stretches(breaks, layout),
    )


def _found(logs: Logs, processes: int, tell: Tell) -> list[Found]:
    with logs.open() as reader:
        every = [place for topic in COMPARED for place in places(reader, topic)]
    return in_processes(scan, [(logs, place) for place in every], processes, tell)


def _decided(
    logs: Logs, layout: Mapping[Place, LogLayout], processes: int, tell: Tell
) -> Mapping[Place, Decided]:
    # The longest first, so that no process is left alone with it at the end.
    longest = sorted(layout.values(), key=lambda it: -len(it.offsets))
    done = in_processes(refold, [log.task(logs) for log in longest], processes, tell)
    return {one.place: one for one in done}


def _differing(
    found: Sequence[Found],
    decided: Mapping[Place, Decided],
    layout: Mapping[Place, LogLayout],
    now: Standing,
) -> Iterable[Differing]:
    yield from every_difference(found, decided, layout)
    for place, log in layout.items():
        if log.plan is not None:
            yield from differing_marks(decided[place], log, now.marks[place.partition])


def _breaks(
    decided: Mapping[Place, Decided],
    layout: Mapping[Place, LogLayout],
    now: Standing,
    differing: Sequence[Differing],
) -> Breaks:
    breaks = Breaks()
    for place, log in layout.items():
        marks = now.marks[place.partition] if log.plan is not None else None
        breaks.add(known_breaks(log, decided[place], marks))
        if log.plan is not None:
            breaks.add(breaks_of_gaps(differing, log))
    # What follows from something else was folded as it stands: nothing more follows from it.
    certain = [one for one in differing if breaks.before(one.source, one.source_offset) is None]
    breaks.add(breaks_of_inputs(certain))
    return breaks


def _judged(one: Differing, breaks: Breaks) -> _Judged:
    own = VERSIONS.get(one.source.topic, 0) if one.source else 0
    if one.version not in (0, own):
        return _Judged(one, "other version", None)
    after = None if one.certain else breaks.before(one.source, one.source_offset)
    return _Judged(one, breaks.put_down(one.kind, after), after)


def _rank(one: _Judged) -> tuple[int, Place, int]:
    return KINDS.index(one.kind), one.differing.to, one.differing.at or 0


def _by_topic(numbers: Iterable[tuple[Place, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for place, number in numbers:
        total[place.topic] += number
    return dict(total)


def _compared(found: Sequence[Found], now: Standing) -> Mapping[str, int]:
    records = [(one.place, sum(map(len, one.ways.values()))) for one in found]
    marks = [(Place("evaluations", number), len(it)) for number, it in now.marks.items()]
    return _by_topic([*records, *marks])


def _where(counted: tuple[Break, int]) -> tuple[Place, int]:
    return counted[0].place, counted[0].offset


def _stretches(breaks: Breaks, layout: Mapping[Place, LogLayout]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(
            place=one.place,
            offset=one.offset,
            count=layout[one.place].count_from(one.offset),
            why=one.why,
            differences=number,
            decision_version=one.decision_version,
        )
        for one, number in sorted(breaks.differences.items(), key=_where)
    )
