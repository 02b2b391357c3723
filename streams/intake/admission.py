"""What makes a record of an upstream's topic a fact: framing, schema, topic, shape and dates."""

from collections.abc import Mapping
from typing import Any

from schemas import codec
from schemas.errors import Undecodable, UnknownFraming, UnknownSchema
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.framing import SchemaIds, to_single_object
from schemas.shape import problems
from schemas.topics import RECORD_BYTES_MAX
from streams.intake.dates import ahead_of_record
from streams.intake.refusal import Refused

Admitted = tuple[Any, bytes, EventRow]
"""The event, its value in single-object framing with the body untouched, and its row."""


class Admission:
    """Looks at the records of one upstream topic."""

    def __init__(self, topic: str, ids: SchemaIds) -> None:
        """`topic` is the name without the prefix; `ids` resolves ids of the Confluent framing."""
        self._topic = topic
        self._ids = ids
        self._rows: Mapping[type[Any], EventRow] = {
            row.event: row
            for row in EVENT_TABLE.values()
            if row.topic == topic and row.routes and row.status == "frozen"
        }

    def admit(self, value: bytes | None, timestamp_ms: int) -> Admitted:
        """Raises Refused, or RegistryUnavailable where the record may be good."""
        if value is None:
            raise Refused("NO_VALUE", "the record has no value")
        if len(value) > RECORD_BYTES_MAX:
            raise Refused(
                "TOO_LARGE",
                f"the value has {len(value)} bytes, the most is {RECORD_BYTES_MAX}",
                codec.name_of(value),
            )
        framed, event = self._read(value)
        row = self._rows.get(type(event))
        if row is None:
            raise self._out_of_place(type(event).__name__, framed)
        if found := problems(event):
            detail = "; ".join(map(str, found))
            raise Refused(found[0].kind, detail, row.name, event.event_id)
        if (ahead := ahead_of_record(event, timestamp_ms)) is not None:
            raise Refused("FAR_FUTURE", ahead, row.name, event.event_id)
        return event, framed, row

    def _read(self, value: bytes) -> tuple[bytes, Any]:
        framed = value
        try:
            framed = to_single_object(value, self._ids)
            return framed, codec.decode(framed)
        except UnknownFraming as error:
            raise Refused("UNKNOWN_FRAMING", str(error)) from error
        except UnknownSchema as error:
            raise Refused("UNKNOWN_SCHEMA", str(error)) from error
        except Undecodable as error:
            raise Refused("UNDECODABLE", str(error), codec.name_of(framed)) from error

    def _out_of_place(self, name: str, framed: bytes) -> Refused:
        row = EVENT_TABLE[name]
        if row.status == "draft":
            # Its schema may still change: what it wrote into a log for ever could not be read.
            return Refused("UNKNOWN_SCHEMA", f"{name} is a draft that is not in use yet", name)
        where = f"belongs to {row.topic}" if row.routes else "is written by Pathways alone"
        return Refused("WRONG_TOPIC", f"{name} {where}, not to {self._topic}", name)
