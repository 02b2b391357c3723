"""What every event carries, whatever it is about."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; times are UTC with a time zone, to the microsecond."""

    event_id: str
    """Unique for ever; the same fact published twice has the same id."""
    occurred_at: datetime
    """When it took effect; may lie before or after `recorded_at`."""
    recorded_at: datetime
    """When the source learnt of it."""
    source: str
    """The system that states it, such as `hr.staffing`."""
    correlation_id: str | None = None
    """What belongs together, such as all events of one recruitment."""
    causation_id: str | None = None
    """The event that brought this one about."""


@dataclass(frozen=True, kw_only=True)
class PoolProfile:
    """What the Pool holds people for: a job group at a grade, such as COM/P-5."""

    job_group: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class DutyStationKey:
    """A place: neither a city's name nor its code alone is unique, country and code are."""

    country: str
    """ISO 3166-1 alpha-3."""
    city_code: str
    """The city's code in the UN system's list of duty stations."""


@dataclass(frozen=True, kw_only=True)
class LogPosition:
    """A place in a log that survives copying it: the number of records folded up to it."""

    log: str
    """The topic without its prefix, such as `pool-log`."""
    partition: int
    count: int
    """Records of that partition folded so far, this one included."""
