"""What a person's events come to for each membership, early and contradicting ones included."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import events
from schemas.events import Event
from streams.candidates.errors import UnexpectedRecord
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from tests.unit.one_life import COM, RMO, START, Life


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


def recalibrated(life: Life, name: str, rating: str, **fields: Any) -> Life:
    return life.add(
        events.AssessmentRecalibrated,
        assessment_id="a",
        recalibration_id=name,
        overall_rating=rating,
        recalibrated_on=date(2026, 2, 1),
        panel_id="panel-2",
        framework_version="2023",
        reason="panels differed",
        **fields,
    )


def test_the_last_recalibration_replaces_rating_and_competencies_from_the_same_day_on() -> None:
    shown = (events.CompetencyShown(code="teamwork", level_expected=3, level_shown=2),)
    life = Life().assessed("a", "STAR", date(2026, 1, 5), competencies=shown)
    later = datetime(2026, 3, 1, tzinfo=UTC)
    recalibrated(life, "r-2", "TIER_2", occurred_at=later)
    fact = recalibrated(life, "r-1", "TIER_1").facts().assessment
    assert fact is not None
    assert (fact.rating, fact.completed_on, fact.event_id) == ("TIER_2", date(2026, 1, 5), "e1")
    assert fact.competencies == ()


def test_a_recalibration_known_before_its_assessment_waits_for_it() -> None:
    life = recalibrated(Life(), "r", "NOT_READY_YET")
    assert memberships(life.state()) == {}
    facts = life.assessed("a", "STAR", date(2026, 1, 5)).facts()
    assert facts.assessment is not None
    assert (facts.assessment.rating, facts.member_since) == ("NOT_READY_YET", None)


def test_a_void_beats_a_recalibration_too() -> None:
    life = recalibrated(Life().assessed("a", "STAR", date(2026, 1, 5)), "r", "TIER_1")
    life.add(events.AssessmentVoided, assessment_id="a", reason="wrong person")
    assert life.counting() is None


LEFT = datetime(2026, 3, 1, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("completed_on", "stays"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), False), (date(2026, 3, 2), True)],
)
def test_whoever_left_is_a_member_again_by_a_later_assessment_only(
    completed_on: date, stays: bool
) -> None:
    life = Life().add(events.PoolLeft, occurred_at=LEFT).assessed("a", "STAR", completed_on)
    facts = life.facts()
    assert (facts.assessment is not None) is stays
    assert (facts.departure is None) is stays
    assert facts.member_since == (completed_on if stays else None)


def test_leaving_names_what_is_left_and_the_event_that_says_so() -> None:
    life = Life().assessed("a", "STAR", date(2026, 1, 5)).assigned("asg", date(2024, 1, 1))
    life.assessed("b", "STAR", date(2026, 1, 5), profile=RMO)
    profiles = (events.PoolProfile(job_group="COM", grade="P-5"),)
    life.add(events.PoolLeft, occurred_at=LEFT, profiles=profiles)
    left = life.facts().departure
    assert left is not None
    assert (left.kind, left.event_id, left.stays_as) == ("LEFT", "e3", None)
    assert (life.facts().incumbency, life.facts().assessment) == (None, None)
    assert life.facts(RMO).departure is None
    posting = life.facts().person.posting
    assert posting is not None, "whoever leaves the Pool still holds the post"


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


@pytest.mark.parametrize(
    ("last_day", "since"),
    [
        (None, date(2022, 9, 1)),
        (date(2026, 8, 31), date(2022, 9, 1)),
        (date(2026, 8, 30), date(2026, 9, 1)),
    ],
)
def test_who_goes_from_one_post_of_a_profile_into_the_next_is_its_incumbent_all_the_while(
    last_day: date | None, since: date
) -> None:
    life = Life().assigned("next", date(2026, 9, 1)).assigned("now", date(2022, 9, 1))
    if last_day is not None:
        life.separated("now", last_day)
    incumbency = life.facts().incumbency
    assert incumbency is not None
    assert (incumbency.assignment_id, incumbency.starts_on) == ("next", since)


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
