"""Which workers are at work on the logs of a prefix, by what Kafka knows of their groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from deploy.topics import administered
from schemas.connection import Connection
from schemas.topics import TOPICS

LOGS_OF_WORKERS = ("candidate-log", "pool-log", "exercise-log", "leadership-log")
"""What nobody but a worker reads in a group: subscribers have the public topics."""


@dataclass(frozen=True, slots=True)
class WorkerGroup:
    """A group with members, of which at least one reads logs of our own."""

    name: str
    members: int

    def __str__(self) -> str:
        workers = "1 worker" if self.members == 1 else f"{self.members} workers"
        return f"group {self.name} has {workers} at work"


def workers_alive(connection: Connection, prefix: str) -> list[WorkerGroup]:
    """A worker that was killed counts until its session ends, ten seconds later."""
    logs = {TOPICS[name].full_name(prefix) for name in LOGS_OF_WORKERS}
    with administered(connection) as admin:
        names = [group["group_id"] for group in admin.list_groups()]
        described = admin.describe_groups(names) if names else {}
    return [
        WorkerGroup(name, len(group["members"]))
        for name, group in sorted(described.items())
        if logs & set(_topics_of(group["members"]))
    ]


def _topics_of(members: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What members asked to read; one whose words are not a consumer's reads no logs."""
    for member in members:
        asked = member["member_metadata"]
        if isinstance(asked, dict):
            yield from asked["topics"]
