"""What can be wrong with what the leadership stage is given.

LeadershipError
├── NewerState        the state was written by a newer decision version
└── UnexpectedRecord  a record that has no business in the leadership-log
"""

from streams.leadership import DECISION_VERSION


class LeadershipError(Exception):
    """Something that the leadership stage cannot fold."""


class NewerState(LeadershipError):
    """State of a newer decision version: an older program must not go on from it."""

    def __init__(self, key: str, decision_version: int | None) -> None:
        self.key, self.decision_version = key, decision_version
        written = (
            "in a schema that this program does not have"
            if decision_version is None
            else f"by decision version {decision_version}"
        )
        super().__init__(
            f"state {key!r} was written {written}; this program knows decisions up to version "
            f"{DECISION_VERSION}: start the newer program, or refold into fresh topics"
        )


class UnexpectedRecord(LeadershipError):
    """A record of a kind that the leadership stage does not fold."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"{kind} in the leadership-log: the stage knows standings of people, editions, seats, "
            "policies, answers to nominations and days; upgrade this program if the contract has "
            "grown, else find who wrote it"
        )
