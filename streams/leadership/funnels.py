"""Which editions' funnels to look at on a day: those of which something may have changed."""

from collections.abc import Iterable, Iterator
from datetime import date

from schemas.events import CohortFunnelRevised, LeadershipPolicyPublished
from streams.leadership.courses import course_of
from streams.leadership.funnel import Cohort, content, funnel_of, next_day
from streams.leadership.known import Known
from streams.leadership.moment import Moment

CELL_MIN = LeadershipPolicyPublished.cell_min
"""Without a policy, what a policy says that leaves it out."""


class Funnels:
    """Looks again only where it may matter: after a restart, everywhere."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._settled: set[str] = set()
        """Editions of which nothing is new since the last look."""
        self._next: dict[str, date] = {}

    def may_have_changed(self, edition_ids: Iterable[str]) -> None:
        self._settled.difference_update(edition_ids)

    def all_may_have_changed(self) -> None:
        self._settled.clear()

    def of_the_day(self, moment: Moment) -> Iterator[CohortFunnelRevised]:
        """Those that say something else than when they were last told."""
        for edition_id in sorted(self._known.editions):
            due = self._next.get(edition_id)
            if edition_id in self._settled and (due is None or due > moment.as_of):
                continue
            funnel = self._look(edition_id, moment)
            last = self._known.funnels.get(edition_id)
            if last is None or content(last) != content(funnel):
                yield funnel

    def _look(self, edition_id: str, moment: Moment) -> CohortFunnelRevised:
        known = self._known
        parts = sorted(known.cohorts.get(edition_id, {}).items())
        cohort = Cohort(
            known.editions[edition_id],
            known.seats_reserved(edition_id),
            [course_of(part, known.standings[it], moment.as_of) for it, part in parts],
        )
        self._settled.add(edition_id)
        self._next.pop(edition_id, None)
        if (due := next_day(cohort, moment.as_of)) is not None:
            self._next[edition_id] = due
        return funnel_of(cohort, known.policy.cell_min if known.policy else CELL_MIN, moment)
