"""A change that bears on nobody who is named makes no words, and never hides what is new."""

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import Event
from streams.pool.case import Said
from streams.pool.remembered import Remembered
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    day,
    free,
    member,
    only,
    opened,
    rules,
)
from tests.unit.reference_facts import classified, told
from tests.unit.test_pool_restore import random_event

TOO_LATE = free(TODAY + timedelta(days=900), 0)
"""Who is free then is eligible otherwise: a near miss."""


def crowded() -> Log:
    """Two people are ranked, and two of four near misses named."""
    few = rules(ranked_max=2, near_misses_max=2)
    late = [
        member(f"c-{number}", assessment=assessed("TIER_2"), availability=TOO_LATE)
        for number in (3, 4)
    ]
    best = [
        member(f"c-{number}", assessment=assessed("STAR"), availability=TOO_LATE)
        for number in (5, 6)
    ]
    return Log(*BASICS[1:], few, member("c-1"), member("c-2"), *late, *best, opened())


def said(log: Log) -> Said | None:
    return log.pool.holdings.cases["v-1"].said


def test_who_is_not_named_changes_without_a_word() -> None:
    log = crowded()
    before = said(log)
    later = member("c-3", 2, assessment=assessed("TIER_2"), availability=free(TODAY, 999))
    evaluation = log.fold(later)
    assert (evaluation.vacancies_evaluated, evaluation.proposals) == (1, [])
    assert before is not None
    assert said(log) is before


@pytest.mark.parametrize(
    "news",
    [
        member("c-1", 2, availability=free(TODAY, 1)),
        member("c-5", 2, assessment=assessed("STAR"), availability=free(TODAY, 998)),
        member("c-3", 2, assessment=assessed("STAR")),
        member("c-9"),
        member("c-9", grade="P-4"),
        classified("C"),
        told("v-9", ["c-2"]),
        rules(2, ranked_max=1, near_misses_max=2),
    ],
    ids=lambda event: f"{type(event).__name__} {event.event_id}",
)
def test_whatever_shows_in_a_list_is_put_into_words(news: Event) -> None:
    log = crowded()
    before = said(log)
    assert only(log.fold(news).proposals).revision == 2
    assert said(log) is not before


def test_a_day_on_which_nothing_changes_says_nothing_and_rests_on_that_day() -> None:
    log = crowded()
    before = said(log)
    assert log.fold(day(TODAY + timedelta(days=1))).proposals == []
    now = said(log)
    assert before is not None
    assert now is not None
    assert (now.sha256, now.ranked) == (before.sha256, before.ranked)
    assert now.basis != before.basis


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_a_pool_that_forgets_what_its_lists_rested_on_says_the_same(seed: int) -> None:
    random_ = random.Random(seed)
    events: list[Any] = [*BASICS, opened(), *(random_event(n, random_) for n in range(1, 60))]
    remembering, forgetful = Log(), Log()
    forgetful.pool.holdings.remembered = lambda _: Remembered()
    for event in events:
        for case in forgetful.pool.holdings.cases.values():
            case.said = None
        assert remembering.fold(event) == forgetful.fold(event)
