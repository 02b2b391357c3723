"""Which ids are one person."""

from collections.abc import Iterable

from schemas.events import CandidateMerged


class Persons:
    """Each id of a person leads to the one that stays."""

    def __init__(self, merges: Iterable[CandidateMerged]) -> None:
        self._into = {merge.merged_candidate_id: merge.candidate_id for merge in merges}

    def of(self, candidate_id: str) -> str:
        """The id that stays; of ids merged into each other in a circle, the lowest."""
        passed = [candidate_id]
        while (candidate_id := self._into.get(candidate_id, candidate_id)) not in passed:
            passed.append(candidate_id)
        return min(passed[passed.index(candidate_id) :])

    def passed(self, candidate_id: str) -> list[str]:
        """The id itself, and those that it was merged into on the way to the one that stays."""
        passed: list[str] = []
        while candidate_id not in passed:
            passed.append(candidate_id)
            candidate_id = self._into.get(candidate_id, candidate_id)
        return passed
