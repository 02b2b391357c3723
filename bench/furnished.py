"""A read model as large as a large organisation's, put into SQLite without a Kafka."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count, cycle, islice
from typing import Any

from sqlalchemy import Engine

from bench.projection import golden_example, long_lists
from consumers.delivery import Delivery
from consumers.projection.changes import changes
from consumers.projection.read_model import ReadModel
from schemas.events import Event, MembershipEvent, VacancyOpened

BATCH = 2_000
SAME_PEOPLE = 10
"""Vacancies in a row whose lists name the same people."""
PROFILES = (("COM", "D-1"), ("COM", "P-5"), ("RMO", "P-4"), ("RMO", "P-3"), ("SCO", "P-3"))
STATUSES = ("ACTIVE",) * 7 + ("ON_HOLD", "COMMITTED", "EXPIRED")
RATINGS = ("STAR", "TIER_1", "TIER_1", "TIER_2", None)
DAY = date(2026, 3, 14)


def furnish(engine: Engine, people: int, vacancies: int) -> None:
    """So many memberships, and vacancies each with a list of thirty people."""
    model = ReadModel.take_over(engine, "bench.", {"bench.any": "id"})
    offsets = count()
    events = iter(_events(people, vacancies))
    while batch := list(islice(events, BATCH)):
        deliveries = [_delivered(event, next(offsets)) for event in batch]
        model.apply(changes(deliveries), {("bench.any", 0): deliveries[-1].offset + 1})


def _events(people: int, vacancies: int) -> Iterable[Event]:
    yield from _memberships(people)
    opened: VacancyOpened = golden_example("VacancyOpened", 2)
    lists = (long_lists(SAME_PEOPLE, first) for first in range(0, vacancies, SAME_PEOPLE))
    for proposal in chain.from_iterable(lists):
        key = proposal.vacancy_id
        yield replace(opened, vacancy_id=key, event_id=f"o-{key}", job_group=proposal.job_group)
        yield proposal


def _memberships(people: int) -> Iterator[MembershipEvent]:
    changed: MembershipEvent = golden_example("MembershipChanged", 1)
    kinds = zip(cycle(PROFILES), cycle(STATUSES), cycle((*RATINGS, *RATINGS[:2])), strict=False)
    for number, ((job_group, grade), status, rating) in zip(range(people), kinds, strict=False):
        named: dict[str, Any] = {
            "event_id": f"m-{number}",
            "candidate_id": f"c-{number:08x}",
            "job_group": job_group,
            "grade": grade,
            "status": status,
            "rating": rating,
            "valid_until": DAY + timedelta(days=number % 730),
        }
        yield replace(changed, version=1, **named)


def _delivered(event: Event, offset: int) -> Delivery:
    return Delivery(event, "any", 0, offset, None, datetime(2026, 3, 14, tzinfo=UTC))
