"""What a pool foresees, told on the first day of each month: `pathways.horizon`, by job group."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from schemas.events.envelope import DutyStationKey, Event, LogPosition
from schemas.events.proposals import RuleSetUsed
from schemas.events.reference import HardshipClass
from schemas.events.vacancies import VacancyReason

StrengthOf = Literal["ALL", "LANGUAGE", "HARDSHIP"]


@dataclass(frozen=True, kw_only=True)
class AnticipatedOpening:
    """A post that may fall vacant, and who could take it then."""

    vacancy_id: str
    post_id: str
    grade: str
    duty_station: DutyStationKey
    hardship_class: HardshipClass | None
    """As it is known today; null where it is not."""
    reason: VacancyReason
    expected_on: date
    eligible: int
    """Members whom no rule would bar on that day, by what is known today."""
    cannot_confirm: int
    expiring: int
    """Active members today whom nothing but the end of their membership bars on that day."""


@dataclass(frozen=True, kw_only=True)
class BenchStrength:
    """Members who would be there in a month, beside the openings expected in it."""

    month: date
    """Its first day."""
    grade: str
    dimension: StrengthOf
    value: str
    """The language or hardship class; `all` for ALL."""
    members: int
    """Memberships valid on the first of the month whose holders are free by then if told three
    months before; for LANGUAGE who command it at working level, for HARDSHIP who have not refused
    it."""
    openings: int
    gap: int
    """Openings of the months so far that outnumber the members; 0 where there are enough."""


@dataclass(frozen=True, kw_only=True)
class HorizonForecast(Event):
    """A job group's openings and bench strength over the months ahead; a forecast, no promise."""

    job_group: str
    month: date
    """The first day of the month in which it was made."""
    part: int
    parts: int
    position: LogPosition
    as_of: date
    rule_set: RuleSetUsed
    decision_version: int
    openings: tuple[AnticipatedOpening, ...]
    strength: tuple[BenchStrength, ...]
