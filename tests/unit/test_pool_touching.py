"""A fact is asked of the vacancies that it can change, and of no others."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import (
    DutyStationKey,
    Event,
    PostingFact,
    ProposalDeferred,
    ProposalEmitted,
    TierClause,
    TierRule,
)
from tests.unit.pool_facts import (
    BASICS,
    NAIROBI,
    TODAY,
    Log,
    cycle,
    day,
    envelope,
    member,
    only,
    opened,
    profile,
    rules,
)
from tests.unit.reference_facts import abolished, classified, established, expecting, states

JUBA, LIMA = (
    DutyStationKey(country="SSD", city_code="JU020"),
    DutyStationKey(country="PER", city_code="LI001"),
)
NRMS = TierRule(
    tier_rule_id="t", first=(TierClause(clause="nrms", nationality_list="NON_REPRESENTED"),)
)


def posting(station: DutyStationKey) -> PostingFact:
    return PostingFact(
        assignment_id="asg",
        post_id="post-7",
        duty_station=station,
        job_group="COM",
        grade="P-4",
        starts_on=date(2024, 1, 1),
        ends_on=None,
        due_rotation_on=None,
        abolished_on=None,
        event_ids=("inc-1",),
    )


def three() -> Log:
    """Two vacancies of one profile at two stations, one with a tier rule; one of another grade."""
    log = Log(*BASICS, profile("P-4"), member("c-1", posting=posting(JUBA)))
    log.fold(
        opened("v-1"),
        opened("v-2", post_id="post-2", duty_station=LIMA, tier_rule=NRMS),
        opened("v-3", post_id="post-3", grade="P-4", duty_station=LIMA),
    )
    return log


@pytest.mark.parametrize(
    ("fact", "evaluated"),
    [
        (classified(station=NAIROBI), 1),
        (classified(station=LIMA), 2),
        (classified(station=JUBA), 2),
        (classified(station=DutyStationKey(country="PER", city_code="JU020")), 0),
        (expecting(3), 2),
        (profile("P-4", TODAY), 1),
        (abolished(TODAY), 1),
        (established(TODAY), 1),
        (states("NON_REPRESENTED", "nrms-1"), 1),
        (states("MEMBER_STATES", "ms-1"), 3),
        (cycle("2026", date(2026, 6, 1), date(2026, 6, 30)), 3),
        (day(TODAY + timedelta(days=1)), 3),
        (rules(2), 3),
        (member("c-1", 2), 2),
        (member("c-2"), 3),
    ],
    ids=lambda value: value.event_id if isinstance(value, Event) else str(value),
)
def test_each_fact_reaches_what_depends_on_it(fact: Any, evaluated: int) -> None:
    log = three()
    assert log.fold(fact).vacancies_evaluated == evaluated
    assert log.fold(fact).vacancies_evaluated == 0


def test_several_facts_about_one_vacancy_are_one_evaluation() -> None:
    assert three().fold(classified(), abolished(TODAY), established(TODAY)).vacancies_evaluated == 1


def test_a_cycle_that_lets_go_of_a_job_group_reaches_its_vacancies() -> None:
    inside = cycle("2026", date(2026, 3, 1), date(2026, 3, 31))
    log = Log(*BASICS, inside, member(), opened(rotational=True, stated_path=None))
    assert isinstance(only(log.said[-1].proposals), ProposalDeferred)
    apart = cycle("2025", date(2025, 3, 1), date(2025, 3, 31))
    without = type(inside)(**{**vars(inside), **envelope("corrected", 9), "job_groups": ("RMO",)})
    assert isinstance(only(log.fold(apart, without).proposals), ProposalEmitted)


def test_a_rule_set_of_the_future_is_looked_at_and_says_nothing() -> None:
    log = three()
    assert log.fold(rules(2, effective_from=TODAY + timedelta(days=1))).proposals == []
    assert len(log.fold(day(TODAY + timedelta(days=1))).proposals) == 3
