"""The columns: what a row holds, what it costs, and that one row answers as the whole column."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import AssessmentFact, CompetencyShown
from streams.pool.codes import Codes, Lookups
from streams.pool.errors import TooManyCodes
from streams.rules.outcomes import looked_up
from streams.rules.rows import UNSAID
from streams.rules.table import RULES
from tests.oracle.hard import RULES as PERSON_BY_PERSON
from tests.oracle.hard import answers as told
from tests.oracle.random_worlds import random_world
from tests.unit.pool_facts import assessed, member
from tests.unit.rule_facts import Asked


def asked_of(seed: int) -> tuple[Any, Asked]:
    world = random_world(seed)
    terms = {name: value for name, value in vars(world.terms).items() if name in _TERMS}
    facts = (*world.stations, *world.profiles, *world.lists)
    decided = (*world.waivers, *world.declined)
    asked = Asked(world.members, *decided, under=world.rules, on=world.today, known=facts, **terms)
    return world, asked


_TERMS = (
    *("grade", "duty_station", "opened_on", "start_by", "min_rating", "scope"),
    *("appointment_types", "languages", "tier_rule", "emphasis"),
)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1 << 20))
def test_a_slice_of_one_row_answers_as_the_whole_column(seed: int) -> None:
    world, asked = asked_of(seed)
    column = asked.table.rows(0, len(world.members))
    for rule in RULES:
        whole = rule.over(column, asked.demand)
        assert whole.dtype == np.int8
        rows = [
            rule.over(asked.person(row).row, asked.demand)[0] for row in range(len(world.members))
        ]
        assert whole.tolist() == rows, rule.id


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1 << 20))
def test_every_rule_answers_as_a_reader_would_person_by_person(seed: int) -> None:
    world, asked = asked_of(seed)
    for row, person in enumerate(world.members):
        for rule, outcome in told(world, person).items():
            assert asked.answer(rule, row).outcome == outcome, (rule, person.candidate_id)


def test_the_reader_knows_every_rule_of_the_table() -> None:
    assert list(PERSON_BY_PERSON) == [rule.id for rule in RULES]


def with_levels(count: int, **levels: int) -> Any:
    shown = tuple(CompetencyShown(code=code, level_shown=of) for code, of in levels.items())
    rated = AssessmentFact(**(vars(assessed()) | {"competencies": shown}))
    return member("c-1", count, assessment=rated)


def test_levels_shown_have_a_column_for_each_competency_and_go_with_their_assessment() -> None:
    people = [with_levels(1, TEAM=3, TRUST=4), member("c-2", 2)]
    levels = Asked(people).table.rows(0, 2).levels
    assert {code: level.tolist() for code, level in levels.items()} == {
        "TEAM": [3, UNSAID],
        "TRUST": [4, UNSAID],
    }


def test_a_row_costs_at_most_two_hundred_bytes_with_fifteen_competencies() -> None:
    table = Asked([with_levels(1, **{f"C{n}": n for n in range(15)})]).table
    assert table.row_bytes <= 200


def test_a_statement_about_a_former_id_concerns_the_id_that_stays() -> None:
    table = Asked([member("old", 1), member("new", 2, former_ids=("old", "older"))]).table
    assert [table.row_concerned(who) for who in ("old", "older", "new", "nobody")] == [
        1, 1, 1, None,
    ]  # fmt: skip
    assert table.row_of("old") == 0


def test_more_values_than_a_column_holds_are_refused_with_a_remedy() -> None:
    codes: Codes[str] = Codes(codes_max=1)
    assert [codes.code(name) for name in ("a", "b", "a")] == [0, 1, 0]
    with pytest.raises(TooManyCodes, match="find the source that makes up codes"):
        codes.code("c")


def test_a_thing_is_asked_about_once_and_new_ones_when_they_come() -> None:
    codes, lookups, seen = Codes("a"), Lookups(), []

    def answer(name: str) -> int:
        seen.append(name)
        return ord(name)

    assert lookups.over(codes, "key", answer, 7).tolist() == [97, 7]
    codes.code("b")
    assert lookups.over(codes, "key", answer, 7).tolist() == [97, 98, 7]
    assert seen == ["a", "b"]


@given(
    answers=st.lists(st.sampled_from([0, 0, 0, 2, 3]), min_size=1, max_size=12),
    data=st.data(),
)
def test_comparing_and_looking_up_answer_alike(answers: list[int], data: Any) -> None:
    table = np.array(answers, np.int8)
    codes = data.draw(st.lists(st.integers(-1, len(answers) - 2), max_size=30))
    assert looked_up(table, np.array(codes, np.int16)).tolist() == [answers[c] for c in codes]
