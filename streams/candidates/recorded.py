"""What the pool is told: one `MembershipRecorded` for each membership whose facts changed."""

from collections.abc import Mapping
from hashlib import sha256

from schemas.events import Event, LogPosition, MembershipRecorded
from streams.candidates.memberships import MembershipFacts, Profile

SOURCE = "pathways.candidates"
LOG = "candidate-log"


def changed_memberships(
    candidate_id: str,
    before: Mapping[Profile, MembershipFacts],
    after: Mapping[Profile, MembershipFacts],
    cause: Event,
    position: LogPosition,
) -> list[MembershipRecorded]:
    """In the order of the profiles; nothing for those whose facts stayed as they were."""
    return [
        _recorded(candidate_id, profile, facts, cause, position)
        for profile, facts in after.items()
        if before.get(profile) != facts
    ]


def _recorded(
    candidate_id: str, profile: Profile, facts: MembershipFacts, cause: Event, position: LogPosition
) -> MembershipRecorded:
    job_group, grade = profile
    person = facts.person
    return MembershipRecorded(
        event_id=_event_id(position, profile),
        occurred_at=cause.occurred_at,
        recorded_at=cause.recorded_at,
        source=SOURCE,
        correlation_id=cause.correlation_id,
        causation_id=cause.event_id,
        candidate_id=candidate_id,
        job_group=job_group,
        grade=grade,
        position=position,
        cause_type=type(cause).__name__,
        assessment=facts.assessment,
        member_since=facts.member_since,
        incumbency=facts.incumbency,
        performance=person.performance,
        availability=person.availability,
        holds=person.holds,
        commitments=person.commitments,
    )


def _event_id(position: LogPosition, profile: Profile) -> str:
    """Derived from the place in the log, so that a recomputation finds the same one."""
    place = (position.log, str(position.partition), str(position.count), *profile)
    return sha256("\x1f".join(place).encode()).hexdigest()[:32]
