"""The second look at what differs: the records themselves, and what they should have been."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from streams.engine.stage import Record
from streams.history.audit.decided import Refold, Said, everything_said
from streams.history.audit.differing import Differing
from streams.history.audit.layout import LogLayout
from streams.history.logs import Logs, Place
from streams.history.processes import Tell, in_processes


class Seen(NamedTuple):
    """A difference with both of its sides, as far as there are two."""

    differing: Differing
    found: Record | None
    decided: Said | None


class _Wanted(NamedTuple):
    """What to say again of a log: the ordinals, by where it went."""

    refold: Refold
    ordinals: Mapping[Place, frozenset[int]]


def looked_at(
    logs: Logs,
    differing: Sequence[Differing],
    layout: Mapping[Place, LogLayout],
    processes: int,
    tell: Tell,
) -> list[Seen]:
    """Reads each found record again, and decides each log again that something should come of."""
    found = _found(logs, differing)
    said = _said(logs, differing, layout, processes, tell)
    return [
        Seen(
            one,
            found.get((one.to, one.at)) if one.stands and one.at is not None else None,
            said.get((one.source, one.to, one.ordinal)),
        )
        for one in differing
    ]


def _found(logs: Logs, differing: Sequence[Differing]) -> Mapping[tuple[Place, int], Record]:
    wanted: dict[Place, set[int]] = defaultdict(set)
    for one in differing:
        if one.stands and one.at is not None:
            wanted[one.to].add(one.at)
    found: dict[tuple[Place, int], Record] = {}
    with logs.open() as reader:
        for place, offsets in wanted.items():
            for chunk in reader.read(place, min(offsets), max(offsets) + 1):
                found |= {(place, it.offset): it for it in chunk if it.offset in offsets}
    return found


def _said(
    logs: Logs,
    differing: Sequence[Differing],
    layout: Mapping[Place, LogLayout],
    processes: int,
    tell: Tell,
) -> Mapping[tuple[Place | None, Place, int | None], Said]:
    wanted: dict[Place, dict[Place, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in differing:
        if one.source is not None and one.ordinal is not None:
            wanted[one.source][one.to].add(one.ordinal)
    tasks = [
        _Wanted(layout[log].task(logs), {to: frozenset(it) for to, it in ways.items()})
        for log, ways in wanted.items()
    ]
    found: dict[tuple[Place | None, Place, int | None], Said] = {}
    answers = in_processes(_say_again, tasks, processes, tell)
    for task, answer in zip(tasks, answers, strict=True):
        found |= {(task.refold.place, one.to, one.ordinal): one for one in answer}
    return found


def _say_again(task: _Wanted, tell: Tell) -> list[Said]:
    left = sum(map(len, task.ordinals.values()))
    found: list[Said] = []
    with task.refold.logs.open() as reader:
        for said in everything_said(reader, task.refold):
            if said.ordinal in task.ordinals.get(said.to, ()):
                found.append(said)
                tell(f"named {task.refold.place}", len(found))
            if len(found) == left:
                break
    return found
