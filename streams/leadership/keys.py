"""What each event that the state consists of is about: its key on `leadership-state`."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas import events
from schemas.events import Event

_KEYS: Mapping[type[Event], Callable[[Any], str]] = {
    events.DayStarted: lambda it: "day",
    events.LeadershipPolicyPublished: lambda it: f"policy|{it.policy_id}|{it.version}",
    events.ProgrammeEditionAnnounced: lambda it: f"edition|{it.edition_id}",
    events.SeatsReservedChanged: lambda it: f"seats|{it.edition_id}",
    events.LeadershipStanding: lambda it: f"standing|{it.candidate_id}",
    events.NominationEndorsed: lambda it: answer_key(it.nomination_id),
    events.NominationDeclined: lambda it: answer_key(it.nomination_id),
    events.DevelopmentNeedIdentified: lambda it: need_key(it.candidate_id, it.need_id),
    events.NominationProposed: lambda it: f"nomination|{it.nomination_id}",
    events.NominationWithdrawn: lambda it: withdrawn_key(it.nomination_id),
    events.CohortFunnelRevised: lambda it: f"funnel|{it.edition_id}",
    events.LeadershipRemarked: lambda it: remark_key(it.remark, it.edition_id, it.candidate_id),
}


def key_of(event: Event) -> str:
    return _KEYS[type(event)](event)


def need_key(candidate_id: str, need_id: str) -> str:
    return f"need|{candidate_id}|{need_id}"


def answer_key(nomination_id: str) -> str:
    return f"answer|{nomination_id}"


def withdrawn_key(nomination_id: str) -> str:
    return f"withdrawn|{nomination_id}"


def remark_key(remark: str, edition_id: str | None, candidate_id: str | None = None) -> str:
    return f"remark|{remark}|{edition_id or ''}|{candidate_id or ''}"
