"""The demo's story: whole on any day, good in itself but for the one record that must be bad."""

from datetime import date, timedelta

import pytest

from producers.prepared import prepare, record_of
from producers.reference import built_in, cycles
from producers.story import Chapter, story
from schemas.codec import decode
from schemas.events import (
    DutyStationClassified,
    Event,
    OfferAccepted,
    ProfilePublished,
    VacancyFilled,
    VacancyOpened,
)
from schemas.shape import problems

DAYS = (date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29))


def all_events(chapters: tuple[Chapter, ...]) -> list[Event]:
    return [event for chapter in chapters for event in chapter.events]


@pytest.mark.parametrize("day", DAYS)
def test_every_event_can_be_published_but_for_the_contradictory_chapter(day: date) -> None:
    for chapter in story(day):
        assert chapter.events
        for event in chapter.events:
            assert bool(problems(event)) == chapter.contradictory
            if not chapter.contradictory:
                assert decode(prepare(event).value) == event
    (bad,) = story(day)[-1].events
    assert [problem.field for problem in problems(bad)] == ["closes_on"]
    assert decode(record_of(bad).value) == bad


@pytest.mark.parametrize("day", DAYS)
def test_ids_are_unique_and_the_same_day_tells_the_same_story(day: date) -> None:
    events = all_events(story(day))
    assert len({event.event_id for event in events}) == len(events)
    assert story(day) == story(day)
    assert all(event.recorded_at.date() <= day for event in events)


def test_two_days_share_no_event_but_the_reference_set() -> None:
    first, second = ({e.event_id for e in all_events(story(day))} for day in DAYS[:2])
    assert all(
        name.startswith(("ref-", "rules-", "rotation-", "leadership-")) for name in first & second
    )


def test_com_is_off_cycle_and_rmo_inside_a_window_when_the_vacancies_open() -> None:
    day = DAYS[0]
    for event in all_events(story(day)):
        if isinstance(event, VacancyOpened):
            inside = any(
                event.job_group in cycle.job_groups
                and cycle.window_open <= event.opened_on <= cycle.window_close
                for cycle in cycles(built_in(), day)
            )
            assert inside == (event.job_group == "RMO")


def test_the_first_vacancy_is_at_a_non_family_station_of_a_known_profile() -> None:
    events = all_events(story(DAYS[0]))
    opened = next(e for e in events if isinstance(e, VacancyOpened))
    stations = {e.duty_station: e for e in events if isinstance(e, DutyStationClassified)}
    assert stations[opened.duty_station].family_status == "NON_FAMILY"
    assert opened.rotational
    assert opened.stated_path is None


def test_who_accepts_is_who_fills_and_stands_on_both_lists() -> None:
    events = all_events(story(DAYS[0]))
    accepted = next(e for e in events if isinstance(e, OfferAccepted))
    filled = next(e for e in events if isinstance(e, VacancyFilled))
    com = [e for e in events if isinstance(e, VacancyOpened) and e.grade == "P-5"]
    assert accepted.candidate_id == filled.candidate_id
    assert com[0].vacancy_id == accepted.vacancy_id == filled.vacancy_id
    assert len(com) == 2


def test_the_unknown_profile_is_published_one_chapter_after_its_vacancy() -> None:
    chapters = story(DAYS[0])
    published = [
        (index, event.job_group, event.grade)
        for index, chapter in enumerate(chapters)
        for event in chapter.events
        if isinstance(event, ProfilePublished)
    ]
    index, *profile = published[-1]
    (opened,) = chapters[index - 1].events
    assert isinstance(opened, VacancyOpened)
    assert [opened.job_group, opened.grade] == profile == ["SCO", "P-4"]
    assert all(found[1:] != ("SCO", "P-4") for found in published[:-1])


def test_about_twenty_five_people_are_pseudonyms() -> None:
    events = all_events(story(DAYS[0]))
    people = {vars(e)["candidate_id"] for e in events if vars(e).get("candidate_id")}
    assert len(people) == 25
    assert all(person.startswith("c-5a") for person in people)


def test_the_story_begins_within_the_day_it_is_told_on() -> None:
    latest = max(e.recorded_at for e in all_events(story(DAYS[0])))
    midnight = latest.replace(hour=0, minute=0, second=0, microsecond=0)
    assert latest - midnight < timedelta(minutes=5)
