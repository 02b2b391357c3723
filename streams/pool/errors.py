"""What can be wrong with what the pool is given.

PoolError
├── NewerState        the state was written by a newer decision version
├── TooManyCodes      more distinct values than a column can hold
└── UnexpectedRecord  a record that has no business in the pool-log or the pool's state
"""

from streams.pool import DECISION_VERSION


class PoolError(Exception):
    """Something that the pool cannot fold."""


class NewerState(PoolError):
    """State of a newer decision version: an older program must not go on from it."""

    def __init__(self, key: str, decision_version: int) -> None:
        self.key, self.decision_version = key, decision_version
        super().__init__(
            f"state {key!r} was written by decision version {decision_version}, this program "
            f"knows up to {DECISION_VERSION}: start the newer program, or refold into fresh topics"
        )


class TooManyCodes(PoolError):
    """More distinct values of one kind than any organisation has."""

    def __init__(self, entry: str, codes_max: int) -> None:
        self.entry, self.codes_max = entry, codes_max
        super().__init__(
            f"{entry[:200]} is one value more than the {codes_max + 1} that a column holds: find "
            "the source that makes up codes, and correct its facts"
        )


class UnexpectedRecord(PoolError):
    """A record of a kind that the pool does not fold."""

    def __init__(self, kind: str, where: str) -> None:
        self.kind, self.where = kind, where
        super().__init__(
            f"{kind} in {where}: the pool knows memberships, vacancies, offers and reference "
            "facts; upgrade this program if the contract has grown, else find who wrote it"
        )
