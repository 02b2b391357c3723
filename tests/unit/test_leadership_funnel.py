"""A cohort's counts, as of a day, told at most once a day, and never of a few people."""

from datetime import date
from typing import Any

from schemas.events import (
    CohortFunnelRevised,
    CohortGroup,
    Event,
    PostTakenUp,
    ProfileStanding,
)
from tests.unit.leadership_facts import Log, day, edition, gone, of, part, policy, standing

LATER = date(2026, 12, 1)
ENDED = ("DECLINED", "WITHDRAWN")


def person(number: int, status: str, edition_id: str = "e-1", **fields: Any) -> Event:
    days = {it: fields.pop(it) for it in ("applied_on", "seat_on", "completed_on") if it in fields}
    about = {"profiles": (), "rating": None, **fields}
    return standing(f"c-{number}", part(status, edition_id, **days), **about)


def member(since: date, rating: Any = "TIER_1") -> dict[str, Any]:
    profile = ProfileStanding(
        job_group="COM", grade="P-5", member_since=since, rating=rating, assessment_id="a"
    )
    return {"profiles": (profile,)}


def placed(on: date) -> dict[str, Any]:
    post = PostTakenUp(post_id="post-1", job_group="COM", grade="P-5", starts_on=on)
    return {**member(on, None), "placements": (post,)}


def funnel(*facts: Event, cell_min: int = 1, on: date = LATER) -> CohortFunnelRevised:
    return Log(policy(cell_min=cell_min), edition(seats=12), *facts, day(on)).funnel()


def group(told: CohortFunnelRevised, name: str) -> CohortGroup:
    return next(it for it in told.groups if it.group == name)


def people(told: CohortFunnelRevised, name: str) -> list[int | None]:
    return [it.people for it in group(told, name).steps]


def test_each_step_counts_who_took_it_and_the_days_since_the_step_before() -> None:
    applied, seat, done = date(2026, 2, 1), date(2026, 2, 11), date(2026, 9, 30)
    told = funnel(
        person(
            1,
            "COMPLETED",
            applied_on=applied,
            seat_on=seat,
            completed_on=done,
            **placed(date(2026, 11, 1)),
        ),
        person(2, "SEAT_OFFERED", applied_on=applied, seat_on=date(2026, 2, 21)),
        person(3, "NOT_SELECTED", applied_on=applied, **member(date(2026, 10, 1))),
    )
    assert people(told, "APPLICANTS") == [3, 2, 1, 2, 1]
    assert people(told, "ATTENDED") == [1, 1, 1, 1, 1]
    assert people(told, "NOT_SELECTED") == [1, None, None, 1, None]
    medians = [it.median_days for it in group(told, "APPLICANTS").steps]
    assert medians == [None, 10, (done - seat).days, 32, 0]
    assert (told.seats_reserved, told.seats_used) == (12, 2)
    assert "not causes" in told.note


def test_outcomes_tell_the_profile_and_the_rating() -> None:
    told = funnel(person(1, "COMPLETED", **member(date(2026, 10, 1), "STAR")))
    (outcome,) = group(told, "ATTENDED").outcomes
    assert (outcome.step, outcome.job_group, outcome.grade) == ("POOL_MEMBER", "COM", "P-5")
    assert (outcome.rating, outcome.people) == ("STAR", 1)


def test_a_member_from_before_is_one_without_a_number_of_days() -> None:
    told = funnel(person(1, "COMPLETED", **member(date(2020, 1, 1))))
    (step,) = [it for it in group(told, "ATTENDED").steps if it.step == "POOL_MEMBER"]
    assert (step.people, step.median_days) == (1, None)


def test_a_post_from_before_the_application_is_no_outcome() -> None:
    assert (
        people(funnel(person(1, "APPLIED", **placed(date(2026, 1, 31)))), "APPLICANTS")[4] is None
    )
    assert people(funnel(person(1, "APPLIED", **placed(date(2026, 2, 1)))), "APPLICANTS")[4] == 1


def test_a_seat_that_was_declined_or_given_back_is_no_step() -> None:
    """Beside the seats used, a step that counted it would tell of those few who gave one back."""
    seat_on = date(2026, 2, 11)
    ended = (person(it, status, seat_on=seat_on) for it, status in enumerate(ENDED))
    told = funnel(*ended, person(3, "SEAT_OFFERED", seat_on=seat_on))
    assert people(told, "APPLICANTS")[:2] == [3, 1]
    assert told.seats_used == 1


def test_an_application_that_nobody_decided_on_counts_as_not_selected_once_it_has_begun() -> None:
    assert people(funnel(person(1, "APPLIED"), on=date(2026, 4, 30)), "NOT_SELECTED")[0] is None
    assert people(funnel(person(1, "APPLIED"), on=date(2026, 5, 1)), "NOT_SELECTED")[0] == 1


def test_a_late_completion_and_placement_count_for_their_own_cohort() -> None:
    log = Log(policy(cell_min=1), edition("e-1"), edition("e-2"), day(date(2026, 3, 1)))
    log.add(person(1, "COMPLETED", completed_on=date(2027, 5, 1), **placed(date(2027, 8, 1))))
    log.add(day(date(2027, 9, 1)))
    assert people(log.funnel("e-1"), "ATTENDED") == [1, 1, 1, 1, 1]
    assert people(log.funnel("e-2"), "APPLICANTS") == [None] * 5


def test_a_person_in_two_cohorts_counts_in_both() -> None:
    both = standing("c-1", part("NOT_SELECTED", "e-1"), part("COMPLETED", "e-2"), profiles=())
    log = Log(policy(cell_min=1), edition("e-1"), edition("e-2"), both, day())
    assert people(log.funnel("e-1"), "NOT_SELECTED")[0] == 1
    assert people(log.funnel("e-2"), "ATTENDED")[0] == 1


def test_it_is_told_again_only_on_a_day_that_finds_it_changed() -> None:
    log = Log(policy(), edition(), day(date(2026, 3, 1)))
    assert log.add(person(1, "SEAT_OFFERED")) == []
    assert len(of(log.add(day(date(2026, 3, 2))), CohortFunnelRevised)) == 1
    assert log.add(day(date(2026, 3, 3))) == []
    assert log.add(day(date(2026, 3, 3))) == []


def test_a_step_that_lies_ahead_counts_from_its_day_without_news() -> None:
    log = Log(policy(cell_min=1), edition(), person(1, "APPLIED", **placed(date(2026, 3, 9))))
    log.add(day(date(2026, 3, 8)))
    assert people(log.funnel(), "APPLICANTS")[4] is None
    (told,) = log.add(day(date(2026, 3, 9)))
    assert isinstance(told, CohortFunnelRevised)
    assert people(told, "APPLICANTS")[4] == 1
    assert log.restarted().add(day(date(2026, 3, 10))) == []


def test_a_cohort_of_one_shows_nothing() -> None:
    told = funnel(person(1, "COMPLETED", **placed(date(2026, 11, 1))), cell_min=5)
    for one in told.groups:
        assert {it.people for it in one.steps} == {None}
        assert {it.median_days for it in one.steps} == {None}
        assert one.outcomes == ()


def test_a_count_that_would_give_away_a_hidden_one_is_hidden_too() -> None:
    # Ten people have seats, which is told in any case: to show twelve would show the other two.
    told = funnel(
        *(person(it, "COMPLETED") for it in range(10)),
        *(person(it, "NOT_SELECTED") for it in range(10, 12)),
        cell_min=5,
    )
    assert people(told, "APPLICANTS")[:3] == [None, 10, 10]
    assert people(told, "ATTENDED")[0] == 10
    assert people(told, "NOT_SELECTED")[0] is None


def test_groups_that_leave_a_few_people_over_are_not_all_shown() -> None:
    # Of twenty people eight and ten would be shown: the two others withdrew.
    told = funnel(
        *(person(it, "COMPLETED") for it in range(8)),
        *(person(it, "NOT_SELECTED") for it in range(8, 18)),
        *(person(it, "WITHDRAWN") for it in range(18, 20)),
        cell_min=5,
    )
    assert people(told, "APPLICANTS")[0] == 20
    assert people(told, "ATTENDED")[0] == 8
    assert people(told, "NOT_SELECTED")[0] is None


def test_an_erased_person_is_counted_no_longer() -> None:
    log = Log(policy(cell_min=1), edition(), person(1, "COMPLETED"), person(2, "COMPLETED"), day())
    log.add(gone("c-2"), day(date(2026, 3, 2)))
    assert people(log.funnel(), "ATTENDED")[0] == 1
