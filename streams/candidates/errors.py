"""What can be wrong with what the candidates stage is given.

CandidatesError
├── ForeignMerge      a merge in the log of somebody whom it does not name
├── NewerState        the state was written by a newer decision version
└── UnexpectedRecord  a record that has no business in the candidate-log
"""

from streams.candidates import DECISION_VERSION


class CandidatesError(Exception):
    """Something that the candidates stage cannot fold."""


class ForeignMerge(CandidatesError):
    """The key of a merge in the candidate-log must be one of the two ids that it names."""

    def __init__(self, key: bytes | None, ids: tuple[str, str]) -> None:
        self.key, self.ids = key, ids
        super().__init__(
            f"a merge of {ids[1]!r} into {ids[0]!r} stands in the candidate-log under the key "
            f"{key!r}: find out who wrote it, for intake writes it under both ids"
        )


class NewerState(CandidatesError):
    """State of a newer decision version: an older program must not go on from it."""

    def __init__(self, key: bytes, decision_version: int | None) -> None:
        self.key, self.decision_version = key, decision_version
        written = (
            "in a schema that this program does not have"
            if decision_version is None
            else f"by decision version {decision_version}"
        )
        super().__init__(
            f"the state of {key!r} was written {written}; this program knows decisions up to "
            f"version {DECISION_VERSION}: start the newer program, or refold into fresh topics"
        )


class UnexpectedRecord(CandidatesError):
    """A record of a kind that the fold of a person does not know."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            f"{kind} in the candidate-log: the fold knows applications, assessments, staffing, "
            "availability, learning, offers and who is who; upgrade this program if the contract "
            "has grown, else find out who wrote it"
        )
