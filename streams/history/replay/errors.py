"""What can be wrong with a replay.

ReplayError
├── UnreadableBound   a text that is neither a time nor a position
├── NothingThere      the logs hold nothing between the two bounds
├── NotReplayed       topics or options that do not go together
├── Taken             the destination holds something already
├── OtherReplay       what was interrupted there was another replay
├── NotTaken          Kafka did not take what was to be written
└── NoRoom            the disk is full

NoSuchPosition
└── PastTheEnd        a log holds fewer records than that
"""

from pathlib import Path

from streams.history.errors import HistoryError, NoSuchPosition
from streams.history.logs import Place


class ReplayError(HistoryError):
    """Something that keeps a part of history from being replayed; nothing more was written."""


class UnreadableBound(ReplayError):
    def __init__(self, text: str, problem: str) -> None:
        self.text = text
        super().__init__(
            f"{text!r} is no bound: {problem}. Give a time such as 2026-03-14T09:30Z, a position "
            "such as candidate-log/3:4711 (the first record is number 1), or one number for all "
            "partitions"
        )


class PastTheEnd(NoSuchPosition):
    def __init__(self, place: Place, asked: int, held: int) -> None:
        self.held = held
        super().__init__(place, f"record {asked}", f"{held} records")


class NothingThere(ReplayError):
    """The bounds miss what the logs hold."""


class NotReplayed(ReplayError):
    """What was asked for makes no sense, or would do harm."""


class Taken(ReplayError):
    """The destination holds something already."""


class OtherReplay(ReplayError):
    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(
            f"{where} was begun by another replay: other topics, bounds or choices. Give the same "
            "ones again to go on with it, or replay to another place"
        )


class NotTaken(ReplayError):
    def __init__(self, prefix: str, cause: BaseException) -> None:
        self.prefix = prefix
        super().__init__(
            f"Kafka did not take what was to be written to {prefix}*: "
            f"{cause or type(cause).__name__}. What it took before stands there; run the same "
            "command with --resume when Kafka answers again"
        )


class NoRoom(ReplayError):
    """What is whole so far is kept, under a name that nobody takes for the result."""

    def __init__(self, part: Path, problem: str) -> None:
        self.part = part
        super().__init__(
            f"cannot write on: {problem.lower()}. What is whole so far stands in {part}: make room "
            "and run the same command with --resume, or remove that file"
        )
