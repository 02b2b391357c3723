"""The cast of the story: pseudonyms, ratings, posts, and when each person is free."""

from dataclasses import dataclass

from schemas.events import Gender, HardshipClass, Origin

YEAR_DAYS = 365


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
    origin: Origin = "INTERNAL"
    gender: Gender = "F"
    nationality: str = "KEN"
    max_hardship: HardshipClass = "E"
    accepts_non_family: bool = True
    retires_in_days: int = 15 * YEAR_DAYS
    cleared: bool = True
    """Whether all clearances are granted; otherwise the medical one is pending."""
    further_language: str | None = None
    """Beside English."""


def _com(number: int, rating: str, **more: object) -> Member:
    return Member(f"c-5a{number:02x}", (("COM", "P-5", rating),), **more)  # type: ignore[arg-type]


CAST = (
    _com(1, "STAR", further_language="fr"),
    # First in rating, but from outside: considered after those whom the notice puts first.
    _com(2, "STAR", assessed_days_ago=300, free_in_days=10, origin="EXTERNAL", gender="M",
         nationality="FRA", further_language="fr"),
    _com(3, "TIER_1", free_in_days=0, gender="M", nationality="JOR", further_language="ar"),
    # From outside too, and first by the notice: a woman, at P-4 and above.
    _com(4, "TIER_1", assessed_days_ago=340, origin="EXTERNAL", nationality="BRA"),
    # And a national of a state that is not represented.
    _com(5, "TIER_1", free_in_days=45, origin="EXTERNAL", gender="M", nationality="TUV"),
    # Refuses to serve where families cannot come.
    _com(6, "TIER_2", accepts_non_family=False, nationality="PHL"),
    _com(7, "TIER_2", assessed_days_ago=210, free_in_days=15, nationality="COL",
         further_language="es"),
    # Free only after the post must be taken up.
    _com(8, "STAR", free_in_days=200, nationality="DEU"),
    # Never said when.
    _com(9, "TIER_1", free_in_days=None, gender="M", nationality="GHA"),
    _com(10, "NOT_READY_YET", nationality="ITA"),
    # TIER_2 counts for twelve months: this one lapsed.
    _com(11, "TIER_2", assessed_days_ago=400, nationality="NPL"),
    # Retires some months after the start.
    Member("c-5a0c", post=("COM", "P-5", "JOR", "Amman"), retires_in_days=300, nationality="SEN",
           further_language="fr"),
    Member("c-5a0d", post=("COM", "P-5", "UKR", "Kyiv"), due_in_days=30, free_in_days=30,
           gender="M", nationality="CAN", further_language="fr"),
    # In the post, but the appraisal is not satisfactory.
    Member("c-5a0e", post=("COM", "P-5", "TUN", "Tunis"), appraisal="DOES_NOT_MEET"),
    Member("c-5a0f", (("COM", "P-4", "STAR"),), gender="M", nationality="JPN"),
    # From outside and has not said which gender: the tier is for a person to resolve.
    Member("c-5a10", (("COM", "P-4", "TIER_1"), ("COM", "P-5", "TIER_2")), origin="EXTERNAL",
           gender="UNDISCLOSED", nationality="MEX", further_language="es"),
    Member("c-5a11", (("COM", "D-1", "TIER_1"),), nationality="IND"),
    Member("c-5a12", (("RMO", "P-4", "STAR"),), gender="M", nationality="NGA"),
    Member("c-5a13", (("RMO", "P-4", "TIER_1"), ("RMO", "P-3", "STAR")), nationality="UGA"),
    Member("c-5a14", (("RMO", "P-4", "TIER_2"),), gender="M", nationality="POL"),
    Member("c-5a15", post=("RMO", "P-4", "THA", "Bangkok"), nationality="THA"),
    Member("c-5a16", (("RMO", "P-3", "TIER_1"),), gender="M", nationality="ESP"),
    Member("c-5a17", (("SCO", "P-3", "STAR"), ("SCO", "P-4", "TIER_1")), nationality="ETH"),
    # A clearance is still awaited.
    Member("c-5a18", (("SCO", "P-3", "TIER_1"), ("SCO", "P-4", "TIER_1")), cleared=False,
           gender="M", nationality="BGD"),
    Member("c-5a19", (("SCO", "P-4", "STAR"),), free_in_days=5, nationality="NOR"),
)  # fmt: skip
