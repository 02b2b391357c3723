"""Vacancies of the year: off-cycle ones that go out at once, and those that the window defers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from producers.exercise_year.year import Year
from producers.reference import Profile, Station
from producers.scenario.notice import terms_of_notice
from producers.scenario.person import person
from schemas import events
from schemas.events import Event

AT_ONCE = ((20, True), (45, True), (85, False), (150, True), (240, True))
"""Days and whether the post rotates: before the window, inside it, and after it."""
DEFERRED = (62, 70, 104)
"""Days inside the window on which rotational posts fall vacant; the last comes too late for the
catalogue and waits on."""
HIRED = 2
"""So many of the first ones are filled by an offer, before the exercise is run; the others are
filled from outside the Pool."""
FILLED_AFTER_DAYS = 25
ENTERED = 2
"""So many of the deferred ones enter the catalogue."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A post that falls vacant and has no holder."""

    vacancy_id: str
    post_id: str
    profile: Profile
    station: Station
    opened_on: date
    rotational: bool
    terms: dict[str, Any]

    @property
    def start_by(self) -> date:
        return self.opened_on + timedelta(days=120)


def at_once(year: Year) -> tuple[Opening, ...]:
    """Those that a proposal answers on the day they open."""
    return tuple(_opening(year, n, day, rotates) for n, (day, rotates) in enumerate(AT_ONCE))


def deferred(year: Year) -> tuple[Opening, ...]:
    """Those that wait for the exercise."""
    return tuple(_opening(year, len(AT_ONCE) + n, day, True) for n, day in enumerate(DEFERRED))


def vacancies(year: Year) -> Iterator[Event]:
    for opening in (*at_once(year), *deferred(year)):
        yield _opened(year, opening)
    for number, opening in enumerate(at_once(year)):
        if number < HIRED:
            yield from _hired(year, number, opening)
        else:
            day = opening.opened_on + timedelta(days=FILLED_AFTER_DAYS)
            yield filled_from_outside(year, opening.vacancy_id, opening.profile.job_group, day)


def filled_from_outside(year: Year, vacancy_id: str, job_group: str, day: date) -> Event:
    return year.stated(
        events.VacancyFilled,
        f"{vacancy_id}-filled",
        day,
        vacancy_id=vacancy_id,
        job_group=job_group,
    )


def _opening(year: Year, number: int, day: int, rotational: bool) -> Opening:
    dice, chances = year.dice("opening", number), year.world.chances
    return Opening(
        year.identity("v", number),
        year.identity("vacant-post", number),
        dice.pick(chances.profiles),
        dice.pick(chances.stations),
        year.day(day),
        rotational,
        terms_of_notice(year.world, dice),
    )


def _opened(year: Year, opening: Opening) -> Event:
    return year.stated(
        events.VacancyOpened,
        f"{opening.vacancy_id}-opened",
        opening.opened_on,
        vacancy_id=opening.vacancy_id,
        job_group=opening.profile.job_group,
        grade=opening.profile.grade,
        post_id=opening.post_id,
        title=f"{opening.profile.title}, {opening.station.name}",
        duty_station=opening.station.key,
        reason="SEPARATION",
        rotational=opening.rotational,
        opened_on=opening.opened_on,
        start_by=opening.start_by,
        **opening.terms,
    )


def _hired(year: Year, number: int, opening: Opening) -> Iterator[Event]:
    """By guess, as no generator knows who is proposed: somebody of the profile takes the post."""
    fitting = [
        who.candidate_id
        for who in (person(year.world, each) for each in range(year.people))
        if opening.profile in who.profiles
    ]
    if not fitting:
        return
    named = {
        "vacancy_id": opening.vacancy_id,
        "job_group": opening.profile.job_group,
        "candidate_id": year.dice("hired", number).one_of(fitting),
    }
    offer = named | {"offer_id": f"{opening.vacancy_id}-offer", "actor_role": "hr-partner"}
    day, name = opening.opened_on + timedelta(days=12), opening.vacancy_id
    yield year.stated(events.OfferMade, f"{name}-offer", day, **offer)
    later = day + timedelta(days=4)
    yield year.stated(events.OfferAccepted, f"{name}-accepted", later, **offer)
    yield year.stated(
        events.PlacementConfirmed,
        f"{name}-placed",
        later + timedelta(days=3),
        **offer,
        grade=opening.profile.grade,
        post_id=opening.post_id,
        duty_station=opening.station.key,
        starts_on=opening.start_by,
    )
    yield year.stated(events.VacancyFilled, f"{name}-filled", later + timedelta(days=4), **named)
