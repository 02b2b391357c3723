"""Where an added event would go: the logs that intake writes it to."""

from collections.abc import Iterator

from schemas.event_table import EVENT_TABLE, EVERY_PARTITION
from schemas.events import Event
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.history.refold import CANDIDATE_LOG, POOL_LOG


def of_people(event: Event) -> Iterator[str]:
    """The ids in whose logs the event stands."""
    for route in EVENT_TABLE[type(event).__name__].routes:
        if route.log == CANDIDATE_LOG:
            yield getattr(event, route.key)


def of_pools(event: Event) -> Iterator[int]:
    """The partitions of the pool-log in which the event stands."""
    for route in EVENT_TABLE[type(event).__name__].routes:
        if route.log == POOL_LOG:
            if route.key == EVERY_PARTITION:
                yield from range(TOPICS[POOL_LOG].partitions)
            else:
                yield partition_of(getattr(event, route.key).encode(), TOPICS[POOL_LOG].partitions)


def log_of(candidate_id: str) -> int:
    """The partition of the candidate-log in which a person's log is."""
    return partition_of(candidate_id.encode(), TOPICS[CANDIDATE_LOG].partitions)
