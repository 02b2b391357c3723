"""What the roster is filtered by, as it stands in the page's address and in its form."""

from collections.abc import Iterable
from datetime import date

from fastapi import HTTPException

from consumers.console.filters import Filters, Text
from consumers.questions.coverage import Coverage
from consumers.questions.roster import Wanted


class Asked(Filters):
    path = "/roster"

    job_group: Text = ""
    grade: Text = ""
    status: Text = ""
    rating: Text = ""
    ends_by: Text = ""
    candidate_id: Text = ""

    def wanted(self) -> Wanted:
        """Raises HTTPException where the day is none."""
        return Wanted(
            job_groups=_given(self.job_group),
            grades=_given(self.grade),
            statuses=_given(self.status),
            ratings=_given(self.rating),
            ends_by=self._day(),
            candidate_id=self.candidate_id.strip() or None,
        )

    def charted(self, lines: Iterable[Coverage]) -> list[Coverage]:
        """Those lines of the coverage that the charts show: they know profiles and ratings."""
        job_group, grade, rating = self.job_group, self.grade, self.rating
        return [
            line
            for line in lines
            if job_group in ("", line.job_group)
            and grade in ("", line.grade)
            and rating in ("", line.rating)
        ]

    @property
    def charts_tell_all(self) -> bool:
        """Whether the charts show whoever the list shows, and nobody else."""
        return not (self.status or self.ends_by or self.candidate_id.strip())

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self.ends_by) if self.ends_by else None
        except ValueError as error:
            raise HTTPException(422, f"{self.ends_by!r} is no day such as 2026-03-14.") from error


def _given(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
