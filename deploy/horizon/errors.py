"""What keeps the horizon from being shown.

HorizonError
└── NoForecast   none was told for a job group, or none in the month that is asked for
"""

from collections.abc import Iterable
from datetime import date


class HorizonError(Exception):
    """Something that the pools never told."""


class NoForecast(HorizonError):
    def __init__(self, asked: str, known: Iterable[str]) -> None:
        self.known = tuple(known)
        there = (
            f"Forecasts there are: {'; '.join(self.known)}"
            if self.known
            else "A pool tells one when a month begins, by the day that starts: wait for the first"
        )
        super().__init__(f"there is no forecast {asked}. {there}")


def month_words(month: date) -> str:
    return f"{month:%Y-%m}"
