"""What can be wrong with what the exercise stage is given.

ExerciseError
├── NewerState        the state was written by a newer decision version
└── UnexpectedRecord  a record that has no business in the exercise-log
"""

from streams.exercise import DECISION_VERSION


class ExerciseError(Exception):
    """Something that the exercise stage cannot fold."""


class NewerState(ExerciseError):
    """State of a newer decision version: an older program must not go on from it."""

    def __init__(self, key: str, decision_version: int) -> None:
        self.key, self.decision_version = key, decision_version
        super().__init__(
            f"state {key!r} was written by decision version {decision_version}, this program "
            f"knows up to {DECISION_VERSION}: start the newer program, or refold into fresh topics"
        )


class UnexpectedRecord(ExerciseError):
    """A record of a kind that the exercise does not fold."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"{kind} in the exercise-log: the exercise knows cycles, catalogues, rankings, slates, "
            "staffing, reference facts and the pools' answers; upgrade this program if the "
            "contract has grown, else find who wrote it"
        )
