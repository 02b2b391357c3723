"""Another organisation, other profiles, grades, languages and policy: the same program runs it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from producers.reference import Organisation, built_in, read_organisation
from producers.rule_sets import settings_of
from producers.scenario import scenario
from schemas.events import (
    ApplicationSubmitted,
    DayStarted,
    Event,
    EventRejected,
    MembershipActivated,
    ProposalListing,
    RankedCandidate,
    VacancyOpened,
)
from schemas.shape import problems
from tests.scenarios.memory import Memory

DIRECTORY = Path(__file__).parents[1] / "data" / "second-organisation"
DAY = date(2026, 1, 22)
PEOPLE, VACANCIES = 400, 60


@pytest.fixture(scope="module")
def second() -> Organisation:
    return read_organisation(DIRECTORY)


@pytest.fixture(scope="module")
def history(second: Organisation) -> list[Event]:
    """A year, in the order in which it was recorded, a day at the begin of each date."""
    return list(
        scenario(
            candidates=PEOPLE,
            vacancies=VACANCIES,
            seed=11,
            as_of=DAY,
            years=1,
            days=True,
            organisation=second,
        )
    )


@pytest.fixture(scope="module")
def spoken(history: list[Event]) -> list[Event]:
    """All that the stages say of that year, with a transaction for each week."""
    memory = Memory()
    for week in weeks(history):
        memory.publish(week)
        memory.settle(together=True)
    return memory.spoken


def weeks(history: list[Event]) -> Iterator[list[Event]]:
    found: list[Event] = []
    for event in history:
        if isinstance(event, DayStarted) and event.day.weekday() == 0 and found:
            yield found
            found = []
        found.append(event)
    yield found


def listings(spoken: list[Event]) -> list[ProposalListing]:
    return [event for event in spoken if isinstance(event, ProposalListing)]


def ranked(spoken: list[Event]) -> list[RankedCandidate]:
    return [person for listing in listings(spoken) for person in listing.ranked]


def test_it_shares_no_profile_grade_language_or_word_with_the_built_in_one(
    second: Organisation,
) -> None:
    first = built_in()
    for name in ("job_group", "grade"):
        ours, theirs = ({getattr(p, name) for p in it.profiles} for it in (first, second))
        assert not ours & theirs
    assert len({profile.job_group for profile in second.profiles}) >= 8
    assert not {c.code for c in first.competencies} & {c.code for c in second.competencies}
    people, others = first.manner.people, second.manner.people
    assert not people.appraisals.keys() & others.appraisals.keys()
    assert {"sw", "hi"} <= others.languages.keys() - people.languages.keys()
    assert "en" not in others.languages


def test_its_places_are_marked_as_made_up_in_countries_that_exist(second: Organisation) -> None:
    real = {state.iso3 for state in built_in().states}
    for station in second.duty_stations:
        assert station.name.endswith("(synthetic)")
        assert station.key.city_code.startswith("SYN")
    assert second.regions.keys() <= real


def test_its_policy_differs_in_nearly_every_setting(second: Organisation) -> None:
    ours, theirs = settings_of(built_in().rule_set), settings_of(second.rule_set)
    same = {name for name in ours.keys() & theirs.keys() if ours[name] == theirs[name]}
    # S9 is a report in any organisation: its weight is always 0.
    assert same == {"criteria.S9"}


def test_every_event_of_its_history_is_good(history: list[Event]) -> None:
    assert [(event, problem) for event in history for problem in problems(event)] == []


def test_nothing_of_it_is_rejected_and_all_its_profiles_have_members(
    second: Organisation, spoken: list[Event]
) -> None:
    assert [event for event in spoken if isinstance(event, EventRejected)] == []
    joined = {(e.job_group, e.grade) for e in spoken if isinstance(e, MembershipActivated)}
    assert joined == {(profile.job_group, profile.grade) for profile in second.profiles}


def test_every_vacancy_is_answered_and_people_are_ranked_in_most_job_groups(
    second: Organisation, history: list[Event], spoken: list[Event]
) -> None:
    opened = {event.vacancy_id for event in history if isinstance(event, VacancyOpened)}
    answered = {getattr(event, "vacancy_id", None) for event in spoken}
    assert len(opened) > VACANCIES * 0.8
    assert opened <= answered
    groups = {listing.job_group for listing in listings(spoken) if listing.ranked}
    assert len(groups) >= len({profile.job_group for profile in second.profiles}) - 1


def test_lists_obey_its_policy_and_not_another(second: Organisation, spoken: list[Event]) -> None:
    policy = second.rule_set
    weights = {each.criterion: each.weight for each in policy.criteria}
    for listing in listings(spoken):
        assert listing.rule_set is not None
        assert listing.rule_set.rule_set_id == policy.rule_set_id
        assert len(listing.ranked) <= policy.ranked_max
        assert len(listing.near_misses) <= policy.near_misses_max
        assert "H13" not in {each.rule for each in listing.counts.excluded}
    for person in ranked(spoken):
        assert {answer.rule for answer in person.advisory} == {"H7", "H9", "H12"}
        assert "H6" in {answer.rule for answer in person.answers}
        for each in person.criteria:
            assert each.contribution == each.normalised * weights[each.criterion]


def test_its_notices_decide_who_is_first(history: list[Event], spoken: list[Event]) -> None:
    rules = {
        event.vacancy_id: event.tier_rule.tier_rule_id if event.tier_rule else None
        for event in history
        if isinstance(event, VacancyOpened)
    }
    clauses: dict[str | None, set[str]] = defaultdict(set)
    for listing in listings(spoken):
        clauses[rules[listing.vacancy_id]] |= {p.tier_clause for p in listing.ranked}
    assert "women" in clauses["women-first"]
    assert "home staff" in clauses["newcomers"]


def test_people_of_the_country_alone_are_listed_on_the_national_ladder(
    history: list[Event], spoken: list[Event]
) -> None:
    applied = (event for event in history if isinstance(event, ApplicationSubmitted))
    nationals = {event.candidate_id: event.nationalities for event in applied}
    found = [
        (listing.duty_station.country, nationals[person.candidate_id])
        for listing in listings(spoken)
        for person in listing.ranked
        if listing.grade.startswith("N-")
        if not waived(person, "H5")
    ]
    assert found
    assert all(country in nationalities for country, nationalities in found)


def waived(person: RankedCandidate, rule: str) -> bool:
    return any(answer.rule == rule and answer.outcome == "WAIVED" for answer in person.answers)


def test_competencies_that_are_shown_are_those_of_its_profiles_each_with_a_level(
    second: Organisation, spoken: list[Event]
) -> None:
    levelled = {each.code for each in second.competencies if each.kind != "VALUE"}
    shown = {
        each.code
        for person in ranked(spoken)
        for each in person.competencies
        if each.shown is not None
    }
    assert shown == levelled
