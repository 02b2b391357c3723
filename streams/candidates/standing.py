"""What the leadership pipeline is told of a person: gaps, parts in programmes, where they led."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.events import (
    CompetencyGap,
    EditionTaken,
    Event,
    PostTakenUp,
    ProfileStanding,
)
from schemas.events.candidate_state import Assessment, CandidateState, Recalibration
from streams.candidates.assessed import counting_assessments
from streams.candidates.learning import editions_taken
from streams.candidates.memberships import (
    MembershipFacts,
    Memberships,
    Profile,
    member_since,
    memberships,
)
from streams.candidates.person_facts import ONLY_PERSONAL
from streams.candidates.persons import merges_that_count, whole_person
from streams.candidates.posts import HeldPost, held_posts
from streams.candidates.stated.learning import LEARNING

TOLD_SINCE = 3
"""The decision version from which on standings are told; states of older ones were told nothing."""

WITHOUT_STANDING: frozenset[type[Event]] = frozenset({*ONLY_PERSONAL} - {*LEARNING})
"""Events that change nobody's standing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Named as in `LeadershipStanding`."""

    current_grade: str | None = None
    gaps: tuple[CompetencyGap, ...] = ()
    profiles: tuple[ProfileStanding, ...] = ()
    participations: tuple[EditionTaken, ...] = ()
    placements: tuple[PostTakenUp, ...] = ()
    departed: bool = False


NOTHING = Standing()
GONE = Standing(departed=True)


def standing_told(state: CandidateState) -> Standing:
    """What was told last of a person in this state, or nothing."""
    if state.decision_version < TOLD_SINCE or not _may_be_asked_about(state):
        return NOTHING
    return standing_of(state)


def news_of(
    told: Standing, state: CandidateState, facts: Memberships | None = None
) -> Standing | None:
    """The standing now, where there is something to tell after what was told.

    Told of whoever has a gap or a part in a programme, and once more when they have none any more.
    """
    if not _asked_about(told) and not _may_be_asked_about(state):
        return None
    now = standing_of(state, facts)
    if now == told or not (_asked_about(told) or _asked_about(now)):
        return None
    return now


def standing_of(state: CandidateState, facts: Memberships | None = None) -> Standing:
    """All of it, whether or not anybody asks; `facts` are the person's memberships, if at hand."""
    if state.erased:
        return GONE
    person = state
    if state.candidate_id:
        if state.candidate_id in merges_that_count(state):
            return GONE
        person = whole_person(state)
    facts = memberships(state) if facts is None else facts
    held = held_posts(person)
    return Standing(
        current_grade=_current_grade(held),
        gaps=_gaps(facts),
        profiles=tuple(_profile(it, facts[it], person, held) for it in sorted(facts)),
        participations=editions_taken(person),
        placements=_posts(held),
    )


def _asked_about(standing: Standing) -> bool:
    return bool(standing.gaps or standing.participations)


def _may_be_asked_about(state: CandidateState) -> bool:
    """False for most people, at next to no cost."""
    if state.participations or state.absorbed:
        return True
    return any(_may_show_gaps(it) for it in state.assessments) or any(
        _may_show_gaps(it) for it in state.recalibrations
    )


def _may_show_gaps(rated: Assessment | Recalibration) -> bool:
    return rated.rating == "TIER_2" and bool(rated.competencies)


def _gaps(facts: Memberships) -> tuple[CompetencyGap, ...]:
    found = (
        CompetencyGap(
            job_group=profile[0],
            grade=profile[1],
            assessment_id=it.assessment.assessment_id,
            event_id=it.assessment.event_id,
            competency=shown.code,
            level_expected=shown.level_expected,
            level_shown=shown.level_shown,
        )
        for profile, it in sorted(facts.items(), key=lambda item: item[0])
        if it.assessment is not None and it.assessment.rating == "TIER_2"
        for shown in it.assessment.competencies
        if shown.level_expected is not None
        and shown.level_shown is not None
        and shown.level_shown < shown.level_expected
    )
    return tuple(sorted(found, key=lambda it: (it.job_group, it.grade, it.competency)))


def _profile(
    profile: Profile, facts: MembershipFacts, person: CandidateState, held: Iterable[HeldPost]
) -> ProfileStanding:
    job_group, grade = profile
    # Whoever left the Pool was a member all the same.
    mine = (
        it for it in counting_assessments(person) if it.job_group == job_group and it.grade == grade
    )
    posts = (it for it in held if it.job_group == job_group and it.grade == grade)
    return ProfileStanding(
        job_group=job_group,
        grade=grade,
        member_since=member_since(mine, posts, person),
        rating=facts.assessment.rating if facts.assessment else None,
        assessment_id=facts.assessment.assessment_id if facts.assessment else None,
    )


def _posts(held: Iterable[HeldPost]) -> tuple[PostTakenUp, ...]:
    return tuple(
        PostTakenUp(
            post_id=it.post_id, job_group=it.job_group, grade=it.grade, starts_on=it.starts_on
        )
        for it in sorted(held, key=lambda it: (it.starts_on, it.post_id, it.assignment_id))
    )


def _current_grade(held: Iterable[HeldPost]) -> str | None:
    """Of the post started last, unless its end is known: a grade as stated is not remembered."""
    last = max(held, key=lambda it: (it.starts_on, it.stamp), default=None)
    return last.grade if last is not None and last.ends_on is None else None
