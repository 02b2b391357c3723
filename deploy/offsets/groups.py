"""A consumer group as Kafka tells it: who reads, how far, and what waits."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from kafka import KafkaAdminClient, TopicPartition

from deploy.log_tail import EXACT_MAX, LogTail
from deploy.offsets.errors import UnknownGroup
from schemas.connection import Connection

TIMEOUT_S = 15.0
_AT_REST = ("Empty", "Dead")


@dataclass(frozen=True, slots=True)
class Member:
    client: str
    host: str
    partitions: tuple[str, ...]
    """As `topic/partition`, the topic without the prefix."""


@dataclass(frozen=True, slots=True)
class Share:
    """A partition that the group has read."""

    topic: str
    """Without the prefix."""
    partition: int
    committed: int
    """The next offset to be delivered."""
    first: int
    end: int
    lag: int
    """Records waiting."""
    lag_is_exact: bool
    """Of a long lag only offsets are counted, of which transactions' markers take some."""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    state: str
    members: tuple[Member, ...]
    shares: tuple[Share, ...]

    @property
    def alive(self) -> bool:
        return self.state not in _AT_REST

    @property
    def topics(self) -> list[str]:
        return sorted({share.topic for share in self.shares})


@contextmanager
def admin_of(connection: Connection) -> Iterator[Any]:
    with closing(KafkaAdminClient(**connection.client_options())) as admin:
        yield admin


def read_group(connection: Connection, prefix: str, name: str) -> Group:
    """Raises UnknownGroup where it has no offsets under the prefix."""
    with admin_of(connection) as admin:
        listed = {one["group_id"]: one for one in admin.list_groups()}
        committed = _committed(admin, name, prefix) if name in listed else {}
        if not committed:
            raise UnknownGroup(name, prefix, _known(admin, listed, prefix))
        described = admin.describe_groups([name])[name]
    members = tuple(_member(one, prefix) for one in described["members"])
    # A group of another protocol than the classic one is described by the list alone.
    state = listed[name].get("group_state") or described["group_state"]
    with closing(LogTail(connection, TIMEOUT_S)) as tail:
        return Group(name, state, members, tuple(_shares(tail, committed, prefix)))


def _committed(admin: Any, name: str, prefix: str) -> dict[TopicPartition, int]:
    return {
        place: entry.offset
        for place, entry in admin.list_group_offsets({name: None})[name].items()
        if place.topic.startswith(prefix) and entry.offset >= 0
    }


def _known(admin: Any, names: Iterable[str], prefix: str) -> list[str]:
    return [name for name in sorted(names) if _committed(admin, name, prefix)]


def _member(described: Mapping[str, Any], prefix: str) -> Member:
    assigned = described.get("member_assignment") or {}
    places = assigned.get("assigned_partitions", ()) if isinstance(assigned, dict) else ()
    return Member(
        client=described["client_id"],
        host=described["client_host"].lstrip("/"),
        partitions=tuple(
            f"{one['topic'].removeprefix(prefix)}/{number}"
            for one in places
            for number in one["partitions"]
        ),
    )


def _shares(tail: LogTail, committed: Mapping[TopicPartition, int], prefix: str) -> Iterator[Share]:
    topics = {place.topic for place in committed}
    places = [place for found in tail.partitions(topics).values() for place in found]
    bounds = tail.bounds(places)
    read = {place: committed.get(place, bounds[place][0]) for place in places}
    waits = tail.count({place: (read[place], bounds[place][1]) for place in places})
    for place in sorted(places):
        first, end = bounds[place]
        exact = end - read[place] <= EXACT_MAX
        topic = place.topic.removeprefix(prefix)
        yield Share(topic, place.partition, read[place], first, end, waits[place], exact)
