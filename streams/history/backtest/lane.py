"""One pool followed twice along its recorded cuts: as it was, and with the changes laid over it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from schemas.codec import decode, encode
from schemas.events import (
    CandidatesListed,
    Event,
    LogPosition,
    MembershipRecorded,
    PoolEvaluated,
    RuleSetPublished,
)
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.history.backtest.fork import fork
from streams.history.backtest.outcome import PoolRead
from streams.history.backtest.placing import Added, Listings, Memberships
from streams.history.backtest.seen import RevisionsSeen
from streams.history.cuts import at_counts, marks
from streams.history.logs import LogReader, Place
from streams.history.refold import POOL_LOG
from streams.pool.evaluation import Evaluation
from streams.pool.opening import Opening
from streams.pool.pool import Pool
from streams.pool.vacancy import DecisionEvent

Framed = tuple[Event, bytes]
POOLS = TOPICS[POOL_LOG].partitions


class Decoded(NamedTuple):
    """One transaction's records, opened."""

    events: Sequence[Framed]
    number: int
    """Of the last one."""
    lists: Sequence[CandidatesListed]
    """Those among them that a pool told."""


class Both(NamedTuple):
    """What a transaction said on both sides."""

    history: Evaluation
    altered: Evaluation


@dataclass(frozen=True, slots=True)
class Overlay:
    """What is laid over one pool-log."""

    memberships: Memberships
    added: Added
    replacing: dict[str, Event]
    """By the id of the event that gives way."""
    rule_set: RuleSetPublished | None


class Lane:
    """Steps forward a transaction at a time; records past the last mark are left out."""

    def __init__(self, reader: LogReader, partition: int, overlay: Overlay) -> None:
        self.partition = partition
        self.reached = 0
        """The number of the last record that was decided again."""
        self.appended = 0
        """Records that were laid behind the end so far."""
        self.history = self.altered = Pool(Opening())
        self._overlay, self._seen = overlay, RevisionsSeen()
        self._marks = marks(reader, partition)
        self._next = self._decoded(reader)
        self.waiting: Decoded | None = next(self._next, None)
        """The next transaction; None behind the last one."""

    def step(self, listings: Listings) -> Both:
        """What both sides say of the waiting transaction."""
        cut = self.waiting
        if cut is None:
            raise AssertionError("a step behind the end")
        self.waiting, self.reached = next(self._next, None), cut.number
        altered = list(self._altered(cut, listings))
        if altered != cut.events:
            self.part()
        position = LogPosition(log=POOL_LOG, partition=self.partition, count=cut.number)
        before = evaluated(self.history, cut.events, position)
        said = Both(before, evaluated(self.altered, altered, position) if self.parted else before)
        for event in said.history.proposals:
            self._seen.came_out(event.vacancy_id, event.revision, self.altered)
        for told in said.history.listings:
            listings.told_in_history(cut.number, told)
        for told in said.altered.listings:
            listings.told_now(self.partition, cut.number, told, range(POOLS))
        return said

    @property
    def parted(self) -> bool:
        """Whether anything differs so far; before that both sides are one pool."""
        return self.altered is not self.history

    def part(self) -> None:
        """From here on the two sides go their own ways."""
        if not self.parted:
            self.altered = fork(self.history)

    def finish(self, listings: Listings) -> Both | None:
        """What is left to say when nothing of history is: lists told after the last one there."""
        left = [*self._overlay.memberships.left(), *listings.left(self.partition)]
        if not left or not self._marks:
            return None
        position = LogPosition(log=POOL_LOG, partition=self.partition, count=self.end + len(left))
        self.part()
        return Both(Evaluation(), evaluated(self.altered, map(framed_event, left), position))

    @property
    def end(self) -> int:
        """The number of the last record that was decided."""
        return self._marks[-1].to_count if self._marks else 0

    @property
    def day(self) -> date | None:
        """The last one that history decided on."""
        return self._marks[-1].day if self._marks else None

    def read(self, records: int) -> PoolRead:
        """`records`: all that the log holds."""
        last: PoolEvaluated | None = self._marks[-1] if self._marks else None
        return PoolRead(
            partition=self.partition,
            records=self.end,
            undecided=records - self.end,
            day=self.day,
            rule_set=last.rule_set if last else None,
            decision_versions=tuple(sorted({mark.decision_version for mark in self._marks})),
        )

    def _decoded(self, reader: LogReader) -> Iterator[Decoded]:
        chunks = reader.read(Place(POOL_LOG, self.partition))
        for cut in at_counts(chunks, (mark.to_count for mark in self._marks)):
            values = [record.value or b"" for record in cut.records]
            events = [(decode(value), value) for value in values]
            lists = [event for event, _ in events if isinstance(event, CandidatesListed)]
            yield Decoded(events, cut.end.count, lists)

    def _altered(self, cut: Decoded, listings: Listings) -> Iterator[Framed]:
        for event, framed in cut.events:
            yield from map(framed_event, self._overlay.added.before(event))
            for other in self._instead(event, listings):
                yield (event, framed) if other == event else framed_event(other)
        if self.waiting is None:
            left = chain(self._overlay.memberships.left(), self._overlay.added.left())
            yield from map(framed_event, left)

    def _instead(self, event: Any, listings: Listings) -> Iterator[Event]:
        """What stands where an event of history stood."""
        overlay = self._overlay
        if isinstance(event, MembershipRecorded):
            yield from overlay.memberships.in_place_of(event)
        elif isinstance(event, CandidatesListed):
            yield from listings.in_place_of(pool_of(event), self.partition, event)
        elif event.event_id in overlay.replacing:
            yield overlay.replacing[event.event_id]
        elif isinstance(event, RuleSetPublished) and self._gives_way(event):
            return
        elif isinstance(event, DecisionEvent):
            yield self._seen.translated(event, self.history, self.altered)
        else:
            yield event

    def _gives_way(self, rules: RuleSetPublished) -> bool:
        new = self._overlay.rule_set
        if new is None:
            return False
        same = (rules.rule_set_id, rules.version) == (new.rule_set_id, new.version)
        return same or rules.effective_from >= new.effective_from


def pool_of(listing: CandidatesListed) -> int:
    """The pool that told a list."""
    return partition_of(listing.job_group.encode(), POOLS)


def evaluated(pool: Pool, events: Iterable[Framed], position: LogPosition) -> Evaluation:
    taken = False
    for _, framed in events:
        pool.take(framed)
        taken = True
    return pool.evaluate(position) if taken else Evaluation()


def framed_event(event: Event) -> Framed:
    return event, encode(event)
