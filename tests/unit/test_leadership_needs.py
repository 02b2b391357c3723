"""Gaps become needs, and needs end, each for a reason that the facts show."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from schemas.events import (
    DevelopmentNeedClosed,
    DevelopmentNeedIdentified,
    LeadershipStanding,
)
from tests.unit.leadership_facts import (
    TODAY,
    Log,
    day,
    gap,
    gone,
    of,
    policy,
    standing,
)


def log() -> Log:
    return Log(policy(), day())


def closed(log: Log, *facts: Any) -> DevelopmentNeedClosed:
    (found,) = of(log.add(*facts), DevelopmentNeedClosed)
    return found


def test_a_gap_is_a_need_with_its_theme_its_cause_and_its_day() -> None:
    (need,) = of(log().add(standing("c-1", gap("STRATEGY", 2))), DevelopmentNeedIdentified)
    assert (need.need_id, need.level_expected, need.level_shown) == ("a-c-1/STRATEGY", 4, 2)
    assert (need.theme, need.behaviours) == ("DIRECTION", ("SYSTEMS_THINKING",))
    assert (need.causation_id, need.as_of) == ("a-c-1-done", TODAY)
    assert (need.position.log, need.position.count) == ("leadership-log", 3)


def test_a_competency_that_the_policy_does_not_map_has_no_theme() -> None:
    (need,) = of(log().add(standing("c-1", gap("HUMILITY"))), DevelopmentNeedIdentified)
    assert (need.theme, need.behaviours) == (None, ())


def test_the_same_standing_again_says_nothing() -> None:
    whole = Log(policy(), day(), standing("c-1", gap()))
    assert whole.add(standing("c-1", gap(), at=1)) == []


def test_a_gap_smaller_than_the_policy_asks_for_is_no_need() -> None:
    assert Log(policy(gap_min=2), day()).add(standing("c-1", gap(missing=1))) == []


@pytest.mark.parametrize(
    ("after", "closure", "assessment"),
    [
        (standing("c-1", rating="STAR", assessment="a-2"), "RATED_READY", "a-2"),
        (standing("c-1", rating="TIER_1", assessment="a-2"), "RATED_READY", "a-2"),
        (standing("c-1", rating="TIER_2", assessment="a-2"), "LEVEL_REACHED", "a-2"),
        (standing("c-1", rating="NOT_READY_YET", assessment="a-2"), "ASSESSED_AGAIN", "a-2"),
        (standing("c-1", rating="TIER_1"), "ASSESSMENT_RECALIBRATED", "a-c-1"),
        (
            standing("c-1", rating=None, assessment=None, cause_type="AssessmentVoided"),
            "ASSESSMENT_VOIDED",
            "a-c-1",
        ),
        (
            standing("c-1", rating="STAR", assessment="a-0", cause_type="AssessmentVoided"),
            "ASSESSMENT_VOIDED",
            "a-c-1",
        ),
        (standing("c-1", rating=None, assessment=None, cause_type="PoolLeft"), "DEPARTED", None),
        (gone("c-1"), "DEPARTED", None),
        (gone("c-1", "CandidateMerged"), "DEPARTED", None),
    ],
)
def test_a_need_ends_for_the_reason_that_the_facts_show(
    after: LeadershipStanding, closure: str, assessment: str | None
) -> None:
    whole = log()
    whole.add(standing("c-1", gap()))
    ended = closed(whole, after)
    assert (ended.need_id, ended.closure) == ("a-c-1/STRATEGY", closure)
    assert ended.assessment_id == assessment
    assert whole.open_needs() == set()


def test_a_later_assessment_with_the_same_gap_closes_one_need_and_opens_another() -> None:
    whole = log()
    whole.add(standing("c-1", gap()))
    told = whole.add(standing("c-1", gap(), assessment="a-2", at=1))
    assert [type(it) for it in told] == [DevelopmentNeedClosed, DevelopmentNeedIdentified]
    assert of(told, DevelopmentNeedClosed)[0].closure == "ASSESSED_AGAIN"
    assert whole.open_needs() == {("c-1", "a-2/STRATEGY")}


def test_a_recalibrated_level_closes_the_need_and_tells_it_as_it_is_now() -> None:
    whole = log()
    first = of(whole.add(standing("c-1", gap(missing=1))), DevelopmentNeedIdentified)
    told = whole.add(standing("c-1", gap(missing=2), at=1, cause_type="AssessmentRecalibrated"))
    again = of(told, DevelopmentNeedIdentified)
    assert of(told, DevelopmentNeedClosed)[0].closure == "ASSESSMENT_RECALIBRATED"
    assert again[0].level_shown == 2
    assert again[0].event_id != first[0].event_id


def test_another_policy_closes_what_is_too_small_for_it() -> None:
    whole = log()
    whole.add(standing("c-1", gap("STRATEGY", 1)), standing("c-2", gap("STRATEGY", 2)))
    assert closed(whole, policy(2, gap_min=2)).closure == "POLICY_CHANGED"
    assert whole.open_needs() == {("c-2", "a-c-2/STRATEGY")}


def test_a_policy_of_the_future_waits_for_its_day() -> None:
    whole = log()
    whole.add(standing("c-1", gap(missing=1)))
    assert whole.add(policy(2, gap_min=2, effective_from=date(2026, 3, 2))) == []
    assert closed(whole, day(date(2026, 3, 2))).closure == "POLICY_CHANGED"


def test_what_comes_before_the_first_day_is_told_on_it() -> None:
    whole = Log()
    assert whole.add(standing("c-1", gap()), policy()) == []
    (need,) = of(whole.add(day()), DevelopmentNeedIdentified)
    assert need.as_of == TODAY


def test_two_people_with_an_assessment_of_one_id_have_a_need_each() -> None:
    whole = log()
    told = whole.add(standing("c-1", gap(assessment="a")), standing("c-2", gap(assessment="a")))
    assert len({it.event_id for it in of(told, DevelopmentNeedIdentified)}) == 2
    profile = replace(standing("c-1").profiles[0], assessment_id="a")
    whole.add(standing("c-1", profiles=(profile,), at=1))
    assert whole.open_needs() == {("c-2", "a/STRATEGY")}
