"""The cast of the story: pseudonyms, ratings, posts, and when each person is free."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One person; days are counted from the day of the story."""

    candidate_id: str
    assessments: tuple[tuple[str, str, str], ...] = ()
    """Job group, grade and rating of each."""
    assessed_days_ago: int = 200
    post: tuple[str, str, str, str] | None = None
    """Job group, grade, country and city of the post held."""
    due_in_days: int = 120
    appraisal: str = "FULLY_MEETS"
    free_in_days: int | None = 20
    """None: the person never confirmed."""


def _com(number: int, rating: str, **more: object) -> Member:
    return Member(f"c-5a{number:02x}", (("COM", "P-5", rating),), **more)  # type: ignore[arg-type]


CAST = (
    _com(1, "STAR"),
    _com(2, "STAR", assessed_days_ago=300, free_in_days=10),
    _com(3, "TIER_1", free_in_days=0),
    _com(4, "TIER_1", assessed_days_ago=340),
    _com(5, "TIER_1", free_in_days=45),
    _com(6, "TIER_2"),
    _com(7, "TIER_2", assessed_days_ago=210, free_in_days=15),
    # Free only after the post must be taken up.
    _com(8, "STAR", free_in_days=200),
    # Never said when.
    _com(9, "TIER_1", free_in_days=None),
    _com(10, "NOT_READY_YET"),
    # TIER_2 counts for twelve months: this one lapsed.
    _com(11, "TIER_2", assessed_days_ago=400),
    Member("c-5a0c", post=("COM", "P-5", "JOR", "Amman")),
    Member("c-5a0d", post=("COM", "P-5", "UKR", "Kyiv"), due_in_days=30, free_in_days=30),
    # In the post, but the appraisal is not satisfactory.
    Member("c-5a0e", post=("COM", "P-5", "TUN", "Tunis"), appraisal="DOES_NOT_MEET"),
    Member("c-5a0f", (("COM", "P-4", "STAR"),)),
    Member("c-5a10", (("COM", "P-4", "TIER_1"), ("COM", "P-5", "TIER_2"))),
    Member("c-5a11", (("COM", "D-1", "TIER_1"),)),
    Member("c-5a12", (("RMO", "P-4", "STAR"),)),
    Member("c-5a13", (("RMO", "P-4", "TIER_1"), ("RMO", "P-3", "STAR"))),
    Member("c-5a14", (("RMO", "P-4", "TIER_2"),)),
    Member("c-5a15", post=("RMO", "P-4", "THA", "Bangkok")),
    Member("c-5a16", (("RMO", "P-3", "TIER_1"),)),
    Member("c-5a17", (("SCO", "P-3", "STAR"), ("SCO", "P-4", "TIER_1"))),
    Member("c-5a18", (("SCO", "P-3", "TIER_1"),)),
    Member("c-5a19", (("SCO", "P-4", "STAR"),), free_in_days=5),
)
