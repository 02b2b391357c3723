"""The facts of a person's memberships, read from the state: free of time and of policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.events import (
    AssessmentFact,
    DepartureFact,
    Event,
    IncumbencyFact,
    PoolProfile,
)
from schemas.events.candidate_state import Assessment, CandidateState, Leaving, Merge
from streams.candidates.assessed import assessment_fact, counting_assessments, makes_a_member
from streams.candidates.joined import with_profiles
from streams.candidates.person_facts import (
    NOTHING_KNOWN,
    ONLY_PERSONAL,
    PersonFacts,
    person_facts,
    with_facts,
)
from streams.candidates.persons import former_ids, merges_that_count, whole_person
from streams.candidates.posts import HeldPost, held_posts, incumbency_fact
from streams.candidates.stamps import event_id_of, occurred_on

Profile = tuple[str, str]
"""Job group and grade."""
WITHOUT_FACTS = frozenset(kind for kind, names in ONLY_PERSONAL.items() if not names)
"""Events that change no fact of any membership."""


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """What `MembershipRecorded` says of one membership, beside what caused it."""

    assessment: AssessmentFact | None
    member_since: date | None
    incumbency: IncumbencyFact | None
    departure: DepartureFact | None
    person: PersonFacts


Memberships = Mapping[Profile, MembershipFacts]


def memberships(state: CandidateState) -> Memberships:
    """The facts of each profile in which the person was ever rated, assigned or placed."""
    if state.candidate_id:
        return _of_several_ids(state)
    return _memberships(state, person_facts(state)) if state.profiles else {}


def memberships_after(before: Memberships, state: CandidateState, kind: type[Event]) -> Memberships:
    """As `memberships`, from those before an event of a kind: reads again what it can change.

    The same object where nothing changed.
    """
    names = ONLY_PERSONAL.get(kind)
    if names is None or state.candidate_id:
        return memberships(state)
    for one in before.values():
        person = with_facts(one.person, state, names)
        return before if person is one.person else _with_person(before, person)
    return before


def without_basis(departure: DepartureFact) -> MembershipFacts:
    return MembershipFacts(None, None, None, departure, NOTHING_KNOWN)


def _with_person(before: Memberships, person: PersonFacts) -> Memberships:
    return {
        profile: MembershipFacts(
            it.assessment, it.member_since, it.incumbency, it.departure, person
        )
        for profile, it in before.items()
    }


def _of_several_ids(state: CandidateState) -> Memberships:
    """Profiles of ids that turned out to be somebody else's stay, without a basis."""
    profiles = state.profiles
    for one in state.absorbed:
        profiles = with_profiles(profiles, one.statements.profiles)
    merge = merges_that_count(state).get(state.candidate_id)
    if merge is not None:
        gone = without_basis(_merged(merge))
        return {(it.job_group, it.grade): gone for it in profiles}
    person = whole_person(state)
    facts = person_facts(person, former_ids(state))
    return _memberships(person, facts, profiles)


def _merged(merge: Merge) -> DepartureFact:
    return DepartureFact(kind="MERGED", event_id=event_id_of(merge.stamp), stays_as=merge.stays_as)


def _memberships(
    state: CandidateState, person: PersonFacts, profiles: Iterable[PoolProfile] | None = None
) -> Memberships:
    assessed, held = counting_assessments(state), held_posts(state)
    return {
        (it.job_group, it.grade): _membership(it, state, assessed, held, person)
        for it in (state.profiles if profiles is None else profiles)
    }


def _membership(
    profile: PoolProfile,
    state: CandidateState,
    assessed: Iterable[Assessment],
    held: Iterable[HeldPost],
    person: PersonFacts,
) -> MembershipFacts:
    job_group, grade = profile.job_group, profile.grade
    mine = [it for it in assessed if it.job_group == job_group and it.grade == grade]
    posts = [it for it in held if it.job_group == job_group and it.grade == grade]
    left = _last_leaving(profile, state) if state.leavings else None
    if left is not None:
        day = occurred_on(left.stamp)
        mine = [it for it in mine if it.completed_on > day]
        posts = [it for it in posts if it.starts_on > day]
    return MembershipFacts(
        assessment_fact(mine, state),
        member_since(mine, posts, state),
        incumbency_fact(posts),
        None if left is None or mine or posts else _left(left),
        person,
    )


def member_since(
    assessed: Iterable[Assessment], held: Iterable[HeldPost], state: CandidateState
) -> date | None:
    days = [it.completed_on for it in assessed if makes_a_member(it, state)]
    days.extend(it.starts_on for it in held)
    return min(days, default=None)


def _last_leaving(profile: PoolProfile, state: CandidateState) -> Leaving | None:
    named = (("", ""), (profile.job_group, profile.grade))
    leavings = (it for it in state.leavings if (it.job_group, it.grade) in named)
    return max(leavings, key=lambda it: it.stamp, default=None)


def _left(leaving: Leaving) -> DepartureFact:
    return DepartureFact(kind="LEFT", event_id=event_id_of(leaving.stamp))
