"""A vacancy is a function of the set of its events; what state it ends in, and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import encode
from schemas.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    OfferRevoked,
    VacancyAmended,
    VacancyAnticipated,
    VacancyCancelled,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyResumed,
    VacancySuspended,
)
from streams.pool.case import Case
from streams.pool.vacancy import Vacancy, vacancy_of
from tests.unit.pool_facts import NAIROBI, START_BY, envelope, opened


def about(kind: type[Any], event_id: str, minutes: int, **fields: Any) -> Any:
    return kind(**envelope(event_id, minutes), vacancy_id="v-1", job_group="COM", **fields)


def offer(kind: type[Any], minutes: int, who: str = "c-1", offer_id: str = "o-1", **f: Any) -> Any:
    names = {"candidate_id": who, "offer_id": offer_id, "actor_role": "hr-partner"}
    return about(kind, f"{kind.__name__}-{offer_id}", minutes, **names, **f)


def anticipated(minutes: int) -> Event:
    return VacancyAnticipated(
        **envelope("ant", minutes),
        vacancy_id="v-1",
        job_group="COM",
        grade="P-5",
        post_id="post-1",
        duty_station=NAIROBI,
        reason="RETIREMENT",
        expected_on=START_BY,
    )


EVENTS: tuple[Event, ...] = (
    anticipated(-5),
    opened(minutes=0),
    opened(minutes=9, event_id="reopened", title="Chief again", start_by=date(2026, 11, 1)),
    about(VacancyAmended, "am-1", 3, title="Chief, amended", min_rating="STAR"),
    about(VacancyAmended, "am-2", 3, title="Chief, amended at once again"),
    about(VacancyAmended, "am-3", 12, urgent=True, start_by=date(2026, 12, 1)),
    about(VacancySuspended, "sus", 4, reason="budget"),
    about(VacancyResumed, "res", 6),
    about(VacancyFilled, "fil", 8),
    about(VacancyMovedToRotation, "rot", 7, cycle_id="2026", reason="late"),
    about(VacancyCancelled, "can", 5, reason="abolished"),
    offer(OfferMade, 10),
    offer(OfferAccepted, 11),
    offer(OfferDeclined, 12, "c-2", "o-2"),
    offer(OfferAccepted, 13, "c-2", "o-2"),
    offer(OfferRevoked, 14, reason="posted elsewhere"),
)


def folded(events: list[Event]) -> Vacancy:
    case = Case("v-1")
    for event in events:
        case.take(event, encode(event))
    return case.vacancy


@given(st.data())
def test_any_order_with_repeats_folds_to_the_same_vacancy(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(EVENTS), min_size=1, unique_by=id))
    repeats = data.draw(st.lists(st.sampled_from(chosen)))
    mixed = data.draw(st.permutations(chosen + repeats))
    assert folded(mixed) == folded(chosen)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["sus"], "PENDING"),
        (["ant"], "ANTICIPATED"),
        (["ant", "sus"], "ANTICIPATED"),
        (["ant", "v-1-opened"], "OPEN"),
        (["v-1-opened", "sus"], "SUSPENDED"),
        (["v-1-opened", "sus", "res"], "OPEN"),
        (["v-1-opened", "fil"], "FILLED"),
        (["v-1-opened", "fil", "reopened"], "OPEN"),
        (["v-1-opened", "rot"], "IN_ROTATION"),
        (["v-1-opened", "rot", "reopened"], "OPEN"),
        (["v-1-opened", "can", "reopened", "res"], "CANCELLED"),
    ],
)
def test_the_latest_event_says_what_state_a_vacancy_is_in(events: list[str], state: str) -> None:
    known = {event.event_id: event for event in EVENTS}
    assert vacancy_of(known[event_id] for event_id in events).state == state


def test_each_field_is_that_of_the_latest_event_that_states_it() -> None:
    terms = folded([EVENTS[5], EVENTS[4], EVENTS[1], EVENTS[3]]).terms
    assert terms is not None
    assert (terms.title, terms.min_rating) == ("Chief, amended at once again", "STAR")
    assert (terms.urgent, terms.start_by, terms.hard_to_fill) == (True, date(2026, 12, 1), False)


def test_an_amendment_from_before_the_opening_is_overtaken_by_it() -> None:
    early = about(VacancyAmended, "early", -1, title="Before it opened")
    terms = folded([early, opened()]).terms
    assert terms is not None
    assert terms.title == "Chief of Mission"


def test_a_declined_offer_stays_declined_and_a_revoked_one_frees_the_vacancy() -> None:
    accepted, declined = EVENTS[12], EVENTS[13]
    taken = folded([opened(), accepted]).taken(None)
    assert taken is not None
    assert taken.accepted == accepted
    assert folded([opened(), declined, EVENTS[14]]).taken(None) is None
    assert folded([opened(), accepted, EVENTS[15]]).taken(None) is None
    assert folded([opened(), declined]).declined == (("c-2", "OfferDeclined-o-2"),)


def test_the_version_counts_distinct_events_about_the_vacancy() -> None:
    assert folded([opened(), opened(), EVENTS[3], EVENTS[11]]).version == 2
    assert folded([opened(), replace(opened(), event_id="another")]).version == 2
