"""What keeps a backtest from being done.

HistoryError
└── BacktestError
    ├── NothingChosen     no assessment of the history fits what is to be voided or corrected
    ├── AlreadyThere      an event to add stands in the history under the same id
    ├── ChangesNothing    an event to add goes to no log that a backtest decides again
    ├── NeverInEffect     the rule set would decide nothing of the history
    └── Unsettled         people merged with one another could not be told apart or together
"""

from collections.abc import Iterable
from datetime import date

from streams.history.errors import HistoryError

NAMED_MAX = 40


class BacktestError(HistoryError):
    """Something about the changes that does not fit the history."""


class NothingChosen(BacktestError):
    """Naming what there is, so that a slip of the pen is seen at once."""

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        self.kind, self.value, self.known = kind, value, tuple(known)
        there = ", ".join(self.known[:NAMED_MAX]) or "none at all"
        more = len(self.known) - NAMED_MAX
        rest = f", and {more} more" if more > 0 else ""
        super().__init__(
            f"this history has no assessment of {kind} {value}. There are: {there}{rest}"
            if kind != "assessment"
            else f"this history has no assessment {value}: take the assessment_id from an "
            "AssessmentCompleted event"
        )


class AlreadyThere(BacktestError):
    def __init__(self, event_id: str) -> None:
        self.event_id = event_id
        super().__init__(
            f"the event {event_id} stands in this history already: give --replace to put yours "
            "in its place, or give yours an id of its own"
        )


class ChangesNothing(BacktestError):
    def __init__(self, event_id: str, kind: str) -> None:
        self.event_id = event_id
        super().__init__(
            f"the event {event_id} is a {kind}: no membership and no proposal depends on it. "
            "What an exercise would have come to is asked of `pathways rotation compare`"
        )


class NeverInEffect(BacktestError):
    def __init__(self, effective_from: date, last_day: date | None) -> None:
        self.effective_from, self.last_day = effective_from, last_day
        ends = f"ends on {last_day}" if last_day else "holds no day at all"
        super().__init__(
            f"the rule set takes effect on {effective_from}, but the history {ends}: nothing "
            "would change. Give it an earlier effective_from for this trial"
        )


class Unsettled(BacktestError):
    def __init__(self, candidate_ids: Iterable[str]) -> None:
        self.candidate_ids = tuple(sorted(candidate_ids))
        super().__init__(
            f"the merged ids {', '.join(self.candidate_ids)} tell each other news without end: "
            "`pathways audit` names what is wrong with their logs"
        )
