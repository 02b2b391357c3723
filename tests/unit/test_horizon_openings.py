"""Which openings a pool foresees, and what it says of them in its own log."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import (
    Event,
    PostAbolished,
    PostPublished,
    PostReclassified,
    VacancyAnticipated,
    VacancyCancelled,
)
from streams.pool.moment import SOURCE
from tests.unit.horizon_facts import APRIL, DUE, forecast, holder, in_april, ready, world
from tests.unit.matching_facts import posted
from tests.unit.pool_facts import NAIROBI, day, envelope, member, only, opened, profile


def foreseen(*events: Event) -> list[tuple[str, str, str]]:
    """Id, reason and grade of each opening."""
    found = forecast(world(*events)).openings
    return [(opening.vacancy_id, opening.reason, opening.grade) for opening in found]


def established(post_id: str, since: date, **changed: Any) -> PostPublished:
    facts: dict[str, Any] = {
        "title": "Chief",
        "job_group": "COM",
        "grade": "P-5",
        "duty_station": NAIROBI,
        "rotational": True,
    }
    return PostPublished(
        **envelope(f"{post_id}-{since}"), post_id=post_id, effective_from=since, **(facts | changed)
    )


def reclassified(since: date, job_group: str = "COM", grade: str = "P-4") -> PostReclassified:
    return PostReclassified(
        **envelope(f"re-{job_group}-{grade}"),
        post_id="post-7",
        job_group=job_group,
        grade=grade,
        effective_from=since,
    )


def anticipated(vacancy_id: str, expected_on: date, post_id: str = "post-7") -> VacancyAnticipated:
    return VacancyAnticipated(
        **envelope(f"{vacancy_id}-soon"),
        vacancy_id=vacancy_id,
        job_group="COM",
        grade="P-5",
        post_id=post_id,
        duty_station=NAIROBI,
        reason="SEPARATION",
        expected_on=expected_on,
    )


def test_a_post_opens_on_the_day_its_holder_is_due_to_rotate() -> None:
    opening = only(forecast(world(holder())).openings)
    assert (opening.vacancy_id, opening.post_id) == ("post-7/2026-08-15", "post-7")
    assert (opening.grade, opening.duty_station) == ("P-5", NAIROBI)
    assert (opening.hardship_class, opening.expected_on) == ("C", DUE)
    assert opening.reason == "INCUMBENT_ROTATED"


@pytest.mark.parametrize(
    ("due", "seen"),
    [
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
        (None, False),
        (date(2025, 4, 1), True),
        (date(2025, 3, 31), False),
    ],
)
def test_twelve_months_are_looked_at_and_who_is_overdue_for_longer_is_a_gap(
    due: date | None, seen: bool
) -> None:
    assert bool(foreseen(holder(due=due))) is seen


@pytest.mark.parametrize(
    ("facts", "expected_on", "reason"),
    [
        ({"due": None, "retirement": date(2026, 6, 30)}, "2026-07-01", "RETIREMENT"),
        ({"due": DUE, "retirement": date(2026, 6, 30)}, "2026-07-01", "RETIREMENT"),
        ({"due": DUE, "retirement": date(2029, 6, 30)}, "2026-08-15", "INCUMBENT_ROTATED"),
        ({"due": None, "ends_on": date(2026, 5, 31)}, "2026-06-01", "SEPARATION"),
        ({"due": DUE, "ends_on": date(2026, 5, 31)}, "2026-06-01", "SEPARATION"),
        ({"due": DUE, "ends_on": date(2026, 9, 30)}, "2026-10-01", "INCUMBENT_ROTATED"),
        ({"retirement": date(2026, 5, 1), "ends_on": date(2026, 5, 1)}, "2026-05-02", "RETIREMENT"),
        ({"retirement": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "2026-05-02", "SEPARATION"),
        (
            {"due": None, "posting": posted(since=date(2026, 7, 1))},
            "2026-07-01",
            "INCUMBENT_ROTATED",
        ),
    ],
)
def test_why_and_when_a_holder_leaves(facts: dict[str, Any], expected_on: str, reason: str) -> None:
    post = established("post-7", date(2020, 1, 1))
    assert foreseen(post, holder(**facts)) == [(f"post-7/{expected_on}", reason, "P-5")]


def test_who_began_in_another_post_or_has_left_holds_nothing() -> None:
    post = established("post-7", date(2020, 1, 1))
    assert foreseen(post, holder(posting=posted(since=date(2026, 2, 1)))) == []
    assert foreseen(post, holder(ends_on=date(2026, 3, 31))) == []


def test_of_several_holders_the_last_to_leave_opens_the_post_and_a_successor_closes_it() -> None:
    later = holder("c-2", due=date(2026, 11, 1))
    assert foreseen(holder(), later) == [("post-7/2026-11-01", "INCUMBENT_ROTATED", "P-5")]
    assert foreseen(holder(), holder("c-2", due=None, starts_on=DUE)) == []
    assert foreseen(holder(), holder("c-2", post_id="post-8", due=None)) != []


@pytest.mark.parametrize(("on", "seen"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_a_post_abolished_by_then_is_no_opening(on: date, seen: bool) -> None:
    told = PostAbolished(**envelope("abolished"), post_id="post-7", abolished_on=on)
    assert bool(foreseen(told, holder())) is seen
    assert bool(foreseen(holder(abolished_on=on))) is seen


def test_a_reclassified_post_is_expected_where_it_belongs_by_then() -> None:
    p4 = profile("P-4")
    assert foreseen(p4, reclassified(DUE), holder()) == [
        ("post-7/2026-08-15", "INCUMBENT_ROTATED", "P-4")
    ]
    assert foreseen(p4, reclassified(DUE + timedelta(days=1)), holder())[0][2] == "P-5"
    assert foreseen(p4, reclassified(DUE, job_group="RMO"), holder()) == []


def test_posts_of_profiles_that_nobody_published_are_none_of_the_pool() -> None:
    assert foreseen(ready("c-1"), holder(grade="P-2")) == []


def test_a_post_nowhere_known_cannot_be_judged_and_is_left_out() -> None:
    assert foreseen(holder(posting=None)) == []


def test_a_post_that_begins_is_an_opening_unless_somebody_is_to_come() -> None:
    begins = established("post-9", date(2026, 9, 1))
    assert foreseen(begins, ready("c-1")) == [("post-9/2026-09-01", "NEW_POST", "P-5")]
    to_come = holder(post_id="post-9", due=None, starts_on=date(2026, 9, 1))
    assert foreseen(begins, to_come) == []
    assert foreseen(begins, established("post-9", date(2020, 1, 1)), ready("c-1")) == []
    assert foreseen(begins, ready("c-1"), opened(post_id="post-9")) == []
    assert foreseen(established("post-9", date(2026, 9, 1), job_group="RMO"), ready("c-1")) == []


def test_a_vacancy_opened_since_the_holder_came_makes_it_no_forecast_any_more() -> None:
    since = opened(post_id="post-7", opened_on=date(2026, 3, 1))
    before = opened(post_id="post-7", opened_on=date(2024, 6, 1))
    assert foreseen(holder(), since) == []
    assert foreseen(holder(), before) != []


def test_a_vacancy_that_brought_the_later_of_two_holders_is_over() -> None:
    first, second = holder(), holder("c-2", starts_on=date(2025, 9, 1))
    brought_the_second = opened(post_id="post-7", opened_on=date(2025, 3, 1))
    assert foreseen(first, brought_the_second) == []
    assert foreseen(first, second, brought_the_second) != []


def test_what_post_management_anticipates_goes_before_what_is_found_of_the_post() -> None:
    stated, other = anticipated("v-8", date(2026, 7, 1)), anticipated("v-9", DUE, "post-9")
    log = world(holder(), stated, other)
    april = in_april(log)
    assert [(one.vacancy_id, one.reason) for one in only(april.forecasts).openings] == [
        ("v-8", "SEPARATION"),
        ("v-9", "SEPARATION"),
    ]
    assert april.anticipated == []


def test_an_opening_is_anticipated_once_and_then_waits_as_a_vacancy() -> None:
    log = world(holder())
    said = only(in_april(log).anticipated)
    assert isinstance(said, VacancyAnticipated)
    assert (said.vacancy_id, said.source) == ("post-7/2026-08-15", SOURCE)
    assert (said.expected_on, said.reason) == (DUE, "INCUMBENT_ROTATED")
    log.fold(said)
    assert log.pool.holdings.case(said.vacancy_id).vacancy.state == "ANTICIPATED"
    may = log.fold(day(date(2026, 5, 1)))
    assert (may.anticipated, len(only(may.forecasts).openings)) == ([], 1)


def test_it_is_the_same_event_where_the_month_passes_before_the_pool_reads_its_own_words() -> None:
    log = world(holder())
    first = only(in_april(log).anticipated)
    again = only(log.fold(day(date(2026, 5, 1))).anticipated)
    assert first.event_id == again.event_id


def test_who_is_overdue_still_opens_the_post_but_is_anticipated_no_more() -> None:
    april = in_april(world(holder(due=date(2026, 2, 1))))
    assert only(only(april.forecasts).openings).vacancy_id == "post-7/2026-02-01"
    assert april.anticipated == []


@pytest.mark.parametrize(
    "event",
    [
        holder(due=date(2026, 12, 1), count=2),
        holder(ends_on=date(2026, 4, 20), count=2),
        opened(post_id="post-7"),
    ],
    ids=["tour extended", "left earlier", "opened under another id"],
)
def test_what_is_foreseen_no_more_is_taken_back(event: Event) -> None:
    log = world(holder())
    old = only(in_april(log).anticipated)
    log.fold(old)
    log.fold(event)
    may = log.fold(day(date(2026, 5, 1)))
    (cancelled,) = (one for one in may.anticipated if isinstance(one, VacancyCancelled))
    assert (cancelled.vacancy_id, cancelled.source) == (old.vacancy_id, SOURCE)
    log.fold(*may.anticipated)
    assert log.pool.holdings.case(old.vacancy_id).vacancy.state == "CANCELLED"
    june = log.fold(day(date(2026, 6, 1)))
    assert june.anticipated == []


def test_a_vacancy_opened_under_the_anticipated_id_is_not_taken_back() -> None:
    log = world(holder())
    old = only(in_april(log).anticipated)
    log.fold(old, opened(old.vacancy_id, post_id="post-7", opened_on=APRIL))
    assert log.fold(day(date(2026, 5, 1))).anticipated == []


def test_what_post_management_anticipates_is_never_taken_back() -> None:
    log = world(ready("c-1"), anticipated("v-8", date(2026, 4, 15)))
    in_april(log)
    assert log.fold(day(date(2026, 5, 1))).anticipated == []


def test_somebody_erased_holds_no_post() -> None:
    gone = member("c-holder", count=2, assessment=None, member_since=None, availability=None)
    assert forecast(world(holder(), gone, ready("c-1"))).openings == ()
