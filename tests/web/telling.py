"""Tells a house more than its history: events written into its read model as a projection would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from consumers.delivery import Delivery
from consumers.projection import sources
from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from schemas.events import Event, ProposalEvent, VacancyOpened
from tests.golden_results import golden
from tests.unit.proposal_samples import full
from tests.unit.written_history import PREFIX
from tests.web.house import House

DAY = date(2026, 3, 14)
AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
TOPICS = (*sources.TOPICS, "decisions")
_FIRST_OFFSET = 1_000_000
"""After everything that the history put there."""


class Telling:
    """One writer of the house's read model."""

    def __init__(self, model: ReadModel) -> None:
        self._model = model
        self._offsets = count(_FIRST_OFFSET)

    def tell(self, *events: Event, looked: bool = True) -> None:
        """In one transaction; `looked`: the pool has looked at all of them."""
        deliveries = [self._delivered(event) for event in events]
        written = changes(deliveries)
        last = deliveries[-1].offset if deliveries else next(self._offsets)
        if looked:
            written.pools.append(_pool_row(last + 1))
        self._model.apply(written, {(f"{PREFIX}proposals", 0): last + 1})

    def _delivered(self, event: Event) -> Delivery:
        return Delivery(event, "proposals", 0, next(self._offsets), None, AT)


@contextmanager
def telling(house: House) -> Iterator[Telling]:
    engine = open_database(str(house.serving.engine.url))
    topic_ids = {f"{PREFIX}{topic}": "id" for topic in TOPICS}
    try:
        yield Telling(ReadModel.take_over(engine, PREFIX, topic_ids))
    finally:
        engine.dispose()


def opened(vacancy_id: str, **changed: Any) -> VacancyOpened:
    event: VacancyOpened = replace(
        golden("VacancyOpened"),
        event_id=f"opened-{vacancy_id}",
        occurred_at=AT,
        recorded_at=AT,
        vacancy_id=vacancy_id,
        job_group="COM",
        grade="P-5",
        urgent=True,
        **changed,
    )
    return event


def listed(vacancy_id: str, revision: int = 1, **changed: Any) -> ProposalEvent:
    """A list with everything that one can hold."""
    named = {"event_id": f"{vacancy_id}-r{revision}", "vacancy_id": vacancy_id}
    when = {"as_of": DAY, "recorded_at": AT, "occurred_at": AT}
    return full(**{**named, **when, "revision": revision, **changed})


def said(kind: str, vacancy_id: str, revision: int = 1, **changed: Any) -> ProposalEvent:
    """Something else than a list: `Withdrawn`, `Deferred`, `Held`, `Expired` or `Advised`."""
    event: ProposalEvent = replace(
        golden(f"Proposal{kind}"),
        event_id=f"{vacancy_id}-r{revision}",
        vacancy_id=vacancy_id,
        revision=revision,
        as_of=DAY,
        recorded_at=AT,
        **changed,
    )
    return event


def decided(kind: str, vacancy_id: str, event_id: str, **changed: Any) -> Event:
    event: Event = replace(
        golden(kind), event_id=event_id, vacancy_id=vacancy_id, recorded_at=AT, **changed
    )
    return event


def _pool_row(next_offset: int) -> dict[str, Any]:
    return {
        "log_partition": 0,
        "next_offset": next_offset,
        "log_count": next_offset,
        "day": DAY,
        "rule_set_id": "pathways-default",
        "rule_set_version": 2,
        "decision_version": 2,
    }
