"""Where what is told anew goes in a pool-log: in place of what was told, or before the next one."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from schemas.events import CandidatesListed, Event, MembershipRecorded

Item = TypeVar("Item")


class Queue(Generic[Item]):
    """What one source tells anew, in the order in which the source says it."""

    def __init__(self, number: Callable[[Item], int], same: Callable[[Item, Item], bool]) -> None:
        """`number` is the place in the source; `same` tells whether two are about one thing."""
        self._number, self._same = number, same
        self._waiting: deque[Item] = deque()

    def add(self, item: Item) -> None:
        """Not before anything that was added already."""
        self._waiting.append(item)

    def before(self, number: int) -> Iterator[Item]:
        """What the source says before a place of its own."""
        while self._waiting and self._number(self._waiting[0]) < number:
            yield self._waiting.popleft()

    def instead_of(self, item: Item) -> Iterator[Item]:
        """What is said at the same place of the same thing, if anything."""
        for waiting in self._waiting:
            if self._number(waiting) > self._number(item):
                return
            if self._same(waiting, item):
                self._waiting.remove(waiting)
                yield waiting
                return

    def left(self) -> Iterator[Item]:
        while self._waiting:
            yield self._waiting.popleft()


class Memberships:
    """The membership records of the people concerned, for one pool."""

    def __init__(self, concerned: frozenset[str], told: Iterable[MembershipRecorded]) -> None:
        self._concerned = concerned
        self._queues: dict[int, Queue[MembershipRecorded]] = {}
        for record in told:
            self._queue(record.position.partition).add(record)

    def in_place_of(self, record: MembershipRecorded) -> Iterator[MembershipRecorded]:
        """What stands in the log where this record stood."""
        queue = self._queue(record.position.partition)
        yield from queue.before(record.position.count)
        if record.candidate_id in self._concerned:
            yield from queue.instead_of(record)
        else:
            yield record

    def left(self) -> Iterator[MembershipRecorded]:
        """What no record came after."""
        for _, queue in sorted(self._queues.items()):
            yield from queue.left()

    def _queue(self, partition: int) -> Queue[MembershipRecorded]:
        if partition not in self._queues:
            self._queues[partition] = Queue(lambda it: it.position.count, _same_membership)
        return self._queues[partition]


def _same_membership(one: MembershipRecorded, other: MembershipRecorded) -> bool:
    return (one.candidate_id, one.job_group, one.grade) == (
        other.candidate_id,
        other.job_group,
        other.grade,
    )


class Added:
    """Events of upstream systems for one pool, each before the first record recorded later."""

    def __init__(self, events: Iterable[Event]) -> None:
        ordered = sorted(events, key=lambda it: (it.recorded_at, it.event_id))
        self._waiting = deque(ordered)

    def before(self, event: Event) -> Iterator[Event]:
        while self._waiting and self._waiting[0].recorded_at < event.recorded_at:
            yield self._waiting.popleft()

    def left(self) -> Iterator[Event]:
        while self._waiting:
            yield self._waiting.popleft()


Told = tuple[int, CandidatesListed]
"""A list, and the number of the last record of the transaction that told it."""


class Listings:
    """The lists that pools tell each other: those of the altered history for those of history."""

    def __init__(self) -> None:
        self._origin: dict[str, Told] = {}
        """Where history told a list, by the id under which it stands."""
        self._queues: dict[tuple[int, int], Queue[Told]] = {}

    def told_in_history(self, count: int, listing: CandidatesListed) -> None:
        self._origin[listing.event_id] = count, listing

    def told_now(
        self, source: int, count: int, listing: CandidatesListed, readers: Iterable[int]
    ) -> None:
        for reader in readers:
            self._queue(source, reader).add((count, listing))

    def known(self, event_id: str) -> bool:
        return event_id in self._origin

    def in_place_of(
        self, source: int, reader: int, listing: CandidatesListed
    ) -> Iterator[CandidatesListed]:
        """What stands in a reader's log where this list stood; itself if nobody knows of it."""
        origin = self._origin.get(listing.event_id)
        if origin is None:
            yield listing
            return
        queue = self._queue(source, reader)
        for told in (*queue.before(origin[0]), *queue.instead_of(origin)):
            yield told[1]

    def left(self, reader: int) -> Iterator[CandidatesListed]:
        """What came after the last list that history told."""
        for (_, to), queue in sorted(self._queues.items()):
            if to == reader:
                for _, listing in queue.left():
                    yield listing

    def _queue(self, source: int, reader: int) -> Queue[Told]:
        if (source, reader) not in self._queues:
            self._queues[source, reader] = Queue(_number, _same_vacancy)
        return self._queues[source, reader]


def _number(told: Told) -> int:
    return told[0]


def _same_vacancy(one: Told, other: Told) -> bool:
    return one[0] == other[0] and one[1].vacancy_id == other[1].vacancy_id
