"""Whom the default policy finds in a generated history: neither nobody nor everybody."""

from collections import Counter
from datetime import date

import pytest

from producers.reference import built_in
from producers.scenario import scenario
from schemas.days import day_started
from schemas.events import AssessmentCompleted, Event, ProposalListing
from tests.openings_today import openings_on
from tests.scenarios.memory import Memory

DAY = date(2026, 1, 22)
PEOPLE = 700


@pytest.fixture(scope="module")
def people() -> list[Event]:
    return list(scenario(candidates=PEOPLE, vacancies=0, seed=3, as_of=DAY))


def test_a_believable_share_of_each_profile_is_eligible_and_some_nearly_or_perhaps(
    people: list[Event],
) -> None:
    memory = Memory()
    memory.publish([day_started(DAY), *people])
    memory.settle(together=True)
    memory.publish(openings_on(DAY, built_in(), of_each=4))
    memory.settle(together=True)
    lists = {it.vacancy_id: it for it in memory.spoken if isinstance(it, ProposalListing)}
    assert len(lists) == 4 * len(built_in().profiles)
    found: dict[str, Counter[str]] = {}
    for said in lists.values():
        count = said.counts
        found.setdefault(f"{said.job_group}/{said.grade}", Counter()).update(
            {
                "considered": count.considered,
                "eligible": count.eligible,
                "near": count.near_misses,
                "cannot": count.cannot_confirm,
            }
        )
    for profile, share in found.items():
        assert 0.08 < share["eligible"] / share["considered"] < 0.35, (profile, share)
        assert 0.15 < share["near"] / share["considered"] < 0.5, (profile, share)
        assert 0.02 < share["cannot"] / share["considered"] < 0.25, (profile, share)


def test_about_fourteen_facts_are_known_of_each_person(people: list[Event]) -> None:
    about = sum(hasattr(event, "candidate_id") for event in people)
    assert 12 < about / PEOPLE < 17


def test_panels_find_the_competencies_that_the_profile_expects_at_its_levels(
    people: list[Event],
) -> None:
    home = built_in()
    assessed = [event for event in people if isinstance(event, AssessmentCompleted)]
    assert len(assessed) > PEOPLE / 2
    for event in assessed:
        expected = {it.code: it.levels[event.grade] for it in home.competencies}
        assert {it.code: it.level_expected for it in event.competencies} == {
            code: level for code, level in expected.items() if level is not None
        }
