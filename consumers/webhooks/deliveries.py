"""Webhooks of one endpoint as its courier takes them: what is due, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from consumers.dialects import insert_into
from consumers.webhooks.ledger import Ledger
from consumers.webhooks.tables import DELIVERIES, DISABLED


@dataclass(frozen=True, slots=True)
class Due:
    """A webhook to be sent now."""

    webhook_id: str
    type: str
    body: str
    attempts: int
    """Made before this one."""


class Deliveries:
    """What waits for one endpoint."""

    def __init__(self, ledger: Ledger, endpoint: str) -> None:
        self._ledger = ledger
        self._endpoint = endpoint
        self._of_endpoint = DELIVERIES.c.endpoint == endpoint

    def due(self, now: datetime) -> Due | None:
        """The one that is due for longest, of several the first in the log; None while disabled."""
        disabled = select(DISABLED.c.endpoint).where(DISABLED.c.endpoint == self._endpoint)
        query = (
            select(*(DELIVERIES.c[name] for name in ("webhook_id", "type", "body", "attempts")))
            .where(
                self._of_endpoint,
                DELIVERIES.c.state == "PENDING",
                DELIVERIES.c.next_attempt_at <= now,
                ~disabled.exists(),
            )
            .order_by(
                DELIVERIES.c.next_attempt_at,
                DELIVERIES.c.topic,
                DELIVERIES.c.topic_partition,
                DELIVERIES.c.log_offset,
            )
            .limit(1)
        )
        with self._ledger.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Due(*row)

    def delivered(self, one: Due, at: datetime, status: int) -> None:
        self._settle(
            one, at, {"state": "DELIVERED", "last_status": status, "last_error": None, "body": None}
        )

    def failed(
        self, one: Due, at: datetime, status: int | None, error: str, again: datetime | None
    ) -> None:
        """`again`: when it is tried next; None: never by itself, it is dead."""
        state = "PENDING" if again else "DEAD"
        told = {"state": state, "last_status": status, "last_error": error}
        self._settle(one, at, {**told, "next_attempt_at": again or at})

    def gone(self, one: Due, at: datetime, status: int, error: str) -> None:
        """The endpoint wants no more: what waits for it goes on waiting."""
        told = {"last_status": status, "last_error": error, "next_attempt_at": at}
        note = insert_into(self._ledger.engine, DISABLED).values(
            endpoint=self._endpoint, since=at, reason=error
        )
        self._settle(one, at, told, note.on_conflict_do_nothing())

    def _settle(self, one: Due, at: datetime, values: dict[str, Any], *further: Any) -> None:
        # Only where it still waits: an operator may have retried it meanwhile.
        statement = (
            update(DELIVERIES)
            .where(self._of_endpoint, DELIVERIES.c.webhook_id == one.webhook_id)
            .where(DELIVERIES.c.state == "PENDING")
            .values(attempts=one.attempts + 1, last_attempt_at=at, **values)
        )
        with self._ledger.transaction() as connection:
            connection.execute(statement)
            for change in further:
                connection.execute(change)
