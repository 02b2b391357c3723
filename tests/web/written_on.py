"""Writing on in the read model behind a house, as the projection does while people read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import select

from consumers.delivery import Delivery
from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from consumers.projection.sources import TOPICS as SOURCES
from consumers.projection.tables import POOLS
from schemas.events import DecisionRefused, Event, LogPosition, MembershipEvent
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from tests.unit.written_history import PREFIX

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


class WrittenOn:
    """The one writer of the read model in this database."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url)
        ids = {PREFIX + topic: "id" for topic in SOURCES}
        self._model = ReadModel.take_over(self._engine, PREFIX, ids)
        self._ends = {
            (topic.removeprefix(PREFIX), partition): offset
            for (topic, partition), offset in self._model.positions.items()
        }

    def write(self, topic: str, partition: int, *events: Event) -> int:
        """In one transaction, behind all that stands; the offset of the last one."""
        deliveries = [self._delivery(topic, partition, event) for event in events]
        self._model.apply(
            changes(deliveries), {(PREFIX + topic, partition): deliveries[-1].offset + 1}
        )
        return deliveries[-1].offset

    def memberships(self, *events: MembershipEvent) -> None:
        self.write("roster", 0, *events)

    def take_in(self, decision: Event) -> tuple[int, int]:
        """Intake has brought a decision to the pool's log; where it stands."""
        group: str = decision.job_group  # type: ignore[attr-defined]
        partition = partition_of(group.encode(), TOPICS["pool-log"].partitions)
        return partition, self.write("pool-log", partition, decision)

    def look(self, place: tuple[int, int], refusal: DecisionRefused | None = None) -> None:
        """The pool has looked at what stands there, and says so."""
        partition, offset = place
        if refusal is not None:
            self.write("proposals", 0, refusal)
        with self._engine.connect() as connection:
            query = select(POOLS).where(POOLS.c.log_partition == partition)
            mark = dict(connection.execute(query).one()._mapping)
        told = changes([])
        told.pools.append(mark | {"next_offset": offset + 1})
        end = self._ends.get(("evaluations", partition), 0) + 1
        self._ends["evaluations", partition] = end
        self._model.apply(told, {(PREFIX + "evaluations", partition): end})

    def close(self) -> None:
        self._engine.dispose()

    def _delivery(self, topic: str, partition: int, event: Event) -> Delivery:
        offset = self._ends.get((topic, partition), 0)
        self._ends[topic, partition] = offset + 1
        return Delivery(event, topic, partition, offset, None, NOW)


@contextmanager
def written_on(url: str) -> Iterator[WrittenOn]:
    writer = WrittenOn(url)
    try:
        yield writer
    finally:
        writer.close()


def refusal_of(decision: Event, revision_current: int) -> DecisionRefused:
    """As the pool says it of a stale one."""
    seen: int = decision.revision_seen  # type: ignore[attr-defined]
    return DecisionRefused(
        event_id=f"refused-{decision.event_id}",
        occurred_at=NOW,
        recorded_at=NOW,
        source="pathways.pool",
        vacancy_id=decision.vacancy_id,  # type: ignore[attr-defined]
        job_group=decision.job_group,  # type: ignore[attr-defined]
        decision_event_id=decision.event_id,
        decision_type=type(decision).__name__,
        revision_seen=seen,
        revision_current=revision_current,
        reason=f"taken on revision {seen}: the last is revision {revision_current}",
        remedy=f"look at revision {revision_current} and decide again",
        as_of=NOW.date(),
        position=LogPosition(log="pool-log", partition=0, count=1),
        decision_version=2,
    )
