"""The catalogue is whole: all that it must show is there, and its index says where."""

from schemas.event_table import EVENT_TABLE
from schemas.topics import UPSTREAM
from tests.scenarios.catalogue import scenarios
from tests.scenarios.coverage import required, shown_by
from tests.scenarios.index import index
from tests.scenarios.places import INDEX
from tests.scenarios.said import Said
from tests.scenarios.tale import Tale

LEAST = 60


def test_every_rule_answer_tier_criterion_transition_and_trap_has_a_scenario() -> None:
    shown = {what for scenario in scenarios() for what in shown_by(scenario)}
    assert sorted(required() - shown) == []


def test_no_scenario_claims_to_show_what_is_not_on_the_list() -> None:
    claimed = {(s.name, what) for s in scenarios() for what in set(s.shows) - required()}
    assert sorted(claimed) == []


def test_there_are_enough_of_them_and_no_two_share_a_number() -> None:
    numbers = [scenario.number for scenario in scenarios()]
    assert len(numbers) >= LEAST
    assert len(set(numbers)) == len(numbers)


def test_every_event_of_upstream_systems_occurs_in_some_scenario() -> None:
    told = {item.kind for scenario in scenarios() for item in scenario.story}
    for scenario in scenarios():
        tale = Tale(scenario, Said())
        told |= {type(event).__name__ for event in [*tale.setting(), *tale.people()]}
    upstream = {row.name for row in EVENT_TABLE.values() if row.topic in UPSTREAM and row.routes}
    frozen = {name for name in upstream if EVENT_TABLE[name].status == "frozen"}
    assert sorted(frozen - told) == []


def test_the_index_is_the_one_made_from_the_scenarios() -> None:
    assert INDEX.read_text() == index(), "make it again: python -m tests.scenarios.index"
