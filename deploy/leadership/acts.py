"""What people answer to a nomination, as events, and what is told of it then."""

from dataclasses import dataclass
from typing import Any

from deploy.acting import NotPossible, TurnedDown, envelope
from deploy.leadership.now import Nomination
from schemas.events import (
    Event,
    LeadershipRemarked,
    NominationDeclined,
    NominationEndorsed,
    NominationEvent,
    NominationProposed,
    NominationWithdrawn,
)

Told = NominationProposed | NominationWithdrawn


def endorsed(it: Nomination, role: str, reason: str | None) -> NominationEndorsed:
    """Raises NotPossible."""
    _require_standing(it, "endorse")
    return NominationEndorsed(**_about(it.proposed), actor_role=role, reason=reason)


def declined(it: Nomination, role: str, reason: str) -> NominationDeclined:
    """Raises NotPossible."""
    _require_standing(it, "decline")
    return NominationDeclined(**_about(it.proposed), actor_role=role, reason=reason)


@dataclass(frozen=True)
class ForNomination:
    """Until the nomination is told anew, or ends."""

    act: NominationEndorsed | NominationDeclined

    def hear(self, event: Event) -> Told | None:
        if event.causation_id != self.act.event_id:
            return None
        if isinstance(event, LeadershipRemarked):
            raise TurnedDown(event.detail, event.remedy)
        if not isinstance(event, NominationProposed | NominationWithdrawn):
            return None
        return event if event.nomination_id == self.act.nomination_id else None


def _require_standing(it: Nomination, what: str) -> None:
    """Of one that ended nothing would be told: people would wait for nothing."""
    about = it.proposed.nomination_id
    if it.status == "DECLINED" and it.answer is not None:
        raise NotPossible(f"{about} was declined by {it.answer.actor_role} already")
    if it.status == "WITHDRAWN":
        raise NotPossible(
            f"{about} was withdrawn, there is nothing to {what}: `pathways leadership nominations "
            f"{it.proposed.edition_id}` lists those that stand"
        )


def _about(it: NominationEvent) -> dict[str, Any]:
    names = ("candidate_id", "nomination_id", "edition_id")
    return envelope(it.nomination_id) | {name: getattr(it, name) for name in names}
