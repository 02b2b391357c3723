"""The second pass: what the candidates stage would have told the pool of those concerned."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from schemas.codec import decode
from schemas.events import Event, MembershipRecorded
from streams.candidates.stamps import EPOCH
from streams.history.backtest.changes import Changes
from streams.history.backtest.errors import Unsettled
from streams.history.backtest.finding import Found
from streams.history.backtest.glance import envelope, event_id
from streams.history.backtest.life import Corrections, Entry, Log, connected, lived
from streams.history.backtest.routes import log_of, of_people
from streams.history.logs import Logs, Place
from streams.history.processes import Tell, in_processes
from streams.history.refold import CANDIDATE_LOG

TELL_EVERY = 500
Waiting = list[tuple[int, str, Event]]
"""When an added event was recorded, in microseconds; under which id; and the event."""


@dataclass(frozen=True, slots=True)
class Retelling:
    """One partition's people; can be pickled."""

    logs: Logs
    partition: int
    alone: frozenset[str]
    """Those with one id: what they tell is worked out where their log is read."""
    merged: frozenset[str]
    """Ids of people with several, who may have logs elsewhere too."""
    corrections: Corrections
    added: tuple[Event, ...]
    replaced: Mapping[str, str]
    """Under whose id an event stands for which there is an added one, by event id."""
    at_end: bool = False
    """Whether what is added stands behind the last record, and not at its own time."""


class Retold(NamedTuple):
    partition: int
    memberships: list[MembershipRecorded]
    lives: dict[str, Log]
    """Of ids that belong to somebody with several."""
    end: int
    """How many records the log has."""


def retell(
    logs: Logs,
    changes: Changes,
    found: Found,
    people: Sequence[frozenset[str]],
    processes: int,
    tell: Tell,
    *,
    appended: Sequence[Event] | None = None,
) -> list[MembershipRecorded]:
    """Every membership record of the people concerned, in the order of their logs.

    With `appended` the changes are these events behind the end of the logs, and only what is told
    of them is answered. Only the records of those concerned are held.
    """
    with logs.open() as reader:
        partitions = reader.partitions(CANDIDATE_LOG)
    whole = Whole(logs, changes, found, tuple(people), appended)
    tasks = [_task(whole, number) for number in range(partitions)]
    parts = in_processes(_retold, [t for t in tasks if t.alone or t.merged], processes, tell)
    told = list(chain.from_iterable(part.memberships for part in parts))
    lives: dict[str, Log] = {}
    for part in parts:
        lives |= part.lives
    for group in people:
        if len(group) > 1:
            told.extend(_told_by_all(group, lives, whole.corrections))
    if appended is not None:
        ends = {part.partition: part.end for part in parts}
        told = [it for it in told if it.position.count > ends[it.position.partition]]
    return sorted(told, key=lambda it: (it.position.partition, it.position.count))


def corrections_of(changes: Changes, found: Found) -> Corrections:
    voided = (
        it.assessment_id
        for it in found.assessments.values()
        if any(choice.fits(it) for choice in changes.voided)
    )
    corrected = {each.assessment_id: each for each in changes.corrected}
    return Corrections(frozenset(voided), corrected)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is asked, of which each partition has its part."""

    logs: Logs
    changes: Changes
    found: Found
    people: tuple[frozenset[str], ...]
    appended: Sequence[Event] | None

    @property
    def corrections(self) -> Corrections:
        if self.appended is not None:
            return Corrections(frozenset(), {})
        return corrections_of(self.changes, self.found)


def _task(whole: Whole, partition: int) -> Retelling:
    at_end = whole.appended is not None
    added = whole.changes.added if whole.appended is None else whole.appended
    ids = [who for group in whole.people for who in group if log_of(who) == partition]
    several = {who for group in whole.people if len(group) > 1 for who in group}
    return Retelling(
        logs=whole.logs,
        partition=partition,
        alone=frozenset(ids) - several,
        merged=frozenset(ids) & several,
        corrections=whole.corrections,
        added=tuple(it for it in added if any(log_of(who) == partition for who in of_people(it))),
        replaced={} if at_end else whole.found.standing,
        at_end=at_end,
    )


def _retold(task: Retelling, tell: Tell) -> Retold:
    lives, end = _lives(task, tell)
    told: list[MembershipRecorded] = []
    for number, who in enumerate(sorted(task.alone), 1):
        told += lived(who, task.partition, lives.pop(who, []), task.corrections).memberships
        if number % TELL_EVERY == 0:
            tell(f"refold people of {CANDIDATE_LOG}/{task.partition}", number)
    stays = end if task.at_end else None
    merged = {who: Log(task.partition, lives.get(who, []), stays) for who in task.merged}
    return Retold(task.partition, told, merged, end)


def _told_by_all(
    group: frozenset[str], lives: Mapping[str, Log], corrections: Corrections
) -> list[MembershipRecorded]:
    told = connected({who: lives[who] for who in sorted(group)}, corrections)
    if told is None:
        raise Unsettled(group)
    return told


def _lives(task: Retelling, tell: Tell) -> tuple[dict[str, list[Entry]], int]:
    """The records of those concerned, with what is added in its place."""
    lives: dict[str, list[Entry]] = defaultdict(list)
    replacing = {it.event_id.encode(): it for it in task.added if it.event_id in task.replaced}
    waiting = _waiting(task)
    keys = {who.encode(): who for who in task.alone | task.merged}
    count, place = 0, Place(CANDIDATE_LOG, task.partition)
    with task.logs.open() as reader:
        for chunk in reader.read(place):
            for record in chunk:
                value = record.value or b""
                who = keys.get(record.key or b"")
                if waiting and not task.at_end:
                    _come_in(lives, waiting, count, (envelope(value).recorded_us, who))
                count += 1
                if who is not None:
                    event = replacing.get(event_id(value)) if replacing else None
                    if event is None or who in of_people(event):
                        lives[who].append(Entry(count, event or decode(value)))
            tell(f"read again {place}", count)
    if task.at_end:
        for number, (_, who, event) in enumerate(waiting, count + 1):
            lives[who].append(Entry(number, event))
    else:
        _come_in(lives, waiting, count, None)
    return lives, count


def _waiting(task: Retelling) -> Waiting:
    """Added events under each id that they name here, the earliest recorded first."""
    named = (
        (_microseconds(event), who, event)
        for event in task.added
        for who in of_people(event)
        if log_of(who) == task.partition and task.replaced.get(event.event_id) != who
    )
    return sorted(named, key=lambda each: (each[0], each[1], each[2].event_id))


def _come_in(
    lives: dict[str, list[Entry]],
    waiting: Waiting,
    count: int,
    before: tuple[int, str | None] | None,
) -> None:
    """An added event stands before the first record that was recorded later.

    It is told at the number of that record, or of the one before where that record is of the same
    person: there are no numbers in between.
    """
    while waiting and (before is None or waiting[0][0] < before[0]):
        _, who, event = waiting.pop(0)
        own = before is not None and before[1] == who
        lives[who].append(Entry(count if own else count + 1, event))


def _microseconds(event: Event) -> int:
    since = event.recorded_at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
