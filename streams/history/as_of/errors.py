"""What can be wrong with a question about a day.

HistoryError
├── OutsideHistory   the day lies before the first record or after the last day (of `explain`)
└── NothingKnown     nothing was known of a person on that day
"""

from datetime import date

from streams.history.errors import HistoryError


class NothingKnown(HistoryError):
    def __init__(self, candidate_id: str, day: date, clock: str, first: date) -> None:
        self.candidate_id, self.day = candidate_id, day
        what = "recorded" if clock == "recorded" else "true"
        super().__init__(
            f"nothing was {what} of {candidate_id} by {day}: the first fact about this person is "
            f"of {first}, by the clock `{clock}`"
        )
