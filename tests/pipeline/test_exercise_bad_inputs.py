"""What upstreams get wrong about an exercise or a programme is named, and disturbs nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from producers.exercise_year import Year
from producers.exercise_year.catalogue import final_posts
from producers.exercise_year.learning import GRANTED, edition_id
from producers.exercise_year.wishes import preferences, wishes
from producers.reference import built_in
from schemas import events
from schemas.codec import decode
from schemas.events import (
    CandidateRanked,
    Event,
    ExerciseRemarked,
    LeadershipRemarked,
    PostRanked,
    ProposalListing,
    SlateProposed,
)
from tests.pipeline.year_in_memory import InMemory
from tests.pipeline.year_told import tell

YEAR = Year(60, 7, date(2025, 6, 1), built_in())
OVERLAPS, CLOSES_FIRST, OUTSIDE, TWICE, UNKNOWN_EDITION, FEWER_SEATS = (
    3,
    4,
    65,
    105,
    90,
    GRANTED + 20,
)
"""The days of the year on which the mistakes are told."""
BYSTANDER = "c-bystander"
"""Who applies to an edition that is not there, and of whom nothing else is known."""


def mistakes(number: int) -> Sequence[Event]:
    told: Callable[[], Event] | None = {
        OVERLAPS: _overlapping,
        CLOSES_FIRST: _closes_before_it_opens,
        OUTSIDE: _outside_the_catalogue,
        TWICE: _ranked_twice,
        UNKNOWN_EDITION: _unknown_edition,
        FEWER_SEATS: _fewer_seats_than_granted,
    }.get(number)
    return (told(),) if told is not None else ()


def _overlapping() -> Event:
    """Its window lies inside the first one's: the pools defer the same vacancies as without it."""
    cycle = YEAR.stated(events.RotationCyclePublished, "overlaps", YEAR.day(OVERLAPS), **_terms())
    return replace(cycle, cycle_id="another-cycle", job_groups=("COM",))


def _closes_before_it_opens() -> Event:
    terms = _terms() | {"cycle_id": "closes-first", "window_close": YEAR.day(1)}
    return YEAR.stated(events.RotationCyclePublished, "closes", YEAR.day(CLOSES_FIRST), **terms)


def _terms() -> dict[str, Any]:
    cycle, names = YEAR.cycle, ("catalogue_published", "window_open", "window_close")
    dates = {name: getattr(cycle, name) for name in (*names, "effective_from")}
    return dates | {"cycle_id": cycle.cycle_id, "job_groups": cycle.job_groups}


def _outside_the_catalogue() -> Event:
    return YEAR.stated(
        events.PreferencesRanked,
        "outside",
        YEAR.day(OUTSIDE),
        cycle_id=YEAR.cycle.cycle_id,
        candidate_id=_later_than(OUTSIDE),
        participation="VOLUNTEER",
        choices=(PostRanked(post_id="post-nowhere", rank=1),),
        unlisted="REFUSED",
    )


def _later_than(number: int) -> str:
    """Somebody who ranks again later, and then posts that are there."""
    told = [it for it in preferences(YEAR) if it.occurred_at.date() > YEAR.day(number)]
    assert isinstance(told[3], events.PreferencesRanked)
    return told[3].candidate_id


def _ranked_twice() -> Event:
    twice = CandidateRanked(candidate_id=wishes(YEAR)[0].candidate_id, rank=1)
    return YEAR.stated(
        events.HirerRankingSubmitted,
        "twice",
        YEAR.day(TWICE),
        cycle_id=YEAR.cycle.cycle_id,
        post_id=final_posts(YEAR)[0].post_id,
        ranking_id="ranking-twice",
        candidates=(twice, replace(twice, rank=2)),
        actor_role="chief-of-mission",
    )


def _unknown_edition() -> Event:
    return YEAR.stated(
        events.LearningApplicationSubmitted,
        "nowhere",
        YEAR.day(UNKNOWN_EDITION),
        candidate_id=BYSTANDER,
        participation_id=f"{BYSTANDER}-nowhere",
        edition_id="unele-nowhere",
    )


def _fewer_seats_than_granted() -> Event:
    return YEAR.stated(
        events.SeatsReservedChanged,
        "fewer",
        YEAR.day(FEWER_SEATS),
        edition_id=edition_id(YEAR),
        seats_reserved=2,
        reason="the budget was cut",
    )


@pytest.fixture(scope="module")
def clean() -> InMemory:
    return _told(lambda _: ())


@pytest.fixture(scope="module")
def mistaken() -> InMemory:
    return _told(mistakes)


def _told(more: Callable[[int], Sequence[Event]]) -> InMemory:
    memory = InMemory()
    tell(YEAR, memory, more=more, days_at_once=20, every_day=False)
    return memory


def test_what_nothing_can_cure_is_rejected_with_its_reason(mistaken: InMemory) -> None:
    letters = {decode(one.value).event_id: one for one in mistaken.said("rejected")}
    names = {"closes": "window_close", "twice": "candidate"}
    assert letters.keys() == {f"exercise-{YEAR.start}-{name}" for name in names}
    for name, told in names.items():
        letter = letters[f"exercise-{YEAR.start}-{name}"]
        assert letter.reason == "CONTRADICTORY"
        assert told in letter.detail


def test_what_does_not_fit_the_exercise_is_remarked(clean: InMemory, mistaken: InMemory) -> None:
    more = _remarks(mistaken, "slates", ExerciseRemarked) - _remarks(
        clean, "slates", ExerciseRemarked
    )
    assert {(remark, refused) for _, remark, refused in more} == {
        ("OVERLAPPING_WINDOWS", True),
        ("UNKNOWN_POST", False),
    }


def _remarks(memory: InMemory, topic: str, kind: type[Any]) -> set[tuple[str, str, bool]]:
    found = [one for one in memory.said(topic) if isinstance(one, kind)]
    return {(one.event_id, one.remark, getattr(one, "refused", False)) for one in found}


def test_what_does_not_fit_a_programme_is_remarked(clean: InMemory, mistaken: InMemory) -> None:
    kinds = {
        (one.remark, one.edition_id)
        for one in mistaken.said("nominations")
        if isinstance(one, LeadershipRemarked)
    }
    before = {
        (one.remark, one.edition_id)
        for one in clean.said("nominations")
        if isinstance(one, LeadershipRemarked)
    }
    assert kinds - before == {
        ("UNKNOWN_EDITION", "unele-nowhere"),
        ("MORE_SEATS_THAN_RESERVED", edition_id(YEAR)),
    }


def test_the_slates_are_those_of_a_year_without_mistakes(
    clean: InMemory, mistaken: InMemory
) -> None:
    assert _content(mistaken) == _content(clean) != []


def _content(memory: InMemory) -> list[Any]:
    """What a slate says beside how far logs were read: there are more records than without."""
    found = [one for one in memory.said("slates") if isinstance(one, SlateProposed)]
    return [replace(one, positions=()) for one in found]


def test_proposals_and_roster_end_as_in_a_year_without_mistakes(
    clean: InMemory, mistaken: InMemory
) -> None:
    """How many steps it took hangs on where transactions are cut, and so on each record more."""
    assert _proposed(mistaken) == _proposed(clean) != {}
    assert _members(mistaken) == _members(clean) != {}


def _proposed(memory: InMemory) -> dict[str, Any]:
    """The last word on each vacancy: who was ranked, or why there is no list."""
    last = {one.vacancy_id: one for one in memory.said("proposals")}
    return {
        vacancy_id: [person.candidate_id for person in one.ranked]
        if isinstance(one, ProposalListing)
        else (type(one).__name__, one.reason)
        for vacancy_id, one in last.items()
    }


def _members(memory: InMemory) -> dict[tuple[str, str, str], Any]:
    return {
        (one.candidate_id, one.job_group, one.grade): (one.status, one.bases, one.valid_until)
        for one in memory.said("roster")
    }
