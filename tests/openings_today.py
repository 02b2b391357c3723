"""Vacancies as an organisation words them, opened on a day: most of a history's own are over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from producers.reference import Organisation
from producers.scenario import scenario
from schemas.events import VacancyOpened


def openings_on(day: date, organisation: Organisation, of_each: int) -> Iterator[VacancyOpened]:
    """So many off-cycle ones of each profile."""
    noticed = scenario(candidates=0, vacancies=300, seed=5, as_of=day, organisation=organisation)
    wanted = {(profile.job_group, profile.grade): of_each for profile in organisation.profiles}
    morning = datetime.combine(day, time(7), UTC)
    for event in noticed:
        if not isinstance(event, VacancyOpened) or not wanted[event.job_group, event.grade]:
            continue
        wanted[event.job_group, event.grade] -= 1
        left = wanted[event.job_group, event.grade]
        name = f"today-{event.job_group}-{event.grade}-{left}"
        yield replace(
            event,
            event_id=name,
            vacancy_id=name,
            occurred_at=morning,
            recorded_at=morning,
            opened_on=day,
            closes_on=day + timedelta(days=30),
            start_by=day + timedelta(days=120),
            stated_path="AD_HOC",
            rotational=False,
        )
