"""What keeps a dead letter from being found or retried.

RejectedError
├── BadPlace        a text that names no place of a dead letter
├── NoSuchLetter    no dead letter stands there
└── CannotRetry     the event would be refused again, or cannot be told from its bytes
"""

from streams.history.errors import HistoryError


class RejectedError(HistoryError):
    """Something about a dead letter; nothing was published."""


class BadPlace(RejectedError):
    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"{text!r} is no place: give rejected/0:17 as `pathways rejected list` shows it, or "
            "where the record stood, as topic/partition/offset, such as assessments/1/4711"
        )


class NoSuchLetter(RejectedError):
    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"no dead letter stands at, or comes from, {text}: `pathways rejected list` shows all"
        )


class CannotRetry(RejectedError):
    """What is wrong, and what would help."""
