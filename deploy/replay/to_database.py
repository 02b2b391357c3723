"""The read model's tables as a destination: a database that only this replay has written to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Engine, inspect, make_url

from consumers.delivery import Delivery
from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.generations import current_generation
from consumers.projection.read_model import ReadModel
from consumers.projection.sources import WHOLE
from consumers.projection.tables import CONTENT, CONTROL, GENERATIONS
from schemas.codec import decode
from streams.history.logs import LogReader, Logs, Place
from streams.history.processes import Tell
from streams.history.replay.carrying import into_sink
from streams.history.replay.errors import NotReplayed, OtherReplay, Taken
from streams.history.replay.lines import moment
from streams.history.replay.order import Replay
from streams.history.replay.records import Done, Group, Point, Replayed
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally

_ALL = 1 << 60
"""Beyond any number of records that one is made into."""


def require_tables(topics: Sequence[str]) -> None:
    """Raises NotReplayed for topics that the read model has no tables for."""
    if others := [topic for topic in topics if topic not in WHOLE]:
        raise NotReplayed(
            f"the database's tables are for {', '.join(WHOLE)}, not for {', '.join(others)}: "
            "replay those to a .jsonl or .avro file, which databases load"
        )


def require_fresh(engine: Engine, *, resume: bool) -> None:
    """Raises Taken where a table of ours is there already."""
    there = _ours(engine)
    if there and not resume:
        raise Taken(
            f"the database has a table {there[0]} already: give another one, or go on with what "
            "was interrupted by --resume"
        )


class DatabaseSink:
    """A Sink: rows and how far they go in one transaction, as the live projection writes them."""

    def __init__(self, engine: Engine, replay: Replay, parts: Sequence[Stretch]) -> None:
        """Raises OtherReplay where the tables hold something else."""
        # No projection of live topics takes a database over that names other ones.
        owner = f"replay {replay.digest} of {replay.source}"
        _require_owner(engine, owner)
        sources = {part.place.topic: owner for part in parts}
        self._model = ReadModel.take_over(engine, owner, sources)
        self.done: Done = {
            Place(topic, partition): Point(offset - 1, _ALL)
            for (topic, partition), offset in self._model.positions.items()
        }

    def write(self, group: Group) -> None:
        reached = {(*one.source,): one.offset + 1 for one in group}
        self._model.apply(changes(_delivery(one) for one in group), reached)

    def finish(self) -> None:
        """Each group was committed when it was written."""


def _require_owner(engine: Engine, owner: str) -> None:
    """Looked at before anything is installed: a live database is not even migrated."""
    if not _ours(engine):
        return
    found = None
    if inspect(engine).has_table(GENERATIONS.name):
        with engine.begin() as connection:
            found = current_generation(connection)
    if found is None or found.prefix != owner:
        raise OtherReplay("the database")


def _ours(engine: Engine) -> list[str]:
    """The tables and views of the read model that are there, of any of its layouts."""
    found = inspect(engine)
    names = {*CONTROL.tables, *(table.name for table in CONTENT), "projection"}
    return sorted(names & {*found.get_table_names(), *found.get_view_names()})


class DatabaseRoute:
    def __init__(self, url: str, order: Replay, *, resume: bool) -> None:
        self._url, self._order, self._resume = url, order, resume

    def __str__(self) -> str:
        return make_url(self._url).render_as_string()

    def check(self, reader: LogReader, *, append: bool) -> None:
        if append:
            raise NotReplayed("--append is for topics: a database is filled once, as a whole")
        require_tables(self._order.topics)
        with closing_engine(self._url) as engine:
            require_fresh(engine, resume=self._resume)

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        with logs.open() as reader, closing_engine(self._url) as engine:
            sink = DatabaseSink(engine, self._order, parts)
            return into_sink(reader, self._order, parts, sink.done, sink, rate, tell)


@contextmanager
def closing_engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _delivery(one: Replayed) -> Delivery:
    return Delivery(
        event=None if one.value is None else decode(one.value),
        topic=one.place.topic,
        partition=one.place.partition,
        offset=one.offset,
        key=one.key,
        timestamp=moment(one.timestamp),
    )
