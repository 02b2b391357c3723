"""Events put straight into a read model, and what then stands in its tables."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine, Table, select, text

from consumers.delivery import Delivery
from consumers.projection.changes import changes
from consumers.projection.read_model import ReadModel
from consumers.projection.tables import CONTENT
from schemas.events import Event

PREFIX = "p."
TOPIC_IDS = {"p.roster": "id-1"}
AT = {("p.roster", 0): 1}
_OFFSETS = count()


def delivered(event: Event | None, topic: str = "roster", key: bytes = b"k") -> Delivery:
    return Delivery(event, topic, 0, next(_OFFSETS), key, datetime(2026, 3, 14, tzinfo=UTC))


def save(model: ReadModel, *events: Event) -> None:
    model.apply(changes(map(delivered, events)), AT)


def rows(engine: Engine, table: Table) -> list[Any]:
    with engine.connect() as asked:
        return list(asked.execute(select(table)))


def asked(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query as a reader writes it."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def content(engine: Engine) -> dict[str, list[str]]:
    """Everything that is a function of the logs, in an order of its own."""
    return {table.name: sorted(map(str, rows(engine, table))) for table in CONTENT}
