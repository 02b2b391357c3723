"""Made-up lives of people: every event of a person's log, with few values so that they meet."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from schemas import events
from schemas.events import Event
from streams.candidates.statements import STATEMENTS

START = datetime(2026, 1, 1, tzinfo=UTC)
ids = st.sampled_from(["a", "b", "c"])
days = st.integers(0, 6).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
# Some days apart, so that events also take effect before and after the dates they speak of.
times = st.integers(0, 4).map(lambda n: START + timedelta(hours=31 * n))
job_groups, grades = st.sampled_from(["COM", "RMO"]), st.sampled_from(["P-4", "P-5"])
ratings = st.sampled_from(["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"])
profiles = st.lists(
    st.builds(events.PoolProfile, job_group=job_groups, grade=grades), max_size=2
).map(tuple)
stations = st.sampled_from(
    [
        events.DutyStationKey(country="KEN", city_code="NA010"),
        events.DutyStationKey(country="CHE", city_code="GE010"),
    ]
)
competencies = st.sampled_from(
    [(), (events.CompetencyShown(code="teamwork", level_expected=3, level_shown=2),)]
)
countries = st.lists(st.sampled_from(["KEN", "CHE", "PER"]), max_size=2).map(tuple)
origins = st.sampled_from(["INTERNAL", "AFFILIATE", "EXTERNAL"])
types = st.none() | st.sampled_from(["FT", "TA"])
offer = {"offer_id": ids, "vacancy_id": ids, "job_group": job_groups, "actor_role": st.just("hr")}
participation = {"participation_id": ids, "edition_id": ids}
assignment = {"assignment_id": ids, "post_id": ids}
because = {"reason": st.just("said so")}
assessment_made = {
    "round_id": st.just("r"),
    "modality": st.just("FAST_TRACK"),
    "delivery": st.just("ONLINE"),
}
panel = {
    "overall_rating": ratings,
    "panel_id": st.just("p"),
    "framework_version": st.just("1"),
    "competencies": competencies,
}
experience = st.builds(
    events.ExperienceGained,
    **dict.fromkeys(
        ("total_months", "managerial_months", "un_months", "mandate_months"), st.integers(0, 2)
    ),
)
levels = st.sampled_from([(), (events.LanguageLevel(ability="READING", level="B2"),)])

PAYLOADS: dict[type[Event], dict[str, Any]] = {
    events.ApplicationSubmitted: {
        "application_id": ids,
        "profiles": profiles,
        "origin": origins,
        "appointment_type": types,
        "nationalities": countries,
    },
    events.ApplicationScreened: {
        "application_id": ids,
        "outcome": st.sampled_from(["SCREENED_IN", "SCREENED_OUT"]),
    },
    events.ApplicationWithdrawn: {"application_id": ids},
    events.ProfileUpdated: {
        "origin": st.none() | origins,
        "appointment_type": types,
        "nationalities": countries,
        "gender": st.none() | st.sampled_from(["F", "UNDISCLOSED"]),
        "experience": st.none() | experience,
        "retirement_on": st.none() | days,
    },
    events.LanguageRecorded: {
        "language": st.sampled_from(["fr", "es"]),
        "framework": st.sampled_from(["UN", "CEFR"]),
        "evidence": st.sampled_from(["SELF", "TESTED"]),
        "levels": levels,
    },
    events.PreferencesDeclared: {
        "max_hardship": st.none() | st.sampled_from(["A", "E"]),
        "accepts_non_family": st.none() | st.booleans(),
        "excluded_stations": st.lists(stations, max_size=1).map(tuple),
    },
    events.ClearanceRecorded: {
        "clearance_id": ids,
        "clearance_type": st.sampled_from(["MEDICAL", "CONDUCT", "VISA"]),
        "status": st.sampled_from(["PENDING", "GRANTED", "REFUSED"]),
        "valid_until": st.none() | days,
    },
    events.PoolLeft: {"profiles": profiles},
    events.AssessmentScheduled: {
        "assessment_id": ids,
        "job_group": job_groups,
        "grade": grades,
        "scheduled_on": days,
        "application_id": st.none() | ids,
        **assessment_made,
    },
    events.AssessmentCompleted: {
        "assessment_id": ids,
        "job_group": job_groups,
        "grade": grades,
        "completed_on": days,
        "supersedes": st.none() | ids,
        **panel,
        **assessment_made,
    },
    events.AssessmentRecalibrated: {
        "assessment_id": ids,
        "recalibration_id": ids,
        "recalibrated_on": days,
        **panel,
        **because,
    },
    events.AssessmentVoided: {"assessment_id": ids, **because},
    events.IncumbentAssigned: {
        **assignment,
        "job_group": job_groups,
        "grade": grades,
        "duty_station": stations,
        "starts_on": days,
        "due_rotation_on": st.none() | days,
    },
    events.IncumbentSeparated: {
        "assignment_id": ids,
        "ends_on": days,
        "reason": st.just("ROTATED"),
    },
    events.IncumbentPostAbolished: {**assignment, "abolished_on": days},
    events.TourEndChanged: {
        "assignment_id": ids,
        "due_rotation_on": days,
        "change": st.just("EXTENDED"),
    },
    events.AssignmentStarted: {**assignment, "started_on": days},
    events.AssignmentCompleted: {**assignment, "completed_on": days},
    events.AssignmentCurtailed: {
        **assignment,
        "curtailed_on": days,
        "curtailment_reason": st.just("OTHER"),
    },
    events.PerformanceRated: {"rating": st.sampled_from(["GOOD", "POOR"]), "period_end": days},
    events.RelativesDeclared: {"relatives": st.sampled_from(["NONE", "CLOSE"])},
    events.AvailabilityConfirmed: {"available_from": days, "notice_days": st.integers(0, 3)},
    events.AvailabilityHeld: {
        "hold_id": ids,
        "held_from": days,
        "held_until": st.none() | days,
        "reason": st.just("leave"),
    },
    events.AvailabilityReleased: {"hold_id": ids, "released_on": days},
    events.OfferMade: {**offer, "reply_by": st.none() | days},
    events.OfferAccepted: offer,
    events.OfferDeclined: offer,
    events.OfferRevoked: {**offer, **because},
    events.OfferLapsed: {**offer, "lapsed_on": days},
    events.PlacementConfirmed: {
        **offer,
        "grade": grades,
        "post_id": ids,
        "duty_station": stations,
        "starts_on": days,
    },
    events.LearningApplicationSubmitted: participation,
    events.SeatAllocated: participation,
    events.SeatRefused: {**participation, **because},
    events.SeatDeclined: participation,
    events.LearningCompleted: {**participation, "completed_on": days},
    events.LearningWithdrawn: participation,
}
assert {*PAYLOADS} == {*STATEMENTS, events.AssessmentVoided}, "an event is missing here"

people = st.sampled_from(["c-1", "c-2", "c-3"])
_ABOUT_PERSONS: dict[type[Event], dict[str, Any]] = {
    events.CandidateMerged: {
        "merged_candidate_id": people,
        "actor_role": st.just("hr"),
        **because,
    },
    events.CandidateErased: {
        "erasure_reason": st.just("PERSON_ASKED"),
        "actor_role": st.just("hr"),
    },
}


def an_event(kind: type[Event], candidate: st.SearchStrategy[str]) -> st.SearchStrategy[Event]:
    envelope = {
        "candidate_id": candidate,
        "occurred_at": times,
        "recorded_at": times,
        "source": st.just("test"),
    }
    fields = {**PAYLOADS, **_ABOUT_PERSONS}[kind]
    return st.builds(kind, event_id=st.just(""), **envelope, **fields)


@st.composite
def _named(draw: st.DrawFn, made: st.SearchStrategy[list[Event]]) -> list[Event]:
    """Each event gets an id of its own, in no order that the rest would follow."""
    found = draw(made)
    names = draw(st.permutations([f"e{number:02}" for number in range(len(found))]))
    for event, name in zip(found, names, strict=True):
        object.__setattr__(event, "event_id", name)
    return found


_KINDS = sorted(PAYLOADS, key=lambda kind: kind.__name__)


def a_life() -> st.SearchStrategy[list[Event]]:
    """Events of one person."""
    one = st.sampled_from(_KINDS).flatmap(lambda kind: an_event(kind, st.just("c-1")))
    return _named(st.lists(one, min_size=1, max_size=16))


def lives_of_several_ids() -> st.SearchStrategy[list[Event]]:
    """Events of three ids, some of which turn out to be the same person, or are erased."""
    telling = (
        events.AssessmentCompleted,
        events.IncumbentAssigned,
        events.ProfileUpdated,
        events.OfferAccepted,
        events.PoolLeft,
    )
    kinds = st.sampled_from([*telling, *[events.CandidateMerged] * 4, events.CandidateErased])
    one = kinds.flatmap(lambda kind: an_event(kind, people))
    return _named(st.lists(one, min_size=2, max_size=10))
