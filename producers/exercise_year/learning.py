"""Editions of the leadership programme over the year: seats, applications and completions."""

from collections.abc import Iterator
from datetime import date, timedelta

from producers.exercise_year.year import Year
from schemas import events
from schemas.events import Event

ANNOUNCED, SEATS_CHANGED, APPLY_BY, GRANTED, STARTS, ENDS = 10, 60, 95, 110, 150, 200
SEATS_FIRST, SEATS_LATER = 6, 8
APPLICANTS = 18
AUTUMN_SEATS = 5


def edition_id(year: Year) -> str:
    return f"{year.organisation.manner.people.programme}-{year.start}"


def editions(year: Year) -> Iterator[Event]:
    """The year's own one, one still open at its end, and those that people's pasts name."""
    first, last = year.day(STARTS), year.day(ENDS)
    yield _announced(year, edition_id(year), year.day(ANNOUNCED), (first, last), SEATS_FIRST)
    yield year.stated(
        events.SeatsReservedChanged,
        "seats",
        year.day(SEATS_CHANGED),
        edition_id=edition_id(year),
        seats_reserved=SEATS_LATER,
        reason="more people applied than ever",
    )
    autumn, ends = year.as_of + timedelta(days=40), year.as_of + timedelta(days=90)
    yield _announced(year, f"{edition_id(year)}-next", year.day(220), (autumn, ends), AUTUMN_SEATS)
    programme, known = year.organisation.manner.people.programme, year.world.start
    for number in range(known.year, year.as_of.year + 1):
        days = date(number, 10, 1), date(number, 12, 15)
        seats = 4 + year.people // 25
        yield _announced(year, f"{programme}-{number}", known, days, seats)


def _announced(
    year: Year, edition: str, day: date, between: tuple[date, date], seats: int
) -> Event:
    return year.stated(
        events.ProgrammeEditionAnnounced,
        f"announced-{edition}",
        day,
        edition_id=edition,
        programme_id=year.organisation.manner.people.programme,
        title=f"Emerging leaders, {between[0]:%B %Y}",
        delivery="ONLINE",
        starts_on=between[0],
        ends_on=between[1],
        apply_by=between[0] - timedelta(days=STARTS - APPLY_BY),
        seats_reserved=seats,
    )


def participations(year: Year) -> Iterator[Event]:
    """Applicants of the year's edition: seats for as many as there are, the rest refused."""
    dice = year.dice("learning")
    numbers = list(range(year.people))
    chosen = [numbers.pop(dice.below(len(numbers))) for _ in range(min(APPLICANTS, year.people))]
    for place, number in enumerate(chosen):
        who = year.world.identity("c", number)
        named = {
            "candidate_id": who,
            "participation_id": f"{who}-{edition_id(year)}",
            "edition_id": edition_id(year),
        }
        yield from _course(year, place, named)


def _course(year: Year, place: int, named: dict[str, str]) -> Iterator[Event]:
    """The first declines, the last to be granted gets that seat, one leaves, the others finish."""
    dice, name = year.dice("course", place), f"learning-{place}"
    applied = year.day(dice.between(ANNOUNCED + 10, APPLY_BY - 1))
    yield year.stated(events.LearningApplicationSubmitted, f"{name}-applied", applied, **named)
    if place > SEATS_LATER:
        reason = "more applications than seats"
        yield year.stated(
            events.SeatRefused, f"{name}-refused", year.day(GRANTED + 2), **named, reason=reason
        )
        return
    granted = year.day(GRANTED if place < SEATS_LATER else GRANTED + 8)
    yield year.stated(events.SeatAllocated, f"{name}-seat", granted, **named)
    if place == 0:
        declined = year.day(GRANTED + 5)
        yield year.stated(events.SeatDeclined, f"{name}-declined", declined, **named)
    elif place == 1:
        yield year.stated(events.LearningWithdrawn, f"{name}-left", year.day(170), **named)
    else:
        done = year.day(ENDS + dice.between(0, 40))
        yield year.stated(
            events.LearningCompleted, f"{name}-done", done, **named, completed_on=done
        )
