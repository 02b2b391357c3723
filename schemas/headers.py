"""Kafka headers of what Pathways writes: where a record came from, and CloudEvents attributes."""

from schemas.events import Event

ORIGIN = "pathways-origin"
"""`topic/partition/offset` of the record that this one was made from, the topic without prefix."""

Headers = list[tuple[str, bytes]]


def origin(topic: str, partition: int, offset: int) -> tuple[str, bytes]:
    """The header that names the one record this output comes from."""
    return ORIGIN, f"{topic}/{partition}/{offset}".encode()


def cloud_event(event: Event) -> Headers:
    """CloudEvents 1.0 attributes in the Kafka binary binding, for tools; never required."""
    return [
        ("ce_specversion", b"1.0"),
        ("ce_id", event.event_id.encode()),
        ("ce_type", f"pathways.{type(event).__name__}".encode()),
        ("ce_source", event.source.encode()),
        ("ce_time", event.recorded_at.isoformat().encode()),
        ("content-type", b"application/avro"),
    ]
