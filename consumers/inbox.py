"""An inbox in SQL: a subscriber's own effect and the note that an event is handled, together."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    select,
)

from consumers.delivery import Delivery
from consumers.dialects import create_tables, insert_into
from consumers.errors import InboxForgot
from consumers.projection.columns import Instant

Effect = Callable[[Connection, Delivery], object]
"""What a delivery brings about in the subscriber's database, by the connection given and no other:
it commits together with the note, or not at all."""

NOTES_KEPT = timedelta(hours=1)
"""Younger notes of a partition are never pruned: writers' clocks may differ by less than this."""

METADATA = MetaData()
HANDLED = Table(
    "pathways_inbox",
    METADATA,
    Column("subscriber", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("topic", String, nullable=False),
    Column("topic_partition", Integer, nullable=False),
    Column("written_at", Instant, nullable=False),
)
Index("ix_pathways_inbox_age", *(HANDLED.c[name] for name in ("subscriber", "written_at")))
FORGOTTEN = Table(
    "pathways_inbox_forgotten",
    METADATA,
    Column("subscriber", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("topic_partition", Integer, primary_key=True, autoincrement=False),
    Column("written_until", Instant, nullable=False),
)


def identity(delivery: Delivery) -> str:
    """The same for the same event wherever and however often it is written."""
    if delivery.event is not None:
        return delivery.event.event_id
    # An erasure has no id, but its key and its time stay the same in every copy of the topic. The
    # hash, because the key names a person who is to be forgotten.
    told = f"{delivery.topic}\x1f{delivery.timestamp.isoformat()}\x1f".encode()
    return "erased_" + sha256(told + (delivery.key or b"")).hexdigest()[:32]


class Inbox:
    """What one subscriber has handled, in its own database; makes its tables.

    Members of one group share the name and the database. Raises WrongDatabase for a database that
    is neither SQLite nor PostgreSQL.
    """

    def __init__(self, engine: Engine, subscriber: str) -> None:
        self._engine = engine
        self._subscriber = subscriber
        create_tables(engine, METADATA)

    def handle(self, delivery: Delivery, effect: Effect) -> bool:
        """Runs the effect unless the event was handled before; says whether it ran.

        An effect that raises leaves no note, so that the delivery can come again. Raises
        InboxForgot for an event of a time whose notes were pruned: nothing is done then.
        """
        with self._engine.begin() as connection:
            # The note comes first: a second member with the same event waits here for the commit.
            if not self._note(connection, delivery):
                return False
            self._require_remembered(connection, delivery)
            effect(connection, delivery)
        return True

    def prune(self, before: datetime) -> int:
        """Removes the notes on events written before a time; says how many.

        An event of that time that comes again is then refused by `handle`, never done twice.
        """
        with self._engine.begin() as connection:
            return sum(
                self._prune(connection, topic, partition, min(before, newest - NOTES_KEPT))
                for topic, partition, newest in self._partitions(connection)
            )

    def _note(self, connection: Connection, delivery: Delivery) -> bool:
        note = insert_into(self._engine, HANDLED).values(
            subscriber=self._subscriber,
            event_id=identity(delivery),
            topic=delivery.topic,
            topic_partition=delivery.partition,
            written_at=delivery.timestamp,
        )
        # What the statement gives back and not its count of rows, which drivers may leave open.
        noted = note.on_conflict_do_nothing().returning(HANDLED.c.event_id)
        return connection.execute(noted).first() is not None

    def _require_remembered(self, connection: Connection, delivery: Delivery) -> None:
        query = select(FORGOTTEN.c.written_until).where(
            FORGOTTEN.c.subscriber == self._subscriber,
            FORGOTTEN.c.topic == delivery.topic,
            FORGOTTEN.c.topic_partition == delivery.partition,
        )
        until = connection.execute(query).scalar()
        if until is not None and delivery.timestamp <= until:
            place = delivery.topic, delivery.partition, delivery.offset
            raise InboxForgot(self._subscriber, *place, until)

    def _partitions(self, connection: Connection) -> list[tuple[str, int, datetime]]:
        query = (
            select(HANDLED.c.topic, HANDLED.c.topic_partition, func.max(HANDLED.c.written_at))
            .where(HANDLED.c.subscriber == self._subscriber)
            .group_by(HANDLED.c.topic, HANDLED.c.topic_partition)
        )
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]

    def _prune(self, connection: Connection, topic: str, partition: int, before: datetime) -> int:
        old = (
            HANDLED.c.subscriber == self._subscriber,
            HANDLED.c.topic == topic,
            HANDLED.c.topic_partition == partition,
            HANDLED.c.written_at < before.astimezone(UTC),
        )
        until = connection.execute(select(func.max(HANDLED.c.written_at)).where(*old)).scalar()
        if until is None:
            return 0
        kept = insert_into(self._engine, FORGOTTEN).values(
            subscriber=self._subscriber,
            topic=topic,
            topic_partition=partition,
            written_until=until,
        )
        connection.execute(
            kept.on_conflict_do_update(
                index_elements=list(FORGOTTEN.primary_key.columns),
                set_={"written_until": kept.excluded.written_until},
                where=kept.excluded.written_until > FORGOTTEN.c.written_until,
            )
        )
        return connection.execute(delete(HANDLED).where(*old)).rowcount
