"""Publishes a vacancy and prints the proposal for it, with nothing of Pathways but `.avsc` files.

    python outside_client.py HOST:PORT PREFIX DIRECTORY JOB_GROUP GRADE COUNTRY CITY_CODE

DIRECTORY holds the schemas. It needs confluent-kafka and fastavro.
"""

import io
import json
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from fastavro import parse_schema, schemaless_reader, schemaless_writer
from fastavro.schema import fingerprint, to_parsing_canonical_form

MARKER = b"\xc3\x01"
PATIENCE_S = 60.0


class Schemas:
    """Values in single-object encoding: the marker, the schema's fingerprint, the body."""

    def __init__(self, directory: Path) -> None:
        texts = [json.loads(path.read_text()) for path in sorted(directory.glob("*.avsc"))]
        self._parsed = {_fingerprint(text): parse_schema(text, {}) for text in texts}
        self._fingerprints = {text["name"]: _fingerprint(text) for text in texts}

    def encode(self, name: str, fields: dict[str, Any]) -> bytes:
        body = io.BytesIO()
        mark = self._fingerprints[name]
        schemaless_writer(body, self._parsed[mark], fields)
        return MARKER + mark + body.getvalue()

    def decode(self, value: bytes) -> tuple[str, dict[str, Any]]:
        """The record's name and its fields."""
        schema = self._parsed[value[2:10]]
        fields: Any = schemaless_reader(io.BytesIO(value[10:]), schema, None)
        return schema["name"].rpartition(".")[2], fields


def _fingerprint(schema: Any) -> bytes:
    return bytes.fromhex(fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


def vacancy(job_group: str, grade: str, country: str, city_code: str) -> dict[str, Any]:
    """A post that fell vacant today, outside the rotation exercise."""
    now = datetime.now(UTC)  # noqa: TID251 - a system of its own has its own clock
    number = uuid.uuid4().hex[:12]  # noqa: TID251 - and its own ids
    return {
        "event_id": f"outside-{number}",
        "occurred_at": now,
        "recorded_at": now,
        "source": "outside.client",
        "vacancy_id": f"v-{number}",
        "job_group": job_group,
        "grade": grade,
        "post_id": f"post-{number}",
        "title": f"{job_group} at {country}/{city_code}",
        "duty_station": {"country": country, "city_code": city_code},
        "reason": "EMERGENCY",
        "rotational": False,
        "opened_on": now.date(),
        "start_by": now.date() + timedelta(days=60),
        "min_rating": "TIER_2",
        "urgent": True,
        "hard_to_fill": False,
    }


def publish(address: str, topic: str, key: str, value: bytes) -> None:
    """Returns when every in-sync copy has the record."""
    failures: list[Any] = []
    producer = Producer({"bootstrap.servers": address, "acks": "all"})
    producer.produce(topic, value, key, on_delivery=lambda error, _: failures.append(error))
    if producer.flush(PATIENCE_S) or failures[0] is not None:
        raise SystemExit(f"not published: {failures or 'Kafka did not answer'}")


def from_the_end(address: str, topic: str) -> Consumer:
    """A consumer that is placed at the end of each partition before anything is published."""
    consumer = Consumer(
        {
            "bootstrap.servers": address,
            "group.id": "outside-client",
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
        }
    )
    partitions = consumer.list_topics(topic, PATIENCE_S).topics[topic].partitions
    if not partitions:
        raise SystemExit(f"there is no topic {topic} at {address}")
    ends = {
        number: consumer.get_watermark_offsets(TopicPartition(topic, number), PATIENCE_S)[1]
        for number in partitions
    }
    consumer.assign([TopicPartition(topic, number, end) for number, end in ends.items()])
    return consumer


def proposal_for(consumer: Consumer, schemas: Schemas, vacancy_id: str) -> dict[str, Any]:
    """The first thing that is said about the vacancy."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        message = consumer.poll(0.1)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        if message.key() == vacancy_id.encode() and message.value() is not None:
            kind, fields = schemas.decode(message.value())
            return {"type": kind} | fields
    raise SystemExit(f"no proposal for {vacancy_id} within {PATIENCE_S:.0f} s")


def main(address: str, prefix: str, directory: str, *place: str) -> None:
    schemas = Schemas(Path(directory))
    opened = vacancy(*place)
    consumer = from_the_end(address, f"{prefix}proposals")
    value = schemas.encode("VacancyOpened", opened)
    publish(address, f"{prefix}vacancies", opened["vacancy_id"], value)
    proposal = proposal_for(consumer, schemas, opened["vacancy_id"])
    consumer.close()
    print(json.dumps(proposal, default=str, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
