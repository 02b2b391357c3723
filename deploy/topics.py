"""Applying the topic table to a Kafka, and comparing the two.

TopicError      Kafka refused to create or delete topics; names each with Kafka's reason
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, Literal

from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError, for_code

from schemas.connection import Connection
from schemas.topics import TOPICS, Topic

BROKER_DEFAULT = -1
"""As a replication factor: what the cluster is set up with."""

_BOOTSTRAP_TIMEOUT_MS = 10_000
_GONE_S = 15.0
"""A deletion is a word to the controller: brokers learn of it a little later."""

Kind = Literal["missing topic", "partition count", "setting"]
Result = Literal["created", "existing", "different"]


class TopicError(Exception):
    """Kafka refused to create some topics, or to delete them."""

    def __init__(self, reasons: Mapping[str, str], change: str = "create") -> None:
        listed = "; ".join(f"{topic}: {reason}" for topic, reason in sorted(reasons.items()))
        super().__init__(f"Kafka refused to {change} topics. {listed}")
        self.reasons = dict(reasons)


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic of the table as Kafka has it."""

    topic: Topic
    full_name: str
    partitions: int
    replicas: int
    config: Mapping[str, str]
    """Every setting in force, Kafka's defaults included."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a topic is not as the table says."""

    topic: str
    """With the prefix."""
    kind: Kind
    setting: str | None
    wanted: str
    found: str | None
    stops_workers: bool
    """A missing topic, or a log of our own with another partition count: keys would move."""

    def __str__(self) -> str:
        if self.kind == "missing topic":
            return f"{self.topic} is missing"
        what = self.setting or self.kind
        return f"{self.topic}: {what} is {self.found}, the table says {self.wanted}"


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one topic when the table was applied."""

    topic: str
    result: Result
    differences: tuple[Difference, ...] = ()


def apply_topics(
    connection: Connection, prefix: str, replication_factor: int = BROKER_DEFAULT
) -> list[Applied]:
    """Creates what is missing and changes nothing that exists; TopicError when Kafka refuses."""
    with administered(connection) as admin:
        present = _names(admin)
        missing = [topic for topic in TOPICS.values() if topic.full_name(prefix) not in present]
        created = _create(admin, missing, prefix, replication_factor)
        differences = _differences(_states(admin, prefix), prefix)
    return [_applied(topic.full_name(prefix), created, differences) for topic in TOPICS.values()]


def create_topics(connection: Connection, prefix: str, topics: Iterable[Topic]) -> None:
    """Creates these, with as many partitions as each says; TopicError when Kafka refuses."""
    with administered(connection) as admin:
        _create(admin, list(topics), prefix, BROKER_DEFAULT)


def partition_counts(connection: Connection, prefix: str, topics: Iterable[str]) -> dict[str, int]:
    """Of those topics, named without the prefix, that exist."""
    with administered(connection) as admin:
        present = _names(admin)
        wanted = [prefix + topic for topic in topics if prefix + topic in present]
        described = admin.describe_topics(wanted) if wanted else []
    return {it["name"].removeprefix(prefix): len(it["partitions"]) for it in described}


def delete_topics(connection: Connection, full_names: Iterable[str]) -> None:
    """Deletes those that exist, and waits until Kafka lists none of them any more."""
    with administered(connection) as admin:
        if present := sorted(_names(admin) & set(full_names)):
            admin.delete_topics(present)
        until = monotonic() + _GONE_S
        while left := _names(admin) & set(present):
            if monotonic() > until:
                raise TopicError(dict.fromkeys(left, f"there after {_GONE_S:.0f} s"), "delete")
            sleep(0.05)


def describe_topics(connection: Connection, prefix: str) -> list[TopicState]:
    """The topics of the table that Kafka has, in the order of the table."""
    with administered(connection) as admin:
        return _states(admin, prefix)


def check_topics(connection: Connection, prefix: str) -> list[Difference]:
    """Every difference from the table; a worker must not start on one that `stops_workers`.

    A topic whose partition count is not fixed may have any number of partitions.
    """
    return _differences(describe_topics(connection, prefix), prefix)


@contextmanager
def administered(connection: Connection) -> Iterator[KafkaAdminClient]:
    """A client for questions and changes that are about Kafka itself."""
    admin = KafkaAdminClient(
        **connection.client_options(), bootstrap_timeout_ms=_BOOTSTRAP_TIMEOUT_MS
    )
    try:
        yield admin
    finally:
        admin.close()


def _names(admin: KafkaAdminClient) -> set[str]:
    return set(admin.list_topics())


def _create(
    admin: KafkaAdminClient, topics: list[Topic], prefix: str, replication_factor: int
) -> set[str]:
    if not topics:
        return set()
    wanted = {
        topic.full_name(prefix): {
            "num_partitions": topic.partitions,
            "replication_factor": replication_factor,
            "configs": topic.config(),
        }
        for topic in topics
    }
    answers = admin.create_topics(wanted, raise_errors=False)["topics"]
    _raise_refusals(answers)
    admin.wait_for_topics(list(wanted))
    return {answer["name"] for answer in answers if answer["error_code"] == 0}


def _raise_refusals(answers: list[dict[str, Any]]) -> None:
    # Somebody else may have created a topic since we looked: that is what was wanted.
    fine = (0, TopicAlreadyExistsError.errno)
    refused = {
        answer["name"]: answer.get("error_message") or for_code(answer["error_code"]).__name__
        for answer in answers
        if answer["error_code"] not in fine
    }
    if refused:
        raise TopicError(refused)


def _states(admin: KafkaAdminClient, prefix: str) -> list[TopicState]:
    present = _names(admin)
    topics = {topic.full_name(prefix): topic for topic in TOPICS.values()}
    names = [name for name in topics if name in present]
    if not names:
        return []
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    configs = admin.describe_configs(resources, config_filter="all")["topic"]
    described = {found["name"]: found for found in admin.describe_topics(names)}
    return [_state(name, topics[name], described[name], configs[name]) for name in names]


def _state(
    name: str, topic: Topic, described: dict[str, Any], config: dict[str, dict[str, Any]]
) -> TopicState:
    partitions = described["partitions"]
    return TopicState(
        topic=topic,
        full_name=name,
        partitions=len(partitions),
        replicas=min(len(partition["replica_nodes"]) for partition in partitions),
        config={setting: str(entry["value"]) for setting, entry in config.items()},
    )


def _differences(states: list[TopicState], prefix: str) -> list[Difference]:
    by_name = {state.topic.name: state for state in states}
    found: list[Difference] = []
    for topic in TOPICS.values():
        found.extend(compare(topic, by_name.get(topic.name), prefix))
    return found


def compare(topic: Topic, state: TopicState | None, prefix: str) -> Iterator[Difference]:
    """How one topic differs from its line in the table."""
    name = topic.full_name(prefix)
    if state is None:
        yield Difference(name, "missing topic", None, "present", None, stops_workers=True)
        return
    if topic.fixed and state.partitions != topic.partitions:
        wanted, found = str(topic.partitions), str(state.partitions)
        yield Difference(name, "partition count", None, wanted, found, stops_workers=True)
    for setting, value in topic.config().items():
        if state.config.get(setting) != value:
            found_value = state.config.get(setting)
            yield Difference(name, "setting", setting, value, found_value, stops_workers=False)


def _applied(name: str, created: set[str], differences: list[Difference]) -> Applied:
    own = tuple(difference for difference in differences if difference.topic == name)
    if own:
        return Applied(name, "different", own)
    return Applied(name, "created" if name in created else "existing")
