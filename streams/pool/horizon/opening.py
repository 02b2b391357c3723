"""An opening that is foreseen: a post, the day from when it needs somebody, and why."""

from dataclasses import dataclass
from datetime import date

from schemas.events import DutyStationKey, VacancyReason


@dataclass(frozen=True, slots=True)
class Opening:
    """What a forecast rests on, before anybody is judged for it."""

    vacancy_id: str
    post_id: str
    job_group: str
    grade: str
    duty_station: DutyStationKey
    reason: VacancyReason
    expected_on: date
    """May lie in the past: whoever was to leave by then is still there."""
    holders: tuple[str, ...] = ()
    """Who leaves it: they cannot take it again."""
    stated: bool = False
    """Whether post management anticipates it under an id of its own."""


def anticipated_id(post_id: str, expected_on: date) -> str:
    """The id under which a pool anticipates an opening."""
    return f"{post_id}/{expected_on}"
