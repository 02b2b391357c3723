"""A person's part in each edition."""

from collections.abc import Mapping

from schemas.events import EditionTaken, LeadershipStanding
from schemas.events.learning import ParticipationStatus

SEATED: tuple[ParticipationStatus, ...] = ("SEAT_OFFERED", "COMPLETED")
_WEIGHT: Mapping[ParticipationStatus, int] = {
    "NOT_SELECTED": 0,
    "DECLINED": 1,
    "WITHDRAWN": 2,
    "APPLIED": 3,
    "SEAT_OFFERED": 4,
    "COMPLETED": 5,
}


def parts_of(standing: LeadershipStanding) -> Mapping[str, EditionTaken]:
    """By edition. Of several parts in one, as after a merge, the one that came furthest."""
    parts: dict[str, EditionTaken] = {}
    for part in sorted(standing.participations, key=_weight):
        parts[part.edition_id] = part
    return parts


def _weight(part: EditionTaken) -> tuple[int, str]:
    return _WEIGHT[part.status], part.participation_id
