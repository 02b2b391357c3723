"""The publisher on a real Kafka: what is acknowledged stands there, and every refusal is clear."""

import gc
import logging
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from producers.errors import (
    BrokerUnreachable,
    Closed,
    DeliveryUnknown,
    Malformed,
    NotAllPublished,
    NotUpstream,
    TooLarge,
    TopicMissing,
    UnknownEvent,
)
from producers.publisher import Acknowledgement, Publisher
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import (
    AssessmentCompleted,
    AvailabilityConfirmed,
    CompetencyShown,
    DayStarted,
    OfferMade,
    UnitPosition,
)
from schemas.partitioning import partition_of
from schemas.topics import Topic

pytestmark = pytest.mark.broker
# The client leaves the socket of each refused connection to the garbage collector, and what it
# logs holds them longer.
dead_broker = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def confirmed(number: int, **changes: Any) -> AvailabilityConfirmed:
    values: dict[str, Any] = {
        "event_id": f"a-{number}",
        "occurred_at": NOON,
        "recorded_at": NOON,
        "source": "hr.availability",
        "candidate_id": f"c-{number % 97:016x}",
        "available_from": date(2026, 6, 1),
    }
    return AvailabilityConfirmed(**(values | changes))


def assessed(competencies: int, code_length: int) -> AssessmentCompleted:
    shown = CompetencyShown(code="x" * code_length)
    return AssessmentCompleted(
        event_id="big",
        occurred_at=NOON,
        recorded_at=NOON,
        source="hr.assessments",
        candidate_id="c-1",
        assessment_id="as-1",
        job_group="COM",
        grade="P-4",
        overall_rating="STAR",
        completed_on=NOON.date(),
        round_id="r",
        modality="FAST_TRACK",
        delivery="ONLINE",
        panel_id="p",
        framework_version="1",
        competencies=(shown,) * competencies,
    )


@pytest.fixture
def publisher(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> Iterator[Publisher]:
    with Publisher(connection, prefix) as made:
        yield made


def records(connection: Connection, topic: str) -> dict[tuple[int, int], Any]:
    """All records of a topic by partition and offset."""
    consumer: Any = KafkaConsumer(**connection.client_options(), auto_offset_reset="earliest")
    try:
        partitions = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic)]
        ends = consumer.end_offsets(partitions)
        consumer.assign(partitions)
        consumer.seek_to_beginning()
        found = {}
        while any(consumer.position(each) < ends[each] for each in partitions):
            for batch in consumer.poll(timeout_ms=500).values():
                found.update({(record.partition, record.offset): record for record in batch})
        return found
    finally:
        consumer.close()


def test_an_acknowledged_event_stands_at_its_offset_under_its_key_with_its_headers(
    publisher: Publisher, connection: Connection, prefix: str
) -> None:
    event = confirmed(1)
    answer = publisher.publish(event)
    found = records(connection, answer.topic)
    record = found[answer.partition, answer.offset]
    assert answer == Acknowledgement(f"{prefix}availability", answer.partition, 0, "a-1")
    assert len(found) == 1
    assert decode(record.value) == event
    assert record.key == event.candidate_id.encode()
    assert record.partition == partition_of(record.key, 2)
    assert ("ce_type", b"pathways.AvailabilityConfirmed") in record.headers


def test_publish_all_answers_with_one_offset_for_each_event_in_order(
    publisher: Publisher, connection: Connection
) -> None:
    events = [confirmed(number) for number in range(12_000)]
    answers = publisher.publish_all(iter(events))
    assert [answer.event_id for answer in answers] == [event.event_id for event in events]
    found = records(connection, answers[0].topic)
    assert len(found) == len(events)
    for answer, event in zip(answers, events, strict=True):
        assert decode(found[answer.partition, answer.offset].value) == event
    by_key: dict[bytes, list[int]] = {}
    for answer in answers:
        record = found[answer.partition, answer.offset]
        by_key.setdefault(record.key, []).append(record.offset)
    assert all(offsets == sorted(offsets) for offsets in by_key.values())


def test_each_event_goes_to_the_topic_of_the_event_table(publisher: Publisher, prefix: str) -> None:
    day = DayStarted(
        event_id="2026-03-14",
        occurred_at=NOON,
        recorded_at=NOON,
        source="clock",
        day=NOON.date(),
    )
    offer = OfferMade(
        event_id="o-1",
        occurred_at=NOON,
        recorded_at=NOON,
        source="hr.tools",
        vacancy_id="v-1",
        job_group="COM",
        candidate_id="c-1",
        offer_id="of-1",
        actor_role="hr-partner",
    )
    answers = publisher.publish_all([day, offer])
    assert [answer.topic for answer in answers] == [f"{prefix}reference", f"{prefix}decisions"]


def test_compressed_records_read_the_same(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> None:
    events = [confirmed(number) for number in range(500)]
    with Publisher(connection, prefix, compression="gzip") as publisher:
        answers = publisher.publish_all(events)
    found = records(connection, answers[0].topic)
    assert [decode(found[a.partition, a.offset].value) for a in answers] == events


def test_a_malformed_event_is_refused_by_field_and_nothing_is_written(
    publisher: Publisher, connection: Connection, prefix: str
) -> None:
    with pytest.raises(Malformed, match=r"candidate_id: .*letters") as caught:
        publisher.publish(confirmed(1, candidate_id="Jane Doe"))
    assert caught.value.where == "candidate_id"
    with pytest.raises(Malformed, match="available_from"):
        publisher.publish(confirmed(1, available_from="2026-06-01"))
    assert records(connection, f"{prefix}availability") == {}


def test_what_no_upstream_may_write_is_refused(publisher: Publisher) -> None:
    with pytest.raises(NotUpstream, match="positions"):
        publisher.publish(UnitPosition(unit="u", offset=1, count=1))
    with pytest.raises(UnknownEvent, match="dict is not an event"):
        publisher.publish({"type": "VacancyOpened"})


def test_a_record_just_over_the_limit_is_refused_and_one_just_under_it_arrives(
    publisher: Publisher, connection: Connection
) -> None:
    with pytest.raises(TooLarge, match="the limit is 1048576"):
        publisher.publish(assessed(500, 2100))
    answer = publisher.publish(assessed(500, 2080))
    stored = records(connection, answer.topic)[answer.partition, answer.offset].value
    assert 1_040_000 < len(stored) <= 1_048_576


def test_a_bad_event_in_the_middle_names_what_is_in_and_what_is_not(
    publisher: Publisher, connection: Connection, prefix: str
) -> None:
    taken: list[int] = []

    def events() -> Iterator[AvailabilityConfirmed]:
        for number in range(100):
            taken.append(number)
            yield confirmed(number, notice_days=-1 if number == 40 else 0)

    told: list[Acknowledgement] = []
    with pytest.raises(NotAllPublished, match="40 events were acknowledged, 1 were not") as caught:
        publisher.publish_stream(events(), told.append)
    failure = caught.value.failures[0]
    assert (caught.value.acknowledged, failure.event_id) == (40, "a-40")
    assert isinstance(failure.error, Malformed)
    assert [answer.event_id for answer in told] == [f"a-{number}" for number in range(40)]
    assert len(taken) == 41
    assert len(records(connection, f"{prefix}availability")) == 40


def test_when_the_source_of_events_breaks_what_was_sent_is_still_settled(
    publisher: Publisher, connection: Connection, prefix: str
) -> None:
    def events() -> Iterator[AvailabilityConfirmed]:
        yield from (confirmed(number) for number in range(10))
        raise RuntimeError("the file ends early")

    told: list[Acknowledgement] = []
    with pytest.raises(RuntimeError, match="ends early"):
        publisher.publish_stream(events(), told.append)
    assert len(told) == len(records(connection, f"{prefix}availability")) == 10


def test_a_missing_topic_is_named_at_once(connection: Connection) -> None:
    started = time.monotonic()
    with (
        Publisher(connection, "nowhere.") as publisher,
        pytest.raises(TopicMissing, match=r"nowhere\.availability.*topics create"),
    ):
        publisher.publish(confirmed(1))
    assert time.monotonic() - started < 5


def test_a_topic_made_later_is_found(connection: Connection, prefix: str) -> None:
    with Publisher(connection, prefix) as publisher:
        with pytest.raises(TopicMissing):
            publisher.publish(confirmed(1))
        apply_topics(connection, prefix)
        assert publisher.publish(confirmed(1)).offset == 0


def test_an_address_where_nothing_listens_is_told_at_once_with_its_reason() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(BrokerUnreachable, match=f"{address}.*refused.*broker status"):
        Publisher(Connection(address))
    with pytest.raises(BrokerUnreachable, match="is not host:port"):
        Publisher(Connection("localhost"))


def test_a_closed_publisher_says_so(publisher: Publisher) -> None:
    publisher.close()
    publisher.close()
    with pytest.raises(Closed):
        publisher.publish(confirmed(1))


@dead_broker
def test_a_broker_that_dies_leaves_no_event_without_an_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "kafka")
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    connection = broker.connection()
    apply_topics(connection, "t.")
    told: list[Acknowledgement] = []
    taken: list[str] = []

    def events() -> Iterator[AvailabilityConfirmed]:
        for number in range(200_000):
            if number == 3_000:
                broker.kill()
            taken.append(f"a-{number}")
            yield confirmed(number)

    publisher = Publisher(connection, "t.", timeout_s=3)
    with pytest.raises(NotAllPublished, match="publishing all again is safe") as caught:
        publisher.publish_stream(events(), told.append)
    publisher.close()
    failed = [failure.event_id for failure in caught.value.failures]
    assert sorted(taken) == sorted(failed + [answer.event_id for answer in told])
    assert isinstance(caught.value.failures[0].error, DeliveryUnknown)
    assert len(taken) < 20_000
    broker.start()
    found = records(connection, "t.availability")
    broker.stop()
    stored = {(place, decode(record.value).event_id) for place, record in found.items()}
    assert {((a.partition, a.offset), a.event_id) for a in told} <= stored
    del publisher, caught
    gc.collect()


@dead_broker
def test_a_broker_that_dies_before_the_first_record_cannot_hang_the_publisher(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "kafka")
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    apply_topics(broker.connection(), "t.")
    publisher = Publisher(broker.connection(), "t.", timeout_s=1)
    broker.kill()
    before = threading.active_count()
    started = time.monotonic()
    with pytest.raises(DeliveryUnknown) as caught:
        publisher.publish(confirmed(1))
    publisher.close()
    assert time.monotonic() - started < 30
    assert threading.active_count() < before
    del publisher, caught
    gc.collect()
