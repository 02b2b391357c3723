"""What rows take from an event by the names of their columns, and where the event stood: pure."""

from typing import Any

from sqlalchemy import Table

from consumers.delivery import Delivery
from consumers.projection.rows import Row
from schemas.events import Event

Told = dict[str, list[Row]]
"""Rows by the name of their table."""


def picked(table: Table, event: Any) -> Row:
    """The columns by the fields of the event; null where its kind has no such field."""
    return {column.name: getattr(event, column.name, None) for column in table.columns}


def published_row(table: Table, event: Event, delivery: Delivery, **more: Any) -> Row:
    """Of an event on a public topic."""
    place = {"topic_partition": delivery.partition, "topic_offset": delivery.offset}
    return picked(table, event) | place | more


def logged_row(table: Table, event: Event, delivery: Delivery) -> Row:
    """Of an event in a log of one partition."""
    place = {"log_offset": delivery.offset, "event_type": type(event).__name__}
    row = picked(table, event) | place
    return row | {"document": event} if "document" in row else row
