"""The facts of a person's memberships, read from the state: free of time and of policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.events import (
    ApplicationScreened,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    AssessmentFact,
    AvailabilityFact,
    CommitmentFact,
    HoldFact,
    IncumbencyFact,
    PerformanceFact,
    PoolProfile,
)
from schemas.events.candidate_state import Assessment, Assignment, CandidateState, Hold
from streams.candidates.stamps import event_id_of, occurred_at_of

Profile = tuple[str, str]
"""Job group and grade."""
ONE_DAY = timedelta(days=1)
WITHOUT_FACTS = frozenset({ApplicationSubmitted, ApplicationScreened, ApplicationWithdrawn})
"""Events that change no fact of any membership."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What holds for each membership of a person alike."""

    performance: PerformanceFact | None
    availability: AvailabilityFact | None
    holds: tuple[HoldFact, ...]
    commitments: tuple[CommitmentFact, ...]


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """What `MembershipRecorded` says of one membership, beside what caused it."""

    assessment: AssessmentFact | None
    member_since: date | None
    incumbency: IncumbencyFact | None
    person: PersonFacts


def memberships(state: CandidateState) -> Mapping[Profile, MembershipFacts]:
    """The facts of each profile that an assessment or an assignment ever named, in their order."""
    if not state.profiles:
        return {}
    person = _person_facts(state)
    counting = _counting(state)
    return {
        (profile.job_group, profile.grade): _membership(profile, state, counting, person)
        for profile in state.profiles
    }


def _membership(
    profile: PoolProfile,
    state: CandidateState,
    counting: tuple[Assessment, ...],
    person: PersonFacts,
) -> MembershipFacts:
    job_group, grade = profile.job_group, profile.grade
    assessed = [it for it in counting if it.job_group == job_group and it.grade == grade]
    assigned = [it for it in state.assignments if it.job_group == job_group and it.grade == grade]
    return MembershipFacts(
        _assessment_fact(assessed),
        _member_since(assessed, assigned),
        _incumbency_fact(assigned, state),
        person,
    )


def _counting(state: CandidateState) -> tuple[Assessment, ...]:
    """Those neither voided nor superseded; what a voided one replaced stays replaced."""
    superseded = {it.supersedes for it in state.assessments if it.supersedes is not None}
    if not superseded and not state.voided:
        return state.assessments
    struck = superseded.union(state.voided)
    return tuple(it for it in state.assessments if it.assessment_id not in struck)


def _assessment_fact(assessed: list[Assessment]) -> AssessmentFact | None:
    if not assessed:
        return None
    last = max(assessed, key=lambda it: (it.completed_on, it.stamp))
    return AssessmentFact(
        assessment_id=last.assessment_id,
        rating=last.rating,
        completed_on=last.completed_on,
        event_id=event_id_of(last.stamp),
    )


def _member_since(assessed: list[Assessment], assigned: list[Assignment]) -> date | None:
    # NOT_READY_YET makes nobody a member: it is the one rating whose meaning is no policy.
    days = [it.completed_on for it in assessed if it.rating != "NOT_READY_YET"]
    days.extend(it.starts_on for it in assigned)
    return min(days, default=None)


def _incumbency_fact(assigned: list[Assignment], state: CandidateState) -> IncumbencyFact | None:
    if not assigned:
        return None
    last = max(assigned, key=lambda it: (it.starts_on, it.stamp))
    ends = [it.ends_on for it in state.separations if it.assignment_id == last.assignment_id]
    return IncumbencyFact(
        assignment_id=last.assignment_id,
        post_id=last.post_id,
        starts_on=last.starts_on,
        ends_on=ends[0] if ends else None,
        due_rotation_on=last.due_rotation_on,
        event_id=event_id_of(last.stamp),
    )


def _person_facts(state: CandidateState) -> PersonFacts:
    return PersonFacts(
        _performance_fact(state),
        _availability_fact(state),
        _hold_facts(state),
        _commitment_facts(state),
    )


def _performance_fact(state: CandidateState) -> PerformanceFact | None:
    if not state.appraisals:
        return None
    last = state.appraisals[-1]
    return PerformanceFact(
        rating=last.rating, period_end=last.period_end, event_id=event_id_of(last.stamp)
    )


def _availability_fact(state: CandidateState) -> AvailabilityFact | None:
    if not state.confirmations:
        return None
    last = state.confirmations[-1]
    return AvailabilityFact(
        available_from=last.available_from,
        notice_days=last.notice_days,
        confirmed_at=occurred_at_of(last.stamp),
        event_id=event_id_of(last.stamp),
    )


def _hold_facts(state: CandidateState) -> tuple[HoldFact, ...]:
    if not state.holds:
        return ()
    released = {it.hold_id: it.released_on for it in state.releases}
    facts = (_hold_fact(hold, released.get(hold.hold_id)) for hold in state.holds)
    return tuple(fact for fact in facts if fact is not None)


def _hold_fact(hold: Hold, released_on: date | None) -> HoldFact | None:
    """Nothing for a hold that was released before its first day."""
    until = hold.held_until
    if released_on is not None:
        if released_on <= hold.held_from:
            return None
        last_day = released_on - ONE_DAY
        until = last_day if until is None else min(until, last_day)
    return HoldFact(
        hold_id=hold.hold_id,
        held_from=hold.held_from,
        held_until=until,
        reason=hold.reason,
        event_id=event_id_of(hold.stamp),
    )


def _commitment_facts(state: CandidateState) -> tuple[CommitmentFact, ...]:
    """Accepted offers; one that was declined or revoked, at whatever time, binds nobody."""
    if not state.offer_steps:
        return ()
    over = {it.offer_id for it in state.offer_steps if it.step in ("DECLINED", "REVOKED")}
    return tuple(
        CommitmentFact(
            offer_id=it.offer_id, vacancy_id=it.vacancy_id, event_id=event_id_of(it.stamp)
        )
        for it in state.offer_steps
        if it.step == "ACCEPTED" and it.offer_id not in over
    )
