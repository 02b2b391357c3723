"""What keeps slates from being compared.

HistoryError
└── ExerciseError
    ├── NoSlate       the log has no slate of the exercise
    ├── NoSuchSlate   the log has slates of the exercise, and not this one
    ├── NotTaken      the exercise refuses what was to be laid over it
    ├── NotInEffect   the rules laid over it would not count on the slate's day
    ├── NoAnswer      the run done otherwise comes to no slate
    └── NeverAsked    the request behind a slate is not in the log
"""

from collections.abc import Iterable
from datetime import date

from streams.history.errors import HistoryError


class ExerciseError(HistoryError):
    """Something that does not fit the exercise as the logs have it."""


class NoSlate(ExerciseError):
    def __init__(self, cycle_id: str, known: Iterable[str]) -> None:
        self.cycle_id, self.known = cycle_id, tuple(known)
        there = ", ".join(self.known) or "none at all"
        super().__init__(
            f"no slate was ever proposed for {cycle_id}. Cycles with slates: {there}. Ids are "
            "compared letter by letter"
        )


class NoSuchSlate(ExerciseError):
    def __init__(self, cycle_id: str, asked: str, known: Iterable[str]) -> None:
        self.cycle_id, self.asked, self.known = cycle_id, asked, tuple(known)
        super().__init__(f"{cycle_id} has no {asked}: it has {', '.join(self.known)}")


class NotTaken(ExerciseError):
    def __init__(self, event_id: str, detail: str, remedy: str) -> None:
        self.event_id = event_id
        super().__init__(f"the exercise would refuse {event_id}: {detail}. {remedy}")


class NotInEffect(ExerciseError):
    def __init__(self, what: str, effective_from: date, day: date) -> None:
        self.effective_from, self.day = effective_from, day
        super().__init__(
            f"the {what} takes effect on {effective_from}, but the slate is of {day}: nothing "
            "would change. Give it an earlier effective_from for this trial"
        )


class NoAnswer(ExerciseError):
    def __init__(self, slate_id: str, reasons: Iterable[str]) -> None:
        self.slate_id, self.reasons = slate_id, tuple(reasons)
        said = "; ".join(self.reasons) or "and the exercise says nothing of the cause"
        super().__init__(f"done otherwise, {slate_id} comes to no slate: {said}")


class NeverAsked(ExerciseError):
    def __init__(self, slate_id: str) -> None:
        self.slate_id = slate_id
        super().__init__(
            f"the log does not hold what {slate_id} came of: `pathways audit` names what is wrong"
        )
