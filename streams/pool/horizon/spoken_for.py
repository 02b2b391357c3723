"""What vacancies say of posts already: those opened, and those only anticipated."""

from collections import defaultdict
from datetime import date

from schemas.events import VacancyAnticipated
from schemas.events.stamps import stamp
from streams.pool.case import Case
from streams.pool.holdings import Holdings
from streams.pool.moment import SOURCE


class SpokenFor:
    """The vacancies of one job group."""

    def __init__(self, holdings: Holdings, job_group: str) -> None:
        self.anticipated: dict[str, VacancyAnticipated] = {}
        """By vacancy: what post management anticipates."""
        self.own: dict[str, VacancyAnticipated] = {}
        """By vacancy: what this pool anticipated before, and did not take back."""
        self._opened: dict[str, list[date]] = defaultdict(list)
        for case in holdings.cases.values():
            self._note(case, job_group)

    def since(self, post_id: str, holder_came: date | None) -> bool:
        """Whether a vacancy of the post was opened later than that; None: at all.

        However it went on: it is there, or people decided about it.
        """
        return any(
            holder_came is None or opened > holder_came for opened in self._opened.get(post_id, ())
        )

    def _note(self, case: Case, job_group: str) -> None:
        vacancy = case.vacancy
        if vacancy.terms is not None:
            if vacancy.terms.job_group == job_group:
                self._opened[vacancy.terms.post_id].append(vacancy.terms.opened_on)
        elif vacancy.state == "ANTICIPATED":
            said = _last_said(case)
            if said.job_group == job_group:
                (self.own if said.source == SOURCE else self.anticipated)[case.vacancy_id] = said


def _last_said(case: Case) -> VacancyAnticipated:
    said = (event for event in case.counting() if isinstance(event, VacancyAnticipated))
    return max(said, key=stamp)
