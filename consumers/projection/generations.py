"""Generations of the content: physical tables with a number, and views under the plain names.

Readers only ever name the views. Rows are written to one generation's tables; to switch over is to
point the views at those of another one, in one transaction.
"""

import logging
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Row,
    Table,
    delete,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql import quoted_name

from consumers.projection.tables import (
    CONTENT,
    GENERATIONS,
    MODEL_VERSION,
    SOURCE_POSITIONS,
)

log = logging.getLogger(__name__)

Place = tuple[str, int]
"""A partition: the topic's full name and its number."""

_LOCKS_HELD = {"55P03", "40P01"}
"""PostgreSQL's codes for a lock that did not come in time, and for a deadlock."""


@cache
def content_of(generation: int) -> Mapping[str, Table]:
    """The physical tables of a generation, by the names under which they are read."""
    metadata = MetaData()
    tables = {}
    for table in CONTENT:
        copied = table.to_metadata(metadata, name=f"{table.name}_g{generation}")
        for index in copied.indexes:
            index.name = quoted_name(f"{index.name}_g{generation}", quote=None)
        tables[table.name] = copied
    return MappingProxyType(tables)


def add_generation(connection: Connection, prefix: str, state: str) -> int:
    """Empty tables with the next number, which no writer has taken yet."""
    last = connection.execute(select(func.max(GENERATIONS.c.generation))).scalar()
    generation = (last or 0) + 1
    for table in content_of(generation).values():
        table.create(connection)
    connection.execute(
        insert(GENERATIONS).values(
            generation=generation,
            state=state,
            model_version=MODEL_VERSION,
            prefix=prefix,
            writer=0,
            transactions=0,
        )
    )
    return generation


def current_generation(connection: Connection) -> Row[tuple[object, ...]] | None:
    """The one that is read; its row stays locked until the transaction ends."""
    query = select(GENERATIONS).where(GENERATIONS.c.state == "CURRENT").with_for_update()
    return connection.execute(query).one_or_none()


def next_writer(connection: Connection, generation: int) -> int:
    """Takes the next writer's number: whoever wrote before fails at its next write."""
    mine = GENERATIONS.c.generation == generation
    connection.execute(update(GENERATIONS).where(mine).values(writer=GENERATIONS.c.writer + 1))
    writer: int = connection.execute(select(GENERATIONS.c.writer).where(mine)).scalar_one()
    return writer


def positions_of(connection: Connection, generation: int) -> dict[Place, tuple[str, int]]:
    """The id of the topic and the next offset of each partition that has been read."""
    rows = connection.execute(
        select(SOURCE_POSITIONS).where(SOURCE_POSITIONS.c.generation == generation)
    )
    return {(row.topic, row.topic_partition): (row.topic_id, row.next_offset) for row in rows}


def mark(connection: Connection, generation: int, state: str) -> None:
    mine = GENERATIONS.c.generation == generation
    connection.execute(update(GENERATIONS).where(mine).values(state=state))


def drop_generations(connection: Connection, *states: str, before: int) -> None:
    """Their tables, positions and rows; a writer of one of them fails at its next write.

    `before`: a generation that stays, so that no number is ever given twice.
    """
    # Locked, so that of two who drop the same one waits and then finds nothing to do.
    chosen = GENERATIONS.c.state.in_(states), GENERATIONS.c.generation < before
    query = select(GENERATIONS.c.generation).where(*chosen).with_for_update()
    for generation in list(connection.execute(query).scalars()):
        for name in inspect(connection).get_table_names():
            # By their names: a generation of an older release has other tables.
            if name.endswith(f"_g{generation}"):
                connection.execute(text(f"DROP TABLE {name}"))
        for table in (SOURCE_POSITIONS, GENERATIONS):
            connection.execute(delete(table).where(table.c.generation == generation))


def drop_obsolete(engine: Engine, current: int) -> None:
    """What nobody reads any more; what a long query still reads is left for the next start."""
    try:
        with engine.begin() as connection:
            give_way(connection)
            drop_generations(connection, "OBSOLETE", before=current)
    except OperationalError as error:
        if not held_by_readers(error):
            raise
        log.info("The tables of before are still read: the next start drops them.")


def give_way(connection: Connection) -> None:
    """Fails soon where readers hold what is to be changed, before they have to wait for us."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = '500ms'"))


def held_by_readers(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _LOCKS_HELD
