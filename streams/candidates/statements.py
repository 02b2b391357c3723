"""Everything that events state of a person, and about which thing: the parts of the state."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from streams.candidates.stated.applications import APPLICATIONS
from streams.candidates.stated.assessments import ASSESSMENTS
from streams.candidates.stated.availability import AVAILABILITY
from streams.candidates.stated.learning import LEARNING
from streams.candidates.stated.offers import OFFERS
from streams.candidates.stated.profile import PROFILE
from streams.candidates.stated.staffing import STAFFING
from streams.candidates.stated.statement import Statements

STATEMENTS: Statements = MappingProxyType(
    {
        **APPLICATIONS,
        **PROFILE,
        **ASSESSMENTS,
        **STAFFING,
        **AVAILABILITY,
        **OFFERS,
        **LEARNING,
    }
)
"""Every event that states something about a thing; a voided assessment is only struck out."""

Identity = Callable[[Any], Any]
"""Of an entry: two with the same identity are about the same thing, and the later one counts."""


def _the_only_one(entry: Any) -> str:
    return ""


_ASSESSMENT = attrgetter("assessment_id")
_ASSIGNMENT = attrgetter("assignment_id")
_APPLICATION = attrgetter("application_id")
_HOLD = attrgetter("hold_id")

IDENTITIES: Mapping[str, Identity] = MappingProxyType(
    {
        "profiles": attrgetter("job_group", "grade"),
        "submissions": _APPLICATION,
        "screenings": _APPLICATION,
        "withdrawals": _APPLICATION,
        "schedules": _ASSESSMENT,
        "assessments": _ASSESSMENT,
        "recalibrations": _ASSESSMENT,
        "assignments": _ASSIGNMENT,
        "arrivals": _ASSIGNMENT,
        "tour_ends": _ASSIGNMENT,
        "abolitions": _ASSIGNMENT,
        "separations": _ASSIGNMENT,
        "appraisals": attrgetter("period_end"),
        "confirmations": _the_only_one,
        "holds": _HOLD,
        "releases": _HOLD,
        "offer_steps": attrgetter("offer_id", "step"),
        "placements": attrgetter("offer_id"),
        "texts": attrgetter("field"),
        "nationalities": _the_only_one,
        "experience": _the_only_one,
        "retirement": _the_only_one,
        "languages": attrgetter("language", "framework", "evidence"),
        "preferences": _the_only_one,
        "clearances": attrgetter("clearance_id"),
        "leavings": attrgetter("job_group", "grade"),
        "participations": attrgetter("participation_id", "step"),
        "merges": attrgetter("merged_id", "stays_as"),
    }
)
"""What identifies the entries of each part of the state."""
