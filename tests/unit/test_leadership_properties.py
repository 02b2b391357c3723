"""What holds of needs and nominations whatever happens, in whatever order, wherever it is cut."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import Event
from streams.leadership.fitness import against, may_be_proposed
from streams.leadership.policy import is_open
from tests.unit.leadership_facts import (
    TODAY,
    Log,
    day,
    declined,
    edition,
    endorsed,
    gap,
    gone,
    part,
    policy,
    seats,
    standing,
)

PEOPLE = [f"c-{number}" for number in range(5)]
EDITIONS = ["e-1", "e-2", "e-3"]
people = st.sampled_from(PEOPLE)
editions = st.sampled_from(EDITIONS)
hours = st.integers(0, 20)
gaps = st.lists(
    st.builds(gap, st.sampled_from(["STRATEGY", "TRUST"]), st.integers(1, 2)),
    max_size=2,
    unique_by=lambda it: it.competency,
)
statuses = st.sampled_from(
    ["APPLIED", "SEAT_OFFERED", "NOT_SELECTED", "DECLINED", "WITHDRAWN", "COMPLETED"]
)
parts = st.lists(st.builds(part, statuses, editions), max_size=1)


@st.composite
def a_standing(draw: st.DrawFn, whose: st.SearchStrategy[str] = people) -> Event:
    who, shown = draw(whose), draw(gaps)
    fields: dict[str, Any] = {
        "rating": "TIER_2" if shown else draw(st.sampled_from(["STAR", "TIER_1", "TIER_2"])),
        "assessment": f"a-{who}-{draw(st.integers(0, 1))}",
        "at": draw(hours),
    }
    return standing(who, *shown, *draw(parts), **fields)


def an_edition() -> st.SearchStrategy[Event]:
    apply_by = st.integers(0, 3).map(lambda it: TODAY + timedelta(days=it))
    return st.builds(edition, editions, st.integers(0, 3), hours, apply_by=apply_by)


def a_policy() -> st.SearchStrategy[Event]:
    return st.builds(policy, st.integers(1, 2), gap_min=st.integers(1, 2))


facts = st.one_of(
    a_standing(),
    a_standing(),
    a_standing(),
    an_edition(),
    st.builds(seats, st.integers(0, 3), editions, hours),
    a_policy(),
    st.builds(endorsed, people, editions, hours),
    st.builds(declined, people, editions, hours),
    st.builds(gone, people, st.sampled_from(["CandidateErased", "CandidateMerged"])),
    st.integers(0, 4).map(lambda it: day(TODAY + timedelta(days=it))),
)
logs = st.lists(facts, min_size=4, max_size=20).map(
    lambda found: [policy(), edition(), day(), *found]
)


@settings(max_examples=15)
@given(logs, st.data())
def test_neither_cuts_nor_restarts_change_what_is_told_or_remembered(
    history: list[Event], data: st.DataObject
) -> None:
    whole = Log()
    whole.add(*history)
    cut, told = Log(), []
    rest = history
    while rest:
        number = data.draw(st.integers(1, len(rest)))
        told.extend(cut.add(*rest[:number]))
        rest = rest[number:]
        if data.draw(st.booleans()):
            cut = cut.restarted()
    assert told == whole.told
    assert cut.state == whole.state


@settings(max_examples=15)
@given(logs)
def test_nobody_is_proposed_beyond_the_free_seats_or_against_the_facts(
    history: list[Event],
) -> None:
    log = Log()
    for fact in history:
        log.add(fact)
        known = log.fold.pipeline.known
        for one in known.editions.values():
            live = known.live(one.edition_id)
            assert len(live) <= known.seats_free(one.edition_id)
            assert [against(known, one, it) for it in live] == [None] * len(live)
            places = [known.nominations[one.edition_id][it].place for it in live]
            assert places == list(range(1, len(live) + 1))


@settings(max_examples=15)
@given(logs)
def test_no_seat_stays_free_while_somebody_could_be_proposed_for_it(history: list[Event]) -> None:
    log = Log()
    for fact in history:
        log.add(fact)
        known = log.fold.pipeline.known
        for one in known.editions.values():
            room = known.seats_free(one.edition_id) - len(known.live(one.edition_id))
            if room and known.policy and known.day and is_open(one, known.policy, known.day):
                assert not [it for it in known.needs if may_be_proposed(known, one, it)]


@settings(max_examples=15)
@given(logs)
def test_who_was_proposed_and_still_fits_stays_and_keeps_the_order(history: list[Event]) -> None:
    log = Log()
    for fact in history:
        known = log.fold.pipeline.known
        before = {it: known.live(it) for it in EDITIONS}
        log.add(fact)
        for edition_id, live in before.items():
            now = known.live(edition_id)
            stayed = [it for it in live if it in now]
            assert [it for it in now if it in live] == stayed
            announced = known.editions.get(edition_id)
            if announced is None:
                continue
            fit = [it for it in live if against(known, announced, it) is None]
            assert len(stayed) == min(len(fit), known.seats_free(edition_id))


@settings(max_examples=15)
@given(logs)
def test_no_two_events_have_the_same_id(history: list[Event]) -> None:
    log = Log()
    log.add(*history)
    ids = [it.event_id for it in log.told]
    assert len(set(ids)) == len(ids)


INDEPENDENT = st.tuples(
    st.lists(people, unique=True, max_size=5).flatmap(
        lambda some: st.tuples(*(a_standing(st.just(it)) for it in some))
    ),
    st.lists(an_edition(), max_size=3, unique_by=lambda it: it.event_id),
    st.lists(
        st.builds(seats, st.integers(0, 3), editions, hours),
        max_size=2,
        unique_by=lambda it: it.event_id,
    ),
    st.just([policy(2)]),
).map(lambda found: [fact for some in found for fact in some])


def decided(log: Log) -> dict[str, Any]:
    known = log.fold.pipeline.known
    funnels = {it: (one.groups, one.seats_used) for it, one in known.funnels.items()}
    live = {it: known.live(it) for it in EDITIONS}
    needs = {
        (one, it): (need.level_shown, need.theme)
        for one, some in known.needs.items()
        for it, need in some.items()
    }
    return {"needs": needs, "funnels": funnels, "live": live, "remarks": sorted(known.remarks)}


@settings(max_examples=15)
@given(INDEPENDENT.flatmap(lambda it: st.tuples(st.just(it), st.permutations(it))))
def test_the_order_of_independent_facts_before_a_first_day_decides_nothing(
    orders: tuple[list[Event], list[Event]],
) -> None:
    one, other = (Log(*facts, day()) for facts in orders)
    assert decided(one) == decided(other)


@settings(max_examples=15)
@given(INDEPENDENT.flatmap(lambda it: st.tuples(st.just(it), st.permutations(it))))
def test_after_that_it_decides_who_is_proposed_and_nothing_else(
    orders: tuple[list[Event], list[Event]],
) -> None:
    tomorrow = day(date(2026, 3, 2))
    one, other = (Log(day(), *facts, tomorrow) for facts in orders)
    assert {**decided(one), "live": None} == {**decided(other), "live": None}
