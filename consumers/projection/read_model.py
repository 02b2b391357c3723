"""One writer's hold on a generation: rows and their source positions in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError

from consumers.errors import Superseded, WrongDatabase
from consumers.projection.changes import Changes
from consumers.projection.generations import (
    Place,
    add_generation,
    current_generation,
    drop_generations,
    drop_obsolete,
    give_way,
    mark,
    next_writer,
    positions_of,
)
from consumers.projection.installation import REBUILD, install
from consumers.projection.rows import Row
from consumers.projection.statements import Statements, statements
from consumers.projection.tables import MODEL_VERSION
from consumers.projection.views import drop_all_views, install_views, point_views
from consumers.projection.writing import without_nul

_ERASED = ("b_candidate_id", "b_job_group", "b_grade")


class ReadModel:
    """Made by `take_over` or `build`; good until somebody else takes over."""

    def __init__(
        self,
        engine: Engine,
        generation: int,
        writer: int,
        topic_ids: Mapping[str, str],
        positions: dict[Place, int],
    ) -> None:
        self.generation = generation
        self.writer = writer
        self.positions = positions
        """The next offset to read of each partition that has been read before."""
        self._engine = engine
        self._topic_ids = topic_ids
        self._statements: Statements = statements(engine.dialect, generation)

    @classmethod
    def take_over(cls, engine: Engine, prefix: str, topic_ids: Mapping[str, str]) -> Self:
        """Becomes the one writer of what is read; whoever wrote before fails at its next write.

        `topic_ids`: Kafka's id of each topic that is read. Raises WrongDatabase where the tables
        were made from topics of another prefix or id, or by another version of the model.
        """
        install(engine, prefix)
        with engine.begin() as connection:
            current = current_generation(connection)
            if current is None:
                raise WrongDatabase(f"The database has no generation that is read. {REBUILD}")
            if current.model_version != MODEL_VERSION:
                raise WrongDatabase(
                    f"The database holds version {current.model_version} of the read model, "
                    f"this program writes version {MODEL_VERSION}. {REBUILD}"
                )
            if current.prefix != prefix:
                raise WrongDatabase(
                    f"The database holds what stands in the topics {current.prefix}*, not in "
                    f"{prefix}*. Give another database. If it is to hold those instead: {REBUILD}"
                )
            writer = next_writer(connection, current.generation)
            positions = _known(connection, current.generation, topic_ids)
        drop_obsolete(engine, current.generation)
        return cls(engine, current.generation, writer, topic_ids, positions)

    @classmethod
    def build(cls, engine: Engine, prefix: str, topic_ids: Mapping[str, str]) -> Self:
        """A new, empty generation that nobody reads yet; one that was being built is given up."""
        install(engine, prefix)
        with engine.begin() as connection:
            # Whoever builds at the same time waits here, and gives this one up.
            current_generation(connection)
            generation = add_generation(connection, prefix, "BUILDING")
            drop_generations(connection, "BUILDING", "OBSOLETE", before=generation)
            writer = next_writer(connection, generation)
        return cls(engine, generation, writer, topic_ids, {})

    def apply(self, changes: Changes, positions: Mapping[Place, int]) -> None:
        """Writes all of it or nothing; raises Superseded if another writer has taken over."""
        erased = [dict(zip(_ERASED, key, strict=True)) for key in changes.erased]
        rows = changes.by_table()
        try:
            self._write(erased, rows, positions)
        except DataError as error:
            if "NUL" not in str(error.orig):
                raise
            # One text that somebody upstream wrote must not stop all the others.
            told = {name: without_nul(written) for name, written in rows.items()}
            self._write(without_nul(erased), told, positions)
        self.positions.update(positions)

    def _write(
        self,
        erased: Sequence[Row],
        rows: Mapping[str, Sequence[Row]],
        positions: Mapping[Place, int],
    ) -> None:
        sql = self._statements
        with self._engine.begin() as connection:
            self._claim(connection)
            for statement in sql.erase if erased else ():
                connection.execute(statement, erased)
            for name, written in rows.items():
                if written:
                    sql.content[name].write(connection, written)
            connection.execute(sql.positions, self._rows_of(positions))

    def _rows_of(self, positions: Mapping[Place, int]) -> list[Row]:
        return [
            {
                "generation": self.generation,
                "topic": topic,
                "topic_partition": partition,
                "topic_id": self._topic_ids[topic],
                "next_offset": offset,
            }
            for (topic, partition), offset in positions.items()
        ]

    def switch(self, reached: Mapping[Place, int]) -> Mapping[Place, int]:
        """Lets readers read this generation, if it is as far as the one that they read.

        `reached`: up to where each partition has been read, records that are gone included.
        Otherwise it gives the positions that are to be reached first; the writer of the generation
        that is read is superseded either way, so that those stand still. Raises Superseded, and
        OperationalError where long queries of readers are in the way: try again then.
        """
        with self._engine.begin() as connection:
            give_way(connection)
            current = current_generation(connection)
            self._claim(connection)
            if current is None or current.generation == self.generation:
                return {}
            if missing := self._behind(connection, current.generation, reached):
                next_writer(connection, current.generation)
                return missing
            if current.model_version != MODEL_VERSION:
                drop_all_views(connection)
            point_views(connection, self.generation)
            install_views(connection)
            next_writer(connection, current.generation)
            mark(connection, current.generation, "OBSOLETE")
            mark(connection, self.generation, "CURRENT")
        return {}

    def _behind(
        self, connection: Connection, generation: int, reached: Mapping[Place, int]
    ) -> dict[Place, int]:
        """Of logs that are gone, or of another prefix, there is nothing to wait for."""
        return {
            place: offset
            for place, (topic_id, offset) in positions_of(connection, generation).items()
            if self._topic_ids.get(place[0]) == topic_id and reached.get(place, 0) < offset
        }

    def _claim(self, connection: Connection) -> None:
        if connection.execute(self._statements.claim, {"mine": self.writer}).rowcount != 1:
            raise Superseded(self.writer)


def _known(
    connection: Connection, generation: int, topic_ids: Mapping[str, str]
) -> dict[Place, int]:
    positions = positions_of(connection, generation)
    for (topic, _), (topic_id, _) in positions.items():
        if topic_ids.get(topic) != topic_id:
            raise WrongDatabase(
                f"The database holds what stood in a topic {topic} that is gone: "
                f"the one of that name is another. {REBUILD}"
            )
    return {place: offset for place, (_, offset) in positions.items()}
