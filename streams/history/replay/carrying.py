"""Carries a replay to where it goes, or only counts what would be carried."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.connection import Connection
from streams.history.logs import LogReader, Logs
from streams.history.processes import Tell, in_processes
from streams.history.replay.order import Replay
from streams.history.replay.pace import joined, paced
from streams.history.replay.records import Done, Sink
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally
from streams.history.replay.topic_sink import TopicSink


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics under a prefix as a destination."""

    connection: Connection
    prefix: str
    keeps_times: bool
    """Records get the time of the source's log; live logs take the time of writing."""


@dataclass(frozen=True, slots=True)
class _Load:
    """One stretch, for a process of its own."""

    logs: Logs
    replay: Replay
    part: Stretch
    done: Done


@dataclass(frozen=True, slots=True)
class _Delivery(_Load):
    """The same, and where it goes."""

    to: Topics
    rate: int | None


def counted(
    logs: Logs, replay: Replay, parts: Sequence[Stretch], processes: int, tell: Tell
) -> Tally:
    """Writes nothing."""
    loads = [_Load(logs, replay, part, {}) for part in parts]
    return _together(in_processes(_count, loads, processes, tell))


def into_topics(
    logs: Logs,
    replay: Replay,
    parts: Sequence[Stretch],
    done: Done,
    to: Topics,
    rate: int | None,
    processes: int,
    tell: Tell,
) -> Tally:
    """Each stretch by a writer of its own; under a rate, one after the other."""
    loads = [_Delivery(logs, replay, part, done, to, rate) for part in parts]
    return _together(in_processes(_write, loads, 1 if rate else processes, tell))


def into_sink(
    reader: LogReader,
    replay: Replay,
    parts: list[Stretch],
    done: Done,
    sink: Sink,
    rate: int | None,
    tell: Tell,
) -> Tally:
    """One stretch after the other."""
    tally = Tally()
    groups = replay.groups(reader, parts, done, tell, tally)
    if replay.again:
        groups = joined(groups, rate)
    for group in paced(groups, rate, divisible=not replay.again):
        sink.write(group)
    return tally


def _count(load: _Load, tell: Tell) -> Tally:
    tally = Tally()
    with load.logs.open() as reader:
        for _ in load.replay.groups(reader, [load.part], load.done, tell, tally):
            pass
    return tally


def _write(load: _Delivery, tell: Tell) -> Tally:
    to, source = load.to, load.part.place
    with (
        load.logs.open() as reader,
        TopicSink(
            to.connection, to.prefix, load.replay.digest, source, keeps_times=to.keeps_times
        ) as sink,
    ):
        return into_sink(reader, load.replay, [load.part], load.done, sink, load.rate, tell)


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.take_over(tally)
    return whole
