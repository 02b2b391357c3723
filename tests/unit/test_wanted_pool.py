"""A filter before the real pool: nobody goes on believing in a list that changed or is gone."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consumers.delivery import Delivery
from consumers.wanted import Wanted
from schemas.events import (
    DutyStationKey,
    Event,
    ProposalAdvised,
    ProposalEvent,
    ProposalListing,
    VacancyAmended,
    VacancyResumed,
    VacancySuspended,
)
from tests.unit.decision_facts import about, accepted, made, rejected, returned
from tests.unit.pool_facts import BASICS, NAIROBI, TODAY, Log, day, hold, member, opened, profile

HERAT = DutyStationKey(country="AFG", city_code="HE010")
WANTED = Wanted(frozenset({"COM"}), frozenset({"P-5"}), frozenset({NAIROBI}))
AT = datetime(2026, 3, 14, tzinfo=UTC)


def turn(chance: random.Random, number: int, revision: int) -> Event:
    """Something that happens to the vacancy, or to people who may fit it."""
    name, minutes = f"e-{number}", number if chance.random() < 0.8 else 1
    place, grade = chance.choice([NAIROBI, HERAT]), chance.choice(["P-5", "P-5", "P-4"])
    choices: list[Any] = [
        about(VacancyAmended, name, minutes, duty_station=place),
        about(VacancyAmended, name, minutes, title=name),
        opened(minutes=minutes, grade=grade, duty_station=place, event_id=name),
        about(VacancySuspended, name, minutes, reason="budget"),
        about(VacancyResumed, name, minutes),
        member("c-1", number, grade=grade, holds=chance.choice([(), (hold(TODAY),)])),
        *(member(f"c-{number}-{each}", number, grade=grade) for each in range(2)),
        day(TODAY + timedelta(days=number)),
        replace(accepted(revision, minutes), event_id=name),
        replace(rejected(revision, minutes), event_id=name),
        replace(returned(revision, minutes), event_id=name),
        replace(made(minutes), event_id=name),
    ]
    event: Event = chance.choice(choices)
    return event


def proposals(seed: int) -> Iterator[ProposalEvent]:
    """What the pool says about one vacancy, in transactions of several events."""
    chance = random.Random(seed)
    log, revision = Log(*BASICS, profile("P-4"), member("c-0"), opened()), 1
    yield from (one for one in log.said[0].proposals if isinstance(one, ProposalEvent))
    for number in range(2, 40):
        size = chance.choice([1, 1, 2, 30])
        events = [turn(chance, number * 40 + each, revision) for each in range(size)]
        for one in log.fold(*events).proposals:
            if isinstance(one, ProposalEvent):
                revision = one.revision
                yield one


def fits(event: ProposalEvent | None) -> bool:
    return (
        isinstance(event, ProposalListing)
        and event.grade == "P-5"
        and event.duty_station == NAIROBI
    )


@pytest.mark.parametrize("seed", range(60))
def test_who_got_a_list_learns_of_whatever_changes_it(seed: int) -> None:
    believed: ProposalEvent | None = None
    for event in proposals(seed):
        if WANTED.takes(Delivery(event, "proposals", 0, 0, b"v-1", AT)):
            if not isinstance(event, ProposalAdvised):
                believed = event
        else:
            assert not fits(believed), (believed, event)
            assert not fits(event)
