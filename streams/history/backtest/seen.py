"""Which revision a decision saw, in a history where revisions have other numbers.

A decision names what stood in the altered history when the revision that it saw came out. Where it
counted in history it is to count here as well: if the altered history spoke again meanwhile, it is
held to have been taken on the revision current before the same transaction. One that was stale
stays as late as it was.
"""

from dataclasses import replace
from typing import Any

from streams.pool.case import Published
from streams.pool.pool import Pool


class RevisionsSeen:
    """Of the vacancies of one pool."""

    def __init__(self) -> None:
        self._beside: dict[tuple[str, int], int] = {}
        """The altered history's revision right after a revision of history came out."""

    def came_out(self, vacancy_id: str, revision: int, altered: Pool) -> None:
        self._beside[vacancy_id, revision] = published(altered, vacancy_id).revision

    def translated(self, decision: Any, history: Pool, altered: Pool) -> Any:
        """The same decision, as it would have been taken in the altered history."""
        seen, vacancy_id = getattr(decision, "revision_seen", None), decision.vacancy_id
        if seen is None:
            return decision
        before, now = published(history, vacancy_id), published(altered, vacancy_id)
        meant = self._beside.get((vacancy_id, seen), seen)
        counted = before.decided_from <= seen <= before.revision
        if counted and not now.decided_from <= meant <= now.revision:
            meant = now.revision
        return decision if meant == seen else replace(decision, revision_seen=meant)


def published(pool: Pool, vacancy_id: str) -> Published:
    """What was said last of a vacancy, known or not."""
    case = pool.holdings.cases.get(vacancy_id)
    return Published() if case is None else case.published
