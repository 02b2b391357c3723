"""The facts of one membership as whole numbers, one for each column."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.events import (
    AvailabilityFact,
    ClearanceFact,
    DutyStationKey,
    HoldFact,
    MembershipRecorded,
    PostingFact,
    PreferencesFact,
    StatedFact,
)
from streams.pool.code_lists import CodeLists, Stations
from streams.pool.codes import Codes
from streams.rules.commitments import commitments_of
from streams.rules.days import NO_DAY, day_number
from streams.rules.ratings import NO_RATING, level_of
from streams.rules.rows import CLEARANCES, DEPARTURES, HARDSHIP_CLASSES, UNSAID
from streams.rules.tongues import tongues_of

FACTS = (
    # Rating and post of the profile.
    "rating",
    "completed_on",
    "member_since",
    "starts_on",
    "ends_on",
    "performance",
    "departed",
    "post",
    # When the person is free.
    "available_from",
    "notice_days",
    "confirmed_on",
    "held_from",
    "held_until",
    "commitments",
    # Who the person is.
    "origin",
    "appointment",
    "gender",
    "relatives",
    "nationality",
    "tongues",
    "retirement_on",
    "managerial_months",
    "un_months",
    "mandate_months",
    "volunteer_months",
    # Where the person serves.
    "station",
    "post_since",
    "post_ends",
    "due_rotation_on",
    "abolished_on",
    # Where the person is ready to serve.
    "max_hardship",
    "non_family",
    "excluded",
    "wishes",
    *(f"{kind.lower()}_{end}" for kind in CLEARANCES for end in ("from", "until")),
)
"""The names of the columns, in the order of `Cells`."""

Cells = tuple[int, ...]
Interval = tuple[int, int]

NOTICE_DAYS_MAX = 100 * 366
"""Longer notice makes no difference to anybody, and would not fit a column of days."""
MONTHS_MAX = 32_767
LEVEL_MAX = 127

_NOT_FREE = (NO_DAY, 0, NO_DAY)
_NO_EXPERIENCE = (UNSAID,) * 4
_NO_POSTING = (UNSAID, NO_DAY, NO_DAY, NO_DAY, NO_DAY)
_NO_PREFERENCES = (UNSAID, UNSAID, 0, 0)

SHORT_DAY_MAX = 65_535
"""Days of clearances have 16 bits, from 1970 to 2149: earlier and later is always and never."""
UNANSWERED = (SHORT_DAY_MAX, SHORT_DAY_MAX)
REFUSED = (SHORT_DAY_MAX, 0)
_NO_CLEARANCES = UNANSWERED * len(CLEARANCES)


class RowFacts(NamedTuple):
    """One membership as the columns hold it."""

    cells: Cells
    holds: list[Interval]
    """All of them, where there are several apart from each other."""
    levels: tuple[tuple[str, int], ...]
    """Code and level shown of each competency that the assessment saw."""
    former_ids: tuple[str, ...]


def row_facts(facts: MembershipRecorded, lists: CodeLists) -> RowFacts:
    """Absent dates are `NO_DAY`, what is absent else -1, empty sets 0."""
    holds = merged(facts.holds) if facts.holds else [(NO_DAY, NO_DAY)]
    cells = (
        *_membership(facts, lists),
        *_free(facts.availability),
        *holds[0],
        lists.commitments.code(commitments_of(facts.commitments)) if facts.commitments else 0,
        *_person(facts, lists),
        *_experience(facts),
        *_posting(facts, lists),
        *_preferences(facts.preferences, lists),
        *_clearances(facts.clearances),
    )
    return RowFacts(cells, holds, _levels(facts), facts.former_ids)


def merged(holds: Iterable[HoldFact]) -> list[Interval]:
    """The holds as intervals of days apart from each other, earliest first, at least one."""
    intervals = sorted((day_number(hold.held_from), day_number(hold.held_until)) for hold in holds)
    apart: list[Interval] = []
    for start, end in intervals:
        if end < start:
            continue
        if apart and start <= apart[-1][1] + 1:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart or [(NO_DAY, NO_DAY)]


def _membership(facts: MembershipRecorded, lists: CodeLists) -> Cells:
    assessment, post = facts.assessment, facts.incumbency
    return (
        NO_RATING if assessment is None else level_of(assessment.rating),
        NO_DAY if assessment is None else day_number(assessment.completed_on),
        day_number(facts.member_since),
        NO_DAY if post is None else day_number(post.starts_on),
        NO_DAY if post is None else day_number(post.ends_on),
        -1 if facts.performance is None else lists.performances.code(facts.performance.rating),
        0 if facts.departure is None else DEPARTURES[facts.departure.kind],
        UNSAID if post is None else lists.posts.code(post.post_id),
    )


def _free(said: AvailabilityFact | None) -> Cells:
    if said is None:
        return _NOT_FREE
    return (
        day_number(said.available_from),
        min(max(said.notice_days, 0), NOTICE_DAYS_MAX),
        day_number(said.confirmed_at.date()),
    )


def _person(facts: MembershipRecorded, lists: CodeLists) -> Cells:
    countries, languages, retirement = facts.nationalities, facts.languages, facts.retirement
    return (
        _stated(facts.origin, lists.origins),
        _stated(facts.appointment_type, lists.appointments),
        _stated(facts.gender, lists.genders),
        _stated(facts.relatives, lists.relatives),
        0 if countries is None else lists.nationalities.code(countries.countries),
        lists.tongues.code(tongues_of(languages)) if languages else 0,
        NO_DAY if retirement is None else day_number(retirement.day),
    )


def _stated(fact: StatedFact | None, codes: Codes[str]) -> int:
    return UNSAID if fact is None else codes.code(fact.value)


def _experience(facts: MembershipRecorded) -> Cells:
    if facts.experience is None:
        return _NO_EXPERIENCE
    gained = facts.experience.experience
    kinds = (
        gained.managerial_months,
        gained.un_months,
        gained.mandate_months,
        gained.volunteer_months,
    )
    return tuple(min(max(months, 0), MONTHS_MAX) for months in kinds)


def _posting(facts: MembershipRecorded, lists: CodeLists) -> Cells:
    """Where no posting is recorded, a post of the profile still says when it is due to rotate."""
    post: PostingFact | None = facts.posting
    if post is not None:
        return (
            lists.stations.code(post.duty_station),
            day_number(post.starts_on),
            day_number(post.ends_on),
            day_number(post.due_rotation_on),
            day_number(post.abolished_on),
        )
    held = facts.incumbency
    if held is None:
        return _NO_POSTING
    starts_on, ends_on = day_number(held.starts_on), day_number(held.ends_on)
    return UNSAID, starts_on, ends_on, day_number(held.due_rotation_on), NO_DAY


def _preferences(said: PreferencesFact | None, lists: CodeLists) -> Cells:
    if said is None:
        return _NO_PREFERENCES
    excluded = _sorted(said.excluded_stations)
    hardest = said.max_hardship
    return (
        HARDSHIP_CLASSES.index(hardest) if hardest in HARDSHIP_CLASSES else UNSAID,
        UNSAID if said.accepts_non_family is None else int(said.accepts_non_family),
        lists.excluded.code(excluded),
        lists.wishes.code((said.preferred_stations, said.preferred_regions)),
    )


def _sorted(stations: Iterable[DutyStationKey]) -> Stations:
    return tuple(sorted(set(stations), key=lambda key: (key.country, key.city_code)))


def _clearances(facts: tuple[ClearanceFact, ...]) -> Cells:
    if not facts:
        return _NO_CLEARANCES
    by_type: dict[str, ClearanceFact] = {fact.clearance_type: fact for fact in facts}
    return tuple(number for kind in CLEARANCES for number in _clearance(by_type.get(kind)))


def _clearance(fact: ClearanceFact | None) -> tuple[int, int]:
    """First and last valid day, of 16 bits."""
    if fact is None or fact.status == "PENDING":
        return UNANSWERED
    if fact.status != "GRANTED":
        return REFUSED
    first = 0 if fact.valid_from is None else day_number(fact.valid_from)
    last = day_number(fact.valid_until)
    return min(max(first, 0), SHORT_DAY_MAX - 1), min(max(last, 1), SHORT_DAY_MAX)


def _levels(facts: MembershipRecorded) -> tuple[tuple[str, int], ...]:
    if facts.assessment is None:
        return ()
    return tuple(
        (seen.code, min(max(seen.level_shown, 0), LEVEL_MAX))
        for seen in facts.assessment.competencies
        if seen.level_shown is not None
    )
