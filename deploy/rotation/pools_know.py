"""What the pools hold of posts, places and vacancies that wait for an exercise."""

from collections.abc import Iterator
from dataclasses import dataclass

from deploy.state import state_records
from schemas.codec import decode
from schemas.events import (
    PooledReference,
    PooledVacancy,
    RotationCyclePublished,
    VacancyMovedToRotation,
    VacancyOpened,
)
from streams.history.logs import LogReader
from streams.pool.reference import Reference, ReferenceFacts
from streams.pool.vacancy import vacancy_of


@dataclass(frozen=True)
class PoolsKnow:
    """Of all pools together: reference facts are the same in each."""

    reference: ReferenceFacts
    deferred: tuple[tuple[VacancyOpened, str | None], ...]
    """The terms of each vacancy that the exercise fills, and the cycle that it was moved to."""

    def waiting(self, cycle: RotationCyclePublished) -> Iterator[VacancyOpened]:
        """Those that this exercise fills: moved to it, or opened in its window."""
        for terms, moved_to in self.deferred:
            inside = cycle.window_open <= terms.opened_on <= cycle.window_close
            ours = moved_to == cycle.cycle_id or (moved_to is None and inside)
            if ours and terms.job_group in cycle.job_groups:
                yield terms


def pools_know(reader: LogReader) -> PoolsKnow:
    """From their state; memberships are passed over."""
    facts, deferred = ReferenceFacts(), []
    for _, value in state_records(reader, "pool-state", (b"reference", b"vacancy")):
        held: PooledReference | PooledVacancy = decode(value)
        if isinstance(held, PooledReference):
            event = decode(held.event)
            if isinstance(event, Reference):
                facts.take(event)
        elif held.published == "ProposalDeferred":
            deferred.append(held)
    found = (_deferred(it) for it in sorted(deferred, key=lambda it: it.vacancy_id))
    return PoolsKnow(facts, tuple(it for it in found if it is not None))


def _deferred(held: PooledVacancy) -> tuple[VacancyOpened, str | None] | None:
    events = [decode(framed) for framed in held.events]
    terms = vacancy_of(events).terms
    moves = [it for it in events if isinstance(it, VacancyMovedToRotation)]
    last = max(moves, key=lambda it: (it.occurred_at, it.recorded_at, it.event_id), default=None)
    return None if terms is None else (terms, last.cycle_id if last else None)
