"""One sender's hold on its database: whoever takes it over stops the one before."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, Engine, delete, select, update

from consumers.dialects import create_tables, insert_into
from consumers.errors import SenderReplaced
from consumers.webhooks.tables import DELIVERIES, DISABLED, METADATA, POSITIONS, SENDER

Place = tuple[str, int]
"""A partition: the topic's full name and its number."""
Row = Mapping[str, Any]

PENDING_MAX = 2_000
"""For an endpoint that lets so many wait, no more are noted: the rest waits in Kafka."""


class Ledger:
    """Positions and webhooks, written together; made by `take_over`."""

    def __init__(self, engine: Engine, number: int, pending_max: int) -> None:
        self.engine = engine
        self.number = number
        self._pending_max = pending_max

    @classmethod
    def take_over(cls, engine: Engine, *, pending_max: int = PENDING_MAX) -> Self:
        """Makes the tables if need be; raises WrongDatabase for another kind of database."""
        create_tables(engine, METADATA)
        with engine.begin() as connection:
            first = insert_into(engine, SENDER).values(one=1, number=0)
            connection.execute(first.on_conflict_do_nothing())
            connection.execute(update(SENDER).values(number=SENDER.c.number + 1))
            number: int = connection.execute(select(SENDER.c.number)).scalar_one()
        return cls(engine, number, pending_max)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Nobody takes over before it ends; raises SenderReplaced where somebody has."""
        with self.engine.begin() as connection:
            query = select(SENDER.c.number).with_for_update()
            if connection.execute(query).scalar_one() != self.number:
                raise SenderReplaced(self.number)
            yield connection

    def positions(self, endpoint: str) -> dict[Place, tuple[str, int]]:
        """The topic's id and the next offset of each partition that was read for an endpoint."""
        with self.transaction() as connection:
            rows = connection.execute(select(POSITIONS).where(POSITIONS.c.endpoint == endpoint))
            return {
                (row.topic, row.topic_partition): (row.topic_id, row.next_offset) for row in rows
            }

    def reading(self, endpoints: Sequence[str]) -> frozenset[str]:
        """Those that webhooks can be noted for: neither disabled nor too far behind."""
        with self.transaction() as connection:
            disabled = set(connection.execute(select(DISABLED.c.endpoint)).scalars())
            return frozenset(
                name
                for name in endpoints
                if name not in disabled and not self._is_full(connection, name)
            )

    def note(self, webhooks: Sequence[Row], positions: Sequence[Row]) -> None:
        """A webhook that is there already stays as it is, whatever became of it."""
        with self.transaction() as connection:
            if webhooks:
                statement = insert_into(self.engine, DELIVERIES).on_conflict_do_nothing()
                connection.execute(statement, webhooks)
            if positions:
                moved = insert_into(self.engine, POSITIONS)
                given = moved.excluded
                connection.execute(
                    moved.on_conflict_do_update(
                        index_elements=list(POSITIONS.primary_key.columns),
                        set_={"topic_id": given.topic_id, "next_offset": given.next_offset},
                    ),
                    positions,
                )

    def prune(self, before: datetime) -> int:
        """Forgets what was delivered before a time."""
        with self.transaction() as connection:
            old = DELIVERIES.c.state == "DELIVERED", DELIVERIES.c.last_attempt_at < before
            return connection.execute(delete(DELIVERIES).where(*old)).rowcount

    def _is_full(self, connection: Connection, endpoint: str) -> bool:
        waiting = select(DELIVERIES.c.webhook_id).where(
            DELIVERIES.c.endpoint == endpoint, DELIVERIES.c.state == "PENDING"
        )
        last = waiting.offset(self._pending_max - 1).limit(1)
        return connection.execute(last).first() is not None
