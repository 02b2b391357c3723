"""Where a snapshot is loaded to: topics that hold nothing, and a mark while that is under way.

TargetError
├── LoadUnfinished      a load was begun there and never came to its end
├── TargetHoldsRecords  topics hold records, or have held some
├── LoadFailed          loading came to no end; says what is left
├── TargetDiffers       topics have other partition counts than the snapshot
└── WorkersAtWork       workers read or write there
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from kafka.errors import KafkaError

from deploy.topics import TopicError, create_topics, delete_topics, partition_counts
from deploy.workers_alive import workers_alive
from schemas.connection import Connection
from schemas.topics import TOPICS, Topic
from streams.history.kafka import KafkaLogs
from streams.history.logs import places
from streams.history.snapshot.errors import SomebodyElseWrote
from streams.history.snapshot.manifest import Manifest

LOADING = Topic("snapshot-loading", "pathways snapshot", "none", "forever", 1, fixed=False)
"""It exists as long as a load is under way or broken off: no worker starts beside it."""


class TargetError(Exception):
    """Something that keeps a snapshot from being loaded there."""


class LoadUnfinished(TargetError):
    def __init__(self, prefix: str) -> None:
        super().__init__(
            f"a snapshot is being loaded to {prefix}*, or such a load was broken off. If none is "
            "under way, `pathways snapshot load FOLDER --start-over` deletes what it left and "
            "loads from the beginning"
        )


class TargetHoldsRecords(TargetError):
    def __init__(self, prefix: str, topics: Sequence[str]) -> None:
        self.topics = tuple(topics)
        more = f" and {len(topics) - 1} more" if len(topics) > 1 else ""
        super().__init__(
            f"{prefix}{topics[0]}{more} hold records, or have held some: a snapshot is loaded "
            "beside nothing else. Name a --prefix that is new, or another Kafka"
        )


class TargetDiffers(TargetError):
    def __init__(self, differences: Sequence[str]) -> None:
        self.differences = tuple(differences)
        super().__init__(
            f"records keep their partitions, but {'; '.join(differences)}. Name a --prefix under "
            "which these topics do not exist yet, and load with the program that fits the snapshot"
        )


class LoadFailed(TargetError):
    def __init__(self, prefix: str, error: BaseException, *, left: bool) -> None:
        after = (
            f"What was loaded stands under {prefix}* still, and no worker starts there: "
            "`pathways snapshot load FOLDER --start-over` deletes every topic of that prefix first"
            if left
            else f"The topics under {prefix}* were deleted again: nothing is left of it"
        )
        super().__init__(f"loading failed: {str(error) or repr(error)}. {after}")


class WorkersAtWork(TargetError):
    def __init__(self, groups: Sequence[object], prefix: str) -> None:
        super().__init__(
            f"{'; '.join(map(str, groups))} on {prefix}*: stop every worker first "
            "(one that was killed counts for ten seconds more)"
        )


def require_no_workers(connection: Connection, prefix: str) -> None:
    if groups := workers_alive(connection, prefix):
        raise WorkersAtWork(groups, prefix)


def is_loading(connection: Connection, prefix: str) -> bool:
    return bool(partition_counts(connection, prefix, [LOADING.name]))


def require_free(target: KafkaLogs, manifest: Manifest) -> None:
    """Raises what keeps the snapshot from being loaded there."""
    if is_loading(target.connection, target.prefix):
        raise LoadUnfinished(target.prefix)
    found = partition_counts(target.connection, target.prefix, TOPICS)
    if used := _with_records(target, found):
        raise TargetHoldsRecords(target.prefix, used)
    if differences := [*_differences(manifest.partitions(), found)]:
        raise TargetDiffers(differences)
    require_no_workers(target.connection, target.prefix)


@contextmanager
def loading(target: KafkaLogs, manifest: Manifest) -> Iterator[None]:
    """Topics made for the block to fill; deleted again where it fails.

    Raises LoadFailed, which says what is left.
    """
    try:
        _make(target, manifest)
        yield
        delete_topics(target.connection, [LOADING.full_name(target.prefix)])
    except SomebodyElseWrote as error:
        # What others have published since is nobody's to delete unasked.
        raise LoadFailed(target.prefix, error, left=True) from error
    except BaseException as error:
        try:
            _unmake(target)
        except (KafkaError, TopicError):
            raise LoadFailed(target.prefix, error, left=True) from error
        if isinstance(error, Exception):
            raise LoadFailed(target.prefix, error, left=False) from error
        raise


def clear_unfinished(target: KafkaLogs) -> None:
    """Deletes what a load that was broken off has left; does nothing where there was none."""
    if is_loading(target.connection, target.prefix):
        _unmake(target)


def _make(target: KafkaLogs, manifest: Manifest) -> None:
    """The mark first: whatever comes after it can be deleted again."""
    create_topics(target.connection, target.prefix, [LOADING])
    found = partition_counts(target.connection, target.prefix, TOPICS)
    counts = manifest.partitions()
    missing = [
        replace(topic, partitions=counts[topic.name])
        for topic in TOPICS.values()
        if topic.name not in found
    ]
    create_topics(target.connection, target.prefix, missing)


def _unmake(target: KafkaLogs) -> None:
    """The mark last; all of these topics held nothing when it was made."""
    delete_topics(target.connection, [topic.full_name(target.prefix) for topic in TOPICS.values()])
    delete_topics(target.connection, [LOADING.full_name(target.prefix)])


def _with_records(target: KafkaLogs, topics: Collection[str]) -> list[str]:
    with target.open() as reader:
        return [
            topic
            for topic in TOPICS
            if topic in topics
            and any(reader.extent(place).end > 0 for place in places(reader, topic))
        ]


def _differences(saved: dict[str, int], found: dict[str, int]) -> Iterator[str]:
    for name, topic in TOPICS.items():
        if topic.fixed and saved[name] != topic.partitions:
            wanted = topic.partitions
            yield f"the snapshot has {saved[name]} of {name}, this program works with {wanted}"
        elif found.get(name, saved[name]) != saved[name]:
            yield f"the snapshot has {saved[name]} of {name}, Kafka has {found[name]}"
