"""Who stands on which live list, as all pools tell each other: see `CandidatesListed`."""

from schemas.events import CandidatesListed, CompetingListing

COMPETING_MAX = 20
"""Other lists shown for one person, by vacancy."""


def told_key(vacancy_id: str) -> str:
    """What a vacancy's list is kept under."""
    return f"listed|{vacancy_id}"


class ToldLists:
    """The last list told of each vacancy, of this pool and of all others."""

    def __init__(self) -> None:
        self._revisions: dict[str, int] = {}
        self._people: dict[str, tuple[str, ...]] = {}
        self._by_person: dict[str, dict[str, CompetingListing]] = {}

    def take(self, told: CandidatesListed) -> frozenset[str] | None:
        """Who entered, left or moved; None if the list is no later one."""
        if told.revision <= self._revisions.get(told.vacancy_id, 0):
            return None
        self._revisions[told.vacancy_id] = told.revision
        now = {
            listed.candidate_id: CompetingListing(
                vacancy_id=told.vacancy_id,
                job_group=told.job_group,
                grade=told.grade,
                rank=listed.rank,
            )
            for listed in told.listed
        }
        return frozenset(self._replace(told.vacancy_id, now))

    def competing(self, candidate_id: str, vacancy_id: str) -> tuple[CompetingListing, ...]:
        """The other lists on which a person stands, apart from the vacancy's own."""
        listed = self._by_person.get(candidate_id, {}).values()
        others = (listing for listing in listed if listing.vacancy_id != vacancy_id)
        ordered = sorted(others, key=lambda listing: listing.vacancy_id)
        return tuple(ordered[:COMPETING_MAX])

    def _replace(self, vacancy_id: str, now: dict[str, CompetingListing]) -> list[str]:
        before = {
            who: self._by_person[who].pop(vacancy_id) for who in self._people.pop(vacancy_id, ())
        }
        for who in before:
            if not self._by_person[who]:
                del self._by_person[who]
        for who, listing in now.items():
            self._by_person.setdefault(who, {})[vacancy_id] = listing
        if now:
            self._people[vacancy_id] = tuple(now)
        return [who for who in before.keys() | now.keys() if before.get(who) != now.get(who)]
