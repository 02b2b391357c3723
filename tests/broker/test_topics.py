"""The topic table on a real Kafka: created once, shown, compared, never changed."""

import json
from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result
from kafka.admin import KafkaAdminClient

from deploy.cli.topics import topics as command
from deploy.topics import TopicError, apply_topics, check_topics, describe_topics
from schemas.connection import Connection
from schemas.topics import TOPICS, Topic

pytestmark = pytest.mark.broker


def run(connection: Connection, prefix: str, *arguments: str) -> Result:
    options = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return CliRunner().invoke(command, [*arguments, *options])


def create(connection: Connection, name: str, partitions: int, config: dict[str, str]) -> None:
    admin = KafkaAdminClient(**connection.client_options())
    wanted = {"num_partitions": partitions, "configs": config}
    admin.create_topics({name: wanted}, wait_for_metadata=True)
    admin.close()


def test_every_topic_is_created_as_the_table_says(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> None:
    states = describe_topics(connection, prefix)
    assert [state.topic for state in states] == list(topics.values())
    for state in states:
        assert state.full_name == prefix + state.topic.name
        assert state.partitions == state.topic.partitions
        assert state.config.items() >= state.topic.config().items()
    assert check_topics(connection, prefix) == []


def test_applying_twice_creates_once(connection: Connection, prefix: str) -> None:
    first = apply_topics(connection, prefix)
    second = apply_topics(connection, prefix)
    assert {one.result for one in first} == {"created"}
    assert {one.result for one in second} == {"existing"}
    assert [one.topic for one in second] == [topic.full_name(prefix) for topic in TOPICS.values()]


def test_prefixes_keep_apart(
    connection: Connection, prefix: str, topics: Mapping[str, Topic]
) -> None:
    assert describe_topics(connection, f"{prefix}other.") == []


def test_a_log_with_another_partition_count_is_named_and_left_alone(
    connection: Connection, prefix: str
) -> None:
    topic = TOPICS["candidate-log"]
    create(connection, topic.full_name(prefix), 1, topic.config())
    applied = {one.topic: one for one in apply_topics(connection, prefix)}
    mine = applied.pop(topic.full_name(prefix))
    assert mine.result == "different"
    assert {one.result for one in applied.values()} == {"created"}
    (found,) = check_topics(connection, prefix)
    assert (found.topic, found.kind) == (topic.full_name(prefix), "partition count")
    assert (found.wanted, found.found, found.stops_workers) == ("4", "1", True)


def test_an_upstream_may_have_any_number_of_partitions(connection: Connection, prefix: str) -> None:
    topic = TOPICS["applications"]
    create(connection, topic.full_name(prefix), 7, topic.config())
    apply_topics(connection, prefix)
    assert check_topics(connection, prefix) == []


def test_another_setting_is_named_but_stops_no_worker(connection: Connection, prefix: str) -> None:
    topic = TOPICS["proposals"]
    name = topic.full_name(prefix)
    create(connection, name, topic.partitions, {**topic.config(), "retention.ms": "1000"})
    apply_topics(connection, prefix)
    (found,) = check_topics(connection, prefix)
    assert str(found) == f"{name}: retention.ms is 1000, the table says -1"
    assert not found.stops_workers


def test_a_refusal_by_kafka_names_topics_and_reason(connection: Connection, prefix: str) -> None:
    with pytest.raises(TopicError, match="replication factor") as refused:
        apply_topics(connection, prefix, replication_factor=3)
    assert set(refused.value.reasons) == {topic.full_name(prefix) for topic in TOPICS.values()}


def test_the_commands_create_describe_and_compare(connection: Connection, prefix: str) -> None:
    before = run(connection, prefix, "diff")
    assert before.exit_code == 1
    assert before.output.count("is missing (workers refuse to start)") == len(TOPICS)
    assert run(connection, prefix, "create").exit_code == 0
    assert "existing" in run(connection, prefix, "create").output
    after = run(connection, prefix, "diff", "--json")
    assert (after.exit_code, json.loads(after.output)) == (0, [])
    described = json.loads(run(connection, prefix, "describe", "--json").output)
    assert [row["topic"] for row in described] == [
        topic.full_name(prefix) for topic in TOPICS.values()
    ]
    assert f"{prefix}candidate-log" in run(connection, prefix, "describe").output


def test_create_fails_when_an_existing_topic_differs(connection: Connection, prefix: str) -> None:
    create(connection, f"{prefix}roster", 2, {})
    created = run(connection, prefix, "create")
    assert created.exit_code == 1
    assert f"different  {prefix}roster" in created.output
    assert f"{prefix}roster: partition count is 2, the table says 4" in created.output
