"""The coverage page: its figures are those of the read model, and asked for once."""

import re
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from consumers.console.coverage_demand import by_hardship, by_profile
from consumers.console.coverage_figures import active, ends_by_month, months_later
from consumers.console.coverage_impact import impact_by_profile
from consumers.console.per_tick import PerTick
from consumers.questions.coverage import (
    AdverseImpact,
    Coverage,
    Ending,
    Need,
    adverse_impact,
    coverage,
    needs,
)
from consumers.questions.progress import day_reached
from consumers.web.live import Tick
from consumers.web.roles import ROLES, may
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, furnished
from tests.web.telling import listed, opened, telling
from tests.web.visiting import (
    HOSTILE,
    INERT,
    Visitors,
    empty_house,
    visitors,
)


@pytest.fixture(scope="module")
def doors(autumn: House) -> Iterator[Visitors]:
    with visitors(autumn) as made:
        yield made


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_the_bench_and_who_needs_facts_its_groups(
    doors: Visitors, role: Any
) -> None:
    answer = doors[role].get("/coverage")
    assert answer.status_code == 200
    assert "What is needed, and who is there" in answer.text
    assert ('id="impact-1"' in answer.text) == may(role, "read_private")
    assert ("Region: " in answer.text) == may(role, "read_private")


def test_the_bench_is_counted_as_the_public_view_counts_it(autumn: House) -> None:
    told = "SELECT * FROM coverage ORDER BY job_group, grade, rating, expires_in"
    with autumn.serving.engine.connect() as connection:
        view = [tuple(row) for row in connection.execute(text(told))]
        counted = [astuple(line) for line in coverage(connection)]
    assert counted == view
    assert {line[3] is None for line in counted} == {True, False}


def test_every_number_that_is_a_link_leads_to_as_many_people(doors: Visitors) -> None:
    text = doors["viewer"].get("/coverage").text
    links = set(re.findall(r'<a href="(/roster\?[^"]+)">(\d+)</a>', text))
    assert len(links) > 10
    assert any("ends_by=" in link for link, _ in links)
    for link, number in links:
        page = doors["viewer"].get(unescape(link)).text
        assert re.search(rf'id="roster-people"[^>]*>{number} membership', page), link


def test_open_vacancies_stand_by_the_class_of_their_station(doors: Visitors, autumn: House) -> None:
    with autumn.serving.engine.connect() as connection:
        found = [one for one in needs(connection) if one.state == "OPEN"]
    assert sorted(str(one.hardship_class) for one in found) == ["A", "A", "B"]
    section = doors["viewer"].get("/coverage").text.split('id="coverage-hardship"')[1]
    assert re.search(r'<th scope="row">A</th>.*?<td class="number">2</td>', section, re.DOTALL)


def test_what_is_not_shown_is_said_with_the_reason(doors: Visitors) -> None:
    text = doors["viewer"].get("/coverage").text
    assert "Not shown: languages, and where people are ready to serve." in text


def test_all_who_look_at_one_state_of_the_read_model_share_its_answers(autumn: House) -> None:
    asked = list[str]()

    def question(connection: Connection) -> int:
        asked.append("once more")
        return len(asked)

    kept = PerTick(autumn.serving)
    live = autumn.serving.live
    before = live.tick
    try:
        live.tick = Tick(1, 1)
        assert [kept.ask(question), kept.ask(question)] == [1, 1]
        live.tick = Tick(1, 2)
        assert kept.ask(question) == 2
        live.tick = None  # Nothing is known of the state: nothing is kept.
        assert [kept.ask(question), kept.ask(question)] == [3, 4]
    finally:
        live.tick = before


def test_the_bench_is_not_counted_for_each_visitor_again(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    with furnished(written_history, tmp_path) as made, visitors(made) as people:
        statements = _statements(made.serving.engine)
        for role in ROLES * 2:
            assert people[role].get("/coverage").status_code == 200
    assert sum("roster.rating, roster.valid_until" in one for one in statements) == 1


def test_a_vacancy_without_anybody_on_the_bench_stands_out(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    with empty_house(written_history, tmp_path) as made, telling(made) as teller:
        teller.tell(opened("v-1"))
        with visitors(made) as people:
            text = people["viewer"].get("/coverage").text
    assert "Vacancies ask for people, and nobody is active:" in text
    assert "Nobody there" in text


def test_hostile_text_is_inert_in_every_field(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    names: Any = {"job_group": HOSTILE, "grade": HOSTILE}
    member = replace(golden("MembershipActivated"), rating=HOSTILE, **names)
    with empty_house(written_history, tmp_path) as made, telling(made) as teller:
        teller.tell(
            member,
            replace(opened(HOSTILE), **names),
            listed(HOSTILE, hardship_class=HOSTILE, **names),
        )
        with visitors(made) as people:
            text = people["auditor"].get("/coverage").text
    assert text.count(INERT) > 10
    assert "<script>window" not in text
    assert "\u202e" not in text


def test_the_day_comes_from_the_pools(doors: Visitors, autumn: House) -> None:
    with autumn.serving.engine.connect() as connection:
        day = day_reached(connection)
    assert day == date(2024, 11, 22)
    text = doors["viewer"].get("/coverage").text
    assert "22 Nov 2024" in text
    assert "by 22 May 2025" in text


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 14), 6, date(2026, 9, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
        (date(2027, 8, 31), 18, date(2029, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later


def test_endings_are_counted_by_month_and_what_lies_around_is_not_lost() -> None:
    ends = ends_by_month(
        [
            line(expires_in="2026-03", active=2),
            line(expires_in="2028-02", active=3),
            line(expires_in="2028-03", active=5),
            line(expires_in=None, active=7),
            line(expires_in="2026-02", active=11),
        ],
        active,
        date(2026, 3, 14),
    )
    counted = [(one.span, one.month, one.total) for one in ends if one.total]
    assert counted == [
        ("EARLIER", "", 11), ("MONTH", "2026-03", 2), ("MONTH", "2028-02", 3),
        ("LATER", "", 5), ("NO_END", "", 7),
    ]  # fmt: skip


def test_need_and_bench_meet_by_profile_and_the_bare_ones_come_first() -> None:
    found = by_profile(
        [line(active=1), line(rating="TIER_1", active=1, on_hold=2)],
        [need("v-1"), need("v-2", state="ANTICIPATED"), need("v-3", grade="P-4", eligible=0)],
        [Ending(job_group="COM", grade="P-5", people=(0, 1, 2))],
    )
    bare, full = found
    assert (bare.grade, bare.bare, bare.short) == ("P-4", True, True)
    assert (full.active, full.on_hold, full.open, full.anticipated) == (2, 2, 1, 1)
    assert (full.ending, full.bare, full.short) == ((0, 1, 2), False, False)


def test_classes_stand_from_the_easiest_and_what_is_not_known_last() -> None:
    asked = [need("v-1", hardship_class=one) for one in (None, "E", "H", "A")]
    found = by_hardship([*asked, need("v-9", state="ANTICIPATED")], by_profile([], asked, []))
    assert [one.hardship_class for one in found] == ["H", "A", "E", None]
    assert all(one.open == 1 for one in found)


def test_a_rate_under_four_fifths_of_the_highest_is_to_be_looked_into() -> None:
    lines = [impact("A", eligible_ratio=0.79), impact("B", eligible_ratio=0.8), impact("C")]
    (found,) = impact_by_profile(lines)
    assert found.look_into == 1
    assert impact_by_profile([impact("C")])[0].all_hidden


def test_impact_is_read_as_the_view_has_it(autumn: House) -> None:
    with autumn.serving.engine.connect() as connection:
        found = adverse_impact(connection)
    assert {one.dimension for one in found} == {"GENDER", "REGION"}


def line(**given: Any) -> Coverage:
    empty = {"active": 0, "on_hold": 0, "suspended": 0, "taken": 0, "expires_in": None}
    profile = {"job_group": "COM", "grade": "P-5", "rating": "STAR"}
    return Coverage(**{**profile, **empty, **given})


def need(vacancy_id: str, **given: Any) -> Need:
    stated = {"job_group": "COM", "grade": "P-5", "state": "OPEN", "eligible": 1}
    return Need(**{"vacancy_id": vacancy_id, "hardship_class": "A", **stated, **given})


def impact(value: str, **given: Any) -> AdverseImpact:
    names = AdverseImpact.__dataclass_fields__
    stated = {"job_group": "COM", "grade": "P-5", "dimension": "REGION", "value": value}
    return AdverseImpact(**{**dict.fromkeys(names), "lists": 1, **stated, **given})


def _statements(engine: Engine) -> list[str]:
    """What is asked of the database from now on."""
    seen = list[str]()

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    return seen
