"""One writer's hold on the read model: rows and their source positions in one transaction."""

from collections.abc import Mapping
from typing import Self

from sqlalchemy import Connection, Engine, insert, select, update

from consumers.errors import Superseded, WrongDatabase
from consumers.projection.changes import Changes
from consumers.projection.statements import Statements, statements
from consumers.projection.tables import METADATA, MODEL_VERSION, PROJECTION, SOURCE_POSITIONS

Place = tuple[str, int]
"""A partition: the topic's full name and its number."""

_REBUILD = "Give another database, or remove this one: it is rebuilt from the logs."


class ReadModel:
    """Made by `take_over`; good until somebody else takes over."""

    def __init__(
        self, engine: Engine, writer: int, topic_ids: Mapping[str, str], positions: dict[Place, int]
    ) -> None:
        self.writer = writer
        self.positions = positions
        """The next offset to read of each partition that has been read before."""
        self._engine = engine
        self._topic_ids = topic_ids
        self._statements: Statements = statements(engine.dialect.name)

    @classmethod
    def take_over(cls, engine: Engine, prefix: str, topic_ids: Mapping[str, str]) -> Self:
        """Becomes the one writer; whoever wrote before fails at its next write.

        `topic_ids`: Kafka's id of each topic that is read. Raises WrongDatabase where the tables
        were made from topics of another prefix or id, or by another version of the model.
        """
        with engine.begin() as connection:
            METADATA.create_all(connection)
            writer = _next_writer(connection, prefix)
            positions = _positions(connection, topic_ids)
        return cls(engine, writer, topic_ids, positions)

    def apply(self, changes: Changes, positions: Mapping[Place, int]) -> None:
        """Writes all of it or nothing; raises Superseded if another writer has taken over."""
        sql = self._statements
        with self._engine.begin() as connection:
            if connection.execute(sql.claim, {"mine": self.writer}).rowcount != 1:
                raise Superseded(self.writer)
            _write(connection, sql, changes)
            connection.execute(
                sql.positions,
                [
                    {
                        "topic": topic,
                        "topic_partition": partition,
                        "topic_id": self._topic_ids[topic],
                        "next_offset": offset,
                    }
                    for (topic, partition), offset in positions.items()
                ],
            )
        self.positions.update(positions)


def _write(connection: Connection, sql: Statements, changes: Changes) -> None:
    names = ("b_candidate_id", "b_job_group", "b_grade")
    for statement, rows in (
        (sql.erase, [dict(zip(names, key, strict=True)) for key in changes.erased]),
        (sql.roster, list(changes.roster.values())),
        (sql.proposals, list(changes.proposals.values())),
        (sql.revisions, changes.revisions),
        (sql.entries, changes.entries),
        (sql.rejected, changes.rejected),
    ):
        if rows:
            connection.execute(statement, rows)


def _next_writer(connection: Connection, prefix: str) -> int:
    row = connection.execute(select(PROJECTION).with_for_update()).one_or_none()
    if row is None:
        first = {"id": 1, "model_version": MODEL_VERSION, "prefix": prefix, "writer": 1}
        connection.execute(insert(PROJECTION), [first | {"transactions": 0}])
        return 1
    if row.model_version != MODEL_VERSION:
        raise WrongDatabase(
            f"The database holds version {row.model_version} of the read model, "
            f"this program writes version {MODEL_VERSION}. {_REBUILD}"
        )
    if row.prefix != prefix:
        raise WrongDatabase(
            f"The database holds what stands in the topics {row.prefix}*, not in {prefix}*. "
            f"{_REBUILD}"
        )
    writer: int = row.writer + 1
    connection.execute(update(PROJECTION).values(writer=writer))
    return writer


def _positions(connection: Connection, topic_ids: Mapping[str, str]) -> dict[Place, int]:
    positions = {}
    for row in connection.execute(select(SOURCE_POSITIONS)):
        if topic_ids.get(row.topic) != row.topic_id:
            raise WrongDatabase(
                f"The database holds what stood in a topic {row.topic} that is gone: "
                f"the one of that name is another. {_REBUILD}"
            )
        positions[row.topic, row.topic_partition] = row.next_offset
    return positions
