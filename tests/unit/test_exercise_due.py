"""Who must move, and whose share of hardship is unfair, from staffing facts alone."""

from datetime import date
from typing import Any

import pytest

from schemas.events import (
    AssignmentCurtailed,
    AssignmentStarted,
    IncumbentPostAbolished,
    PostPublished,
    RuleSetPublished,
    TourEndChanged,
    TourLength,
)
from streams.exercise.about import key_of
from streams.exercise.burden import burdens, days_by_class
from streams.exercise.careers import careers, held_on
from streams.exercise.due import last_due_day, must_move
from streams.exercise.known import Known
from streams.exercise.persons import Persons
from streams.exercise.reference import Reference
from tests.unit.exercise_world import (
    IN_WINDOW,
    KABUL,
    NAIROBI,
    TAKES_EFFECT,
    at,
    in_post,
    left,
    merged,
    policy,
    station,
)

SINCE = date(2024, 8, 1)


def about(kind: type[Any], **fields: Any) -> Any:
    ids = {"candidate_id": "c-1", "assignment_id": "as-c-1-post-1"}
    return kind(event_id=kind.__name__, **ids, **at(IN_WINDOW), **fields)


def moves(*facts: Any) -> bool:
    known = Known({key_of(it): it for it in facts})
    stays = careers(known, Persons(())).get("c-1", ())
    return must_move(stays, TAKES_EFFECT, Reference(known))


def rules(**lengths: int) -> RuleSetPublished:
    return RuleSetPublished(
        event_id="rules",
        rule_set_id="default",
        version=1,
        effective_from=date(2020, 1, 1),
        validity=(),
        satisfactory_ratings=(),
        ranked_max=1,
        near_misses_max=1,
        cannot_confirm_max=1,
        expiry_warning_days=1,
        unconfirmed_warning_days=1,
        tour_lengths=tuple(TourLength(hardship_class=it, months=n) for it, n in lengths.items()),
        **at(date(2020, 1, 1)),
    )


def published(months: int) -> PostPublished:
    return PostPublished(
        event_id="post",
        post_id="post-1",
        title="t",
        job_group="COM",
        grade="P-5",
        duty_station=NAIROBI,
        rotational=True,
        effective_from=date(2020, 1, 1),
        standard_assignment_months=months,
        **at(date(2020, 1, 1)),
    )


def test_a_tour_that_ends_before_the_next_exercise_takes_effect_makes_its_holder_move() -> None:
    assert last_due_day(TAKES_EFFECT) == date(2028, 7, 1)
    assert moves(in_post("c-1", "post-1", SINCE, due=date(2028, 7, 1)))
    assert not moves(in_post("c-1", "post-1", SINCE, due=date(2028, 7, 2)))
    assert not moves()


@pytest.mark.parametrize(
    ("facts", "months"),
    [
        ((published(47), station(NAIROBI, "B", standard_assignment_months=99), rules(B=99)), 47),
        ((station(NAIROBI, "B", standard_assignment_months=47), rules(B=99)), 47),
        ((station(NAIROBI, "B"), rules(B=47)), 47),
    ],
)
def test_an_unstated_due_date_follows_from_the_post_the_station_or_the_class(
    facts: tuple[Any, ...], months: int
) -> None:
    """August 2024 and 47 months are 1 July 2028, the last day that counts."""
    assert months == 47
    assert moves(in_post("c-1", "post-1", SINCE), *facts)
    assert not moves(in_post("c-1", "post-1", date(2024, 8, 2)), *facts)


def test_nothing_known_of_the_length_of_a_tour_makes_nobody_move() -> None:
    assert not moves(in_post("c-1", "post-1", date(1990, 1, 1)))
    assert not moves(in_post("c-1", "post-1", date(1990, 1, 1)), station(NAIROBI, "B"))


def test_later_facts_about_an_assignment_count() -> None:
    held = in_post("c-1", "post-1", SINCE, due=date(2027, 8, 1))
    later = about(TourEndChanged, due_rotation_on=date(2029, 8, 1), change="EXTENDED")
    assert not moves(held, later)
    ends = about(IncumbentPostAbolished, post_id="post-1", abolished_on=date(2027, 12, 31))
    assert moves(held, later, ends)
    assert not moves(held, left("c-1", "post-1", date(2027, 9, 1)))
    over = about(
        AssignmentCurtailed,
        post_id="post-1",
        curtailed_on=date(2026, 12, 1),
        curtailment_reason="OTHER",
    )
    assert not moves(held, over)
    arrived = about(AssignmentStarted, post_id="post-1", started_on=date(2027, 9, 1))
    assert not moves(held, arrived)


def test_the_post_begun_last_is_the_one_held() -> None:
    facts = (
        in_post("c-1", "post-1", SINCE, due=date(2027, 8, 1)),
        in_post("c-old", "post-2", date(2026, 8, 1)),
        merged("c-1", "c-old"),
    )
    known = Known({key_of(it): it for it in facts})
    stays = careers(known, Persons([merged("c-1", "c-old")]))
    held = held_on(stays["c-1"], TAKES_EFFECT)
    assert held is not None
    assert held.post_id == "post-2"
    assert held_on(stays["c-1"], date(2020, 1, 1)) is None


def test_a_burden_is_how_far_a_share_is_above_that_of_all_together() -> None:
    years = 365
    served = {
        "hard": {"E": 6 * years, "B": 2 * years},
        "easy": {"H": 8 * years},
        "new": {"E": years},
        "unknown": {},
    }
    found = burdens(served, policy())
    fair = 7 * 1000 // (8 + 8 + 5)
    assert found.of("hard", "E") == found.of("hard", "D") == (750 - fair) * 1000 // (1000 - fair)
    assert found.of("easy", "E") == found.of("new", "E") == found.of("unknown", "E") == 0
    assert found.of("easy", "A") == 1000
    assert found.of("hard", "A") == found.of("hard", "B") == found.of("easy", "C") == 0


def test_whoever_served_everything_in_hardship_beside_others_like_them_is_not_wronged() -> None:
    served = {who: {"E": 3000} for who in ("c-1", "c-2")}
    assert burdens(served, policy()).of("c-1", "E") == 0
    assert burdens({}, policy()).of("c-1", "E") == 0


def test_a_class_counts_as_it_was_when_the_assignment_began() -> None:
    facts = (
        station(KABUL, "E", effective_from=date(2015, 1, 1)),
        station(KABUL, "C", effective_from=date(2025, 1, 1)),
        in_post("c-1", "post-1", date(2024, 7, 1), place=KABUL),
        in_post("c-1", "post-2", date(2012, 7, 1), place=KABUL),
        left("c-1", "post-2", date(2012, 7, 10)),
    )
    known = Known({key_of(it): it for it in facts})
    stays = careers(known, Persons(()))["c-1"]
    days = days_by_class(stays, date(2025, 7, 1), Reference(known))
    assert days == {"E": 365 + 10}
