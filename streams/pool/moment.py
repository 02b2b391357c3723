"""What a transaction says of itself in all its outputs."""

from dataclasses import dataclass
from datetime import date, datetime

from schemas.events import LogPosition

SOURCE = "pathways.pool"


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything here follows from the records of the transaction: no clock is read."""

    position: LogPosition
    """The last record folded."""
    at: datetime
    """The latest `recorded_at` of the records folded: both times of every output."""
    as_of: date
    """The day; before the first one started, the UTC date of `at`."""
