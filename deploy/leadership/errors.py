"""What keeps the leadership pipeline from being shown.

LeadershipNowError
├── UnknownEdition      no such edition was announced
├── UnknownNomination   nobody was proposed under the id
└── NobodyKnown         the person has no open need and no nomination
"""

from collections.abc import Iterable

NAMED_MAX = 20


class LeadershipNowError(Exception):
    """Something that the leadership stage does not hold."""


class UnknownEdition(LeadershipNowError):
    def __init__(self, edition_id: str, known: Iterable[str]) -> None:
        self.edition_id = edition_id
        there = ", ".join(known) or "none: publish a ProgrammeEditionAnnounced first"
        super().__init__(f"no edition {edition_id} is known. Editions known: {there}")


class UnknownNomination(LeadershipNowError):
    def __init__(self, nomination_id: str) -> None:
        self.nomination_id = nomination_id
        super().__init__(
            f"no nomination {nomination_id} was ever proposed, or its person was erased: "
            "`pathways leadership nominations --all` lists those there are"
        )


class NobodyKnown(LeadershipNowError):
    def __init__(self, candidate_id: str) -> None:
        self.candidate_id = candidate_id
        super().__init__(
            f"nothing of {candidate_id} reached the leadership stage: whoever has no gap in an "
            "assessment rated TIER_2 and no part in a programme is not told to it. "
            "Ids are compared letter by letter"
        )
