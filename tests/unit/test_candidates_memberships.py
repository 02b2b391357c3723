"""What a person's events come to for each membership, early and contradicting ones included."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import events
from schemas.events import CandidateState, Event
from streams.candidates.applications import application_status
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import MembershipFacts, memberships

START = datetime(2026, 1, 1, tzinfo=UTC)
COM, RMO = ("COM", "P-5"), ("RMO", "P-4")
PANEL = {
    "round_id": "round-1",
    "modality": "FULL_PATHWAYS",
    "delivery": "ONLINE",
    "panel_id": "panel-1",
    "framework_version": "2023",
}


class Life:
    """Writes one person's events, each an hour after the one before."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, kind: type[Event], **fields: Any) -> "Life":
        number = len(self.events)
        time = START + timedelta(hours=number)
        envelope: dict[str, Any] = {
            "event_id": f"e{number}",
            "occurred_at": time,
            "recorded_at": time,
        }
        self.events.append(kind(**envelope, source="test", **{"candidate_id": "c-1"} | fields))
        return self

    def assessed(self, name: str, rating: str, on: date, **fields: Any) -> "Life":
        job_group, grade = fields.pop("profile", COM)
        return self.add(
            events.AssessmentCompleted,
            assessment_id=name,
            job_group=job_group,
            grade=grade,
            overall_rating=rating,
            completed_on=on,
            **PANEL,
            **fields,
        )

    def assigned(self, name: str, starts_on: date) -> "Life":
        station = events.DutyStationKey(country="KEN", city_code="NA010")
        return self.add(
            events.IncumbentAssigned,
            assignment_id=name,
            post_id="post-1",
            job_group="COM",
            grade="P-5",
            duty_station=station,
            starts_on=starts_on,
        )

    def separated(self, name: str, ends_on: date) -> "Life":
        return self.add(
            events.IncumbentSeparated, assignment_id=name, ends_on=ends_on, reason="ROTATED"
        )

    def offered(self, kind: type[Event], name: str = "o-1", **fields: Any) -> "Life":
        return self.add(
            kind,
            offer_id=name,
            vacancy_id="v-1",
            job_group="COM",
            actor_role="hr-partner",
            **fields,
        )

    def state(self) -> CandidateState:
        state = NOBODY
        for event in self.events:
            state = fold(state, event)
        return state

    def facts(self, profile: tuple[str, str] = COM) -> MembershipFacts:
        return memberships(self.state())[profile]

    def counting(self) -> str | None:
        fact = self.facts().assessment
        return fact.assessment_id if fact else None


def test_the_assessment_completed_last_counts_whatever_its_rating() -> None:
    life = (
        Life().assessed("new", "TIER_2", date(2026, 1, 5)).assessed("old", "STAR", date(2025, 1, 5))
    )
    assert life.counting() == "new"


def test_of_two_completed_on_one_day_the_one_stated_later_counts() -> None:
    day = date(2026, 1, 5)
    assert Life().assessed("a", "STAR", day).assessed("b", "TIER_2", day).counting() == "b"


def test_a_void_beats_its_assessment_before_and_after_it() -> None:
    late = Life().assessed("a", "STAR", date(2026, 1, 5))
    late.add(events.AssessmentVoided, assessment_id="a", reason="wrong person")
    early = Life().add(events.AssessmentVoided, assessment_id="a", reason="wrong person")
    early.assessed("a", "STAR", date(2026, 1, 5))
    assert late.facts() == early.facts()
    assert (late.facts().assessment, late.facts().member_since) == (None, None)


def test_a_replacement_beats_a_target_that_was_completed_and_recorded_later() -> None:
    life = Life().assessed("new", "TIER_2", date(2026, 1, 5), supersedes="old")
    assert life.assessed("old", "STAR", date(2026, 2, 5)).counting() == "new"


def test_what_a_voided_assessment_replaced_stays_replaced() -> None:
    life = Life().assessed("old", "STAR", date(2026, 1, 5))
    life.assessed("new", "TIER_1", date(2026, 1, 6), supersedes="old")
    life.add(events.AssessmentVoided, assessment_id="new", reason="panel conflict")
    assert life.counting() is None


def test_a_restated_assessment_no_longer_replaces_what_it_named_by_mistake() -> None:
    life = Life().assessed("old", "STAR", date(2026, 2, 5))
    life.assessed("new", "TIER_1", date(2026, 1, 6), supersedes="old")
    assert life.counting() == "new"
    assert life.assessed("new", "TIER_1", date(2026, 1, 6)).counting() == "old"


def test_a_replacement_may_stand_under_another_profile() -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    life.assessed("b", "STAR", date(2026, 1, 6), supersedes="a", profile=RMO)
    assert life.facts(COM).assessment is None
    assert life.facts(RMO).assessment is not None


def test_not_ready_yet_is_told_but_makes_nobody_a_member() -> None:
    facts = Life().assessed("a", "NOT_READY_YET", date(2026, 1, 5)).facts()
    assert facts.assessment is not None
    assert facts.member_since is None


def test_a_member_is_one_since_the_first_assessment_or_assignment() -> None:
    life = Life().assessed("b", "STAR", date(2026, 1, 5)).assessed("a", "STAR", date(2024, 5, 1))
    assert life.facts().member_since == date(2024, 5, 1)
    assert life.assigned("asg", date(2023, 9, 1)).facts().member_since == date(2023, 9, 1)


def test_a_separation_known_before_its_assignment_ends_it() -> None:
    life = Life().separated("asg", date(2026, 8, 31))
    assert memberships(life.state()) == {}
    incumbency = life.assigned("asg", date(2024, 9, 1)).facts().incumbency
    assert incumbency is not None
    assert incumbency.ends_on == date(2026, 8, 31)


def test_the_assignment_that_starts_last_is_the_incumbency() -> None:
    life = Life().assigned("now", date(2026, 9, 1)).assigned("before", date(2022, 9, 1))
    incumbency = life.separated("before", date(2026, 8, 31)).facts().incumbency
    assert incumbency is not None
    assert (incumbency.assignment_id, incumbency.ends_on) == ("now", None)


def test_an_assignment_moved_to_another_profile_leaves_an_empty_membership_behind() -> None:
    life = Life().assigned("asg", date(2026, 9, 1))
    moved = {**vars(life.events[0]), "event_id": "e9", "job_group": "RMO", "grade": "P-4"}
    life.events.append(events.IncumbentAssigned(**moved))
    assert life.facts(COM).incumbency is None
    assert life.facts(RMO).incumbency is not None


@pytest.mark.parametrize(
    ("held_until", "released_on", "last_day"),
    [
        (None, None, None),
        (date(2026, 7, 31), None, date(2026, 7, 31)),
        (None, date(2026, 7, 11), date(2026, 7, 10)),
        (date(2026, 7, 31), date(2026, 7, 11), date(2026, 7, 10)),
        (date(2026, 7, 31), date(2026, 9, 1), date(2026, 7, 31)),
    ],
)
def test_a_hold_ends_at_its_end_or_the_day_before_its_release(
    held_until: date | None, released_on: date | None, last_day: date | None
) -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    if released_on:
        life.add(events.AvailabilityReleased, hold_id="h", released_on=released_on)
    hold = {"hold_id": "h", "held_from": date(2026, 7, 1), "held_until": held_until}
    life.add(events.AvailabilityHeld, **hold, reason="leave")
    assert [fact.held_until for fact in life.facts().person.holds] == [last_day]


@pytest.mark.parametrize("released_on", [date(2026, 7, 1), date.min])
def test_a_hold_released_before_its_first_day_never_was(released_on: date) -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    life.add(events.AvailabilityHeld, hold_id="h", held_from=date(2026, 7, 1), reason="leave")
    life.add(events.AvailabilityReleased, hold_id="h", released_on=released_on)
    assert life.facts().person.holds == ()


@pytest.mark.parametrize(
    ("steps", "committed"),
    [
        ((events.OfferMade,), False),
        ((events.OfferMade, events.OfferAccepted), True),
        ((events.OfferAccepted,), True),
        ((events.OfferDeclined, events.OfferAccepted), False),
        ((events.OfferAccepted, events.OfferDeclined), False),
        ((events.OfferRevoked, events.OfferMade, events.OfferAccepted), False),
    ],
)
def test_only_an_accepted_offer_that_nobody_ended_commits(
    steps: tuple[type[Event], ...], committed: bool
) -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    for step in steps:
        life.offered(step, **({"reason": "cut"} if step is events.OfferRevoked else {}))
    assert bool(life.facts().person.commitments) is committed


def test_two_accepted_offers_are_both_shown() -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    life.offered(events.OfferAccepted, "o-2").offered(events.OfferAccepted, "o-1")
    assert [fact.offer_id for fact in life.facts().person.commitments] == ["o-1", "o-2"]


def test_availability_is_what_was_said_last_and_when() -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    life.add(events.AvailabilityConfirmed, available_from=date(2026, 5, 1), notice_days=30)
    said = life.facts().person.availability
    assert said is not None
    assert (said.available_from, said.confirmed_at) == (
        date(2026, 5, 1),
        START + timedelta(hours=1),
    )


def test_performance_is_that_of_the_latest_period_however_late_an_older_one_comes() -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5))
    for year, rating in ((2025, "GOOD"), (2023, "POOR")):
        life.add(events.PerformanceRated, rating=rating, period_end=date(year, 12, 31))
    told = life.facts().person.performance
    assert told is not None
    assert told.rating == "GOOD"


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ("S", "SUBMITTED"),
        ("I", "PENDING"),
        ("W", "PENDING"),
        ("SI", "SCREENED_IN"),
        ("IS", "SCREENED_IN"),
        ("SO", "SCREENED_OUT"),
        ("SW", "WITHDRAWN"),
        ("SIW", "WITHDRAWN"),
        ("SWO", "WITHDRAWN"),
        ("SOW", "SCREENED_OUT"),
    ],
)
def test_an_application_stands_where_its_statements_take_it(kinds: str, status: str) -> None:
    life = Life()
    for kind in kinds:
        if kind == "S":
            life.add(
                events.ApplicationSubmitted, application_id="a", profiles=(), origin="EXTERNAL"
            )
        elif kind == "W":
            life.add(events.ApplicationWithdrawn, application_id="a")
        else:
            outcome = "SCREENED_IN" if kind == "I" else "SCREENED_OUT"
            life.add(events.ApplicationScreened, application_id="a", outcome=outcome)
    assert application_status(life.state(), "a") == status


def test_applications_make_no_membership() -> None:
    life = Life().add(
        events.ApplicationSubmitted,
        application_id="a",
        profiles=(events.PoolProfile(job_group="COM", grade="P-5"),),
        origin="EXTERNAL",
    )
    assert memberships(life.state()) == {}


def test_an_event_that_no_persons_log_holds_is_refused() -> None:
    with pytest.raises(UnexpectedRecord, match="DayStarted in the candidate-log"):
        fold(
            NOBODY,
            events.DayStarted(
                event_id="2026-01-01",
                occurred_at=START,
                recorded_at=START,
                source="clock",
                day=date(2026, 1, 1),
            ),
        )
