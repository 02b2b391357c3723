"""What other stages are told: each membership whose facts changed, and a standing that did."""

from hashlib import sha256

from schemas.events import (
    DepartureFact,
    Event,
    LeadershipStanding,
    LogPosition,
    MembershipRecorded,
)
from streams.candidates.memberships import MembershipFacts, Memberships, Profile, without_basis
from streams.candidates.standing import Standing

SOURCE = "pathways.candidates"
LOG = "candidate-log"


def changed_memberships(
    candidate_id: str,
    before: Memberships,
    after: Memberships,
    cause: Event,
    position: LogPosition,
) -> list[MembershipRecorded]:
    """In the order of the profiles; nothing for those whose facts stayed as they were."""
    if after is before:
        return []
    changed = {
        profile: facts
        for profile, facts in after.items()
        if (known := before.get(profile)) is not facts and known != facts
    }
    gone = [profile for profile in before if profile not in after]
    if gone:
        # Only an erasure takes a profile out of a state.
        erased = without_basis(DepartureFact(kind="ERASED", event_id=cause.event_id))
        changed |= dict.fromkeys(gone, erased)
    return [
        _recorded(candidate_id, profile, facts, cause, position)
        for profile, facts in changed.items()
    ]


def _recorded(
    candidate_id: str, profile: Profile, facts: MembershipFacts, cause: Event, position: LogPosition
) -> MembershipRecorded:
    # Its facts of the person are shared by all memberships: to call a frozen dataclass with as
    # many fields as this one costs more than to read them from the state.
    recorded = object.__new__(MembershipRecorded)
    recorded.__dict__.update(
        facts.person.__dict__,
        event_id=_event_id(position, profile),
        occurred_at=cause.occurred_at,
        recorded_at=cause.recorded_at,
        source=SOURCE,
        correlation_id=cause.correlation_id,
        causation_id=cause.event_id,
        candidate_id=candidate_id,
        job_group=profile[0],
        grade=profile[1],
        position=position,
        cause_type=type(cause).__name__,
        assessment=facts.assessment,
        member_since=facts.member_since,
        incumbency=facts.incumbency,
        departure=facts.departure,
    )
    return recorded


def told_standing(
    candidate_id: str, standing: Standing, cause: Event, position: LogPosition
) -> LeadershipStanding:
    return LeadershipStanding(
        event_id=f"{candidate_id}/{position.partition}/{position.count}/standing",
        occurred_at=cause.occurred_at,
        recorded_at=cause.recorded_at,
        source=SOURCE,
        correlation_id=cause.correlation_id,
        causation_id=cause.event_id,
        candidate_id=candidate_id,
        position=position,
        cause_type=type(cause).__name__,
        current_grade=standing.current_grade,
        gaps=standing.gaps,
        profiles=standing.profiles,
        participations=standing.participations,
        placements=standing.placements,
        departed=standing.departed,
    )


def _event_id(position: LogPosition, profile: Profile) -> str:
    """Derived from the place in the log, so that a recomputation finds the same one."""
    place = (position.log, str(position.partition), str(position.count), *profile)
    return sha256("\x1f".join(place).encode()).hexdigest()[:32]
