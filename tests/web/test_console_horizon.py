"""The horizon's pages: openings by month, where the bench is short, and who is told what."""

from collections.abc import Iterator
from datetime import date

import pytest

from consumers.console.horizon_figures import benches, months_ahead, outlook
from consumers.questions.horizon import Opening, Strength
from consumers.web.roles import ROLES, Role, may
from tests.web.house import House
from tests.web.visiting import Visitors, visitors

MADE = date(2027, 11, 1)


@pytest.fixture(scope="module")
def people(shared_house: House) -> Iterator[Visitors]:
    with visitors(shared_house) as made:
        yield made


def opening(day: date, eligible: int = 1) -> Opening:
    return Opening(
        vacancy_id=f"post-1/{day}",
        post_id="post-1",
        grade="P-5",
        country="KE",
        city_code="NBO01",
        hardship_class=None,
        reason="RETIREMENT",
        expected_on=day,
        eligible=eligible,
        cannot_confirm=0,
        expiring=0,
    )


def strength(month: date, gap: int, dimension: str = "ALL", grade: str = "P-5") -> Strength:
    return Strength(
        month=month,
        grade=grade,
        dimension=dimension,
        value="all",
        members=2,
        openings=5,
        gap=gap,
    )


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_openings_and_some_what_small_numbers_tell(
    people: Visitors, role: Role
) -> None:
    assert 'href="/horizon/COM"' in people[role].get("/horizon").text
    page = people[role].get("/horizon/COM").text
    assert "Forecast of Feb 2027" in page
    assert "post-12" in page
    assert "AFG (KA010)" in page
    assert 'href="/coverage"' in page
    private = may(role, "read_private")
    assert ("Cannot be confirmed" in page) == private
    assert ("<bdi>fr</bdi>" in page) == private


def test_an_earlier_forecast_is_marked_and_an_unknown_one_is_none(people: Visitors) -> None:
    page = people["viewer"].get("/horizon/COM?made_in=2027-01-01").text
    assert "This is not the last forecast." in page
    assert "No opening is expected within a year." in page
    assert people["viewer"].get("/horizon/COM?made_in=1999-01-01").status_code == 404
    assert people["viewer"].get("/horizon/COM?made_in=soon").status_code == 422
    assert people["viewer"].get("/horizon/XYZ").status_code == 404


def test_who_expires_before_leads_to_the_roster(people: Visitors) -> None:
    page = people["viewer"].get("/horizon/COM").text
    address = "/roster?job_group=COM&amp;grade=P-5&amp;status=ACTIVE&amp;ends_by=2027-08-15"
    assert f'<a href="{address}">2</a>' in page


def test_months_without_an_opening_are_there_and_others_stand_around() -> None:
    days = [date(2028, 1, 5), date(2028, 1, 2), date(2027, 9, 1), date(2029, 1, 1)]
    ahead = months_ahead(MADE, [opening(day) for day in days])
    assert [one.month for one in ahead][:3] == [
        date(2027, 9, 1),
        date(2027, 11, 1),
        date(2027, 12, 1),
    ]
    assert len(ahead) == 14
    assert ahead[-1].month == date(2029, 1, 1)
    assert [len(one.openings) for one in ahead if one.openings] == [1, 2, 1]


def test_a_month_tells_the_openings_that_nobody_could_take() -> None:
    ahead = months_ahead(MADE, [opening(MADE, 0), opening(MADE, 3)])
    assert (ahead[0].with_nobody, ahead[0].with_somebody) == (1, 1)


def test_a_bench_is_short_from_its_first_gap_by_its_worst() -> None:
    months = [strength(MADE, 0), strength(date(2027, 12, 1), 1), strength(date(2028, 1, 1), 3)]
    (bench,) = benches(months)
    assert bench.first_short == months[1]
    assert (bench.worst, bench.most) == (3, 5)


def test_a_grade_is_short_by_all_its_members_and_not_by_a_language() -> None:
    enough = strength(MADE, 0, grade="P-4")
    found = outlook(MADE, [], [enough, strength(MADE, 2, "LANGUAGE"), strength(MADE, 1)])
    assert [(one.grade, one.worst) for one in found.short] == [("P-5", 1)]
    assert found.nobody == 0
