"""Batches on their way from a partition to its unit, each chained to the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from streams.engine.stage import Partition, Record

NOWHERE = -1


class Lane:
    """What is under way on one partition since a seek.

    The consumer's thread writes `end` and `fetched`, the main thread writes `finished`: each
    field has one writer, so no lock is needed.
    """

    __slots__ = ("assignment", "batches_max", "end", "fetched", "finished", "partition")

    def __init__(
        self, partition: Partition, start: int, assignment: object, batches_max: int
    ) -> None:
        self.partition = partition
        self.batches_max = batches_max
        """How many batches may be under way."""
        self.assignment = assignment
        """The group assignment in which the seek was made; in a later one it means nothing."""
        self.end = start
        self.fetched = 0
        self.finished = 0

    @property
    def under_way(self) -> int:
        return self.fetched - self.finished

    @property
    def has_room(self) -> bool:
        return self.under_way < self.batches_max

    def finish(self) -> bool:
        """Count a batch as finished; whether the lane may have been full until now.

        The answer comes after the count: a batch that is fetched meanwhile either shows in it, or
        was fetched by someone who will see the count.
        """
        self.finished += 1
        return self.under_way >= self.batches_max - 1

    def take(self, records: Sequence[Record]) -> "Batch":
        """Chain fetched records to what was fetched before."""
        batch = Batch(self, self.end, records)
        self.end = records[-1].offset + 1
        self.fetched += 1
        return batch

    def gap(self) -> "Batch":
        """Something was lost; a batch that follows nothing makes the unit seek."""
        self.fetched += 1
        return Batch(self, NOWHERE, ())

    def out_of_range(self, offset: int) -> "Batch":
        self.fetched += 1
        return Batch(self, offset, (), out_of_range=True)


class ReadTo(NamedTuple):
    """How far a partition has been read."""

    handed_out: int
    """After the last record that was given towards the unit."""
    looked_at: int
    """After the last thing that was read at all: a log may end in transaction markers."""

    def lag(self, position: int, end: int) -> int:
        """Offsets up to `end` that the unit at `position` has yet to read; 0 if only markers."""
        caught_up = position == self.handed_out and self.looked_at >= end
        return 0 if caught_up else max(0, end - position)


@dataclass(frozen=True, slots=True)
class Batch:
    """All records of one partition from one fetch."""

    lane: Lane
    start: int
    """Where the batch before it ended, or where the unit asked to start. Never inferred from
    the offsets in it: transaction markers leave holes."""
    records: Sequence[Record]
    out_of_range: bool = False
    """The broker has no such offset: the log was cut, or made anew."""

    @property
    def partition(self) -> Partition:
        return self.lane.partition

    def follows(self, offset: int) -> bool:
        """Whether nothing was lost between what was read up to `offset` and this batch."""
        return self.start == offset and not self.out_of_range
