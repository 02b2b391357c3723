"""A fact of a membership as whole numbers, one for each column that follows from it.

Absent dates are `NO_DAY`, what is absent else -1, empty sets 0.
"""

from collections.abc import Callable, Iterable
from datetime import date

from schemas.events import (
    AssessmentFact,
    AvailabilityFact,
    ClearanceFact,
    CommitmentFact,
    DateFact,
    DepartureFact,
    DutyStationKey,
    ExperienceFact,
    HoldFact,
    IncumbencyFact,
    LanguageFact,
    NationalitiesFact,
    PerformanceFact,
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

Cells = tuple[int, ...]
Interval = tuple[int, int]
Levels = tuple[tuple[str, int], ...]
"""Code and level shown."""

NOTICE_DAYS_MAX = 100 * 366
"""Longer notice makes no difference to anybody, and would not fit a column of days."""
MONTHS_MAX = 32_767
LEVEL_MAX = 127

SHORT_DAY_MAX = 65_535
"""Days of clearances have 16 bits, from 1970 to 2149: earlier and later is always and never."""
UNANSWERED = (SHORT_DAY_MAX, SHORT_DAY_MAX)
REFUSED = (SHORT_DAY_MAX, 0)


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


def held(holds: tuple[HoldFact, ...], _: CodeLists) -> Cells:
    return merged(holds)[0]


def assessed(assessment: AssessmentFact | None, _: CodeLists) -> Cells:
    if assessment is None:
        return NO_RATING, NO_DAY
    return level_of(assessment.rating), day_number(assessment.completed_on)


def day(stated_on: date | None, _: CodeLists) -> Cells:
    return (day_number(stated_on),)


def incumbent(post: IncumbencyFact | None, lists: CodeLists) -> Cells:
    if post is None:
        return NO_DAY, NO_DAY, UNSAID
    return day_number(post.starts_on), day_number(post.ends_on), lists.posts.code(post.post_id)


def performance(last: PerformanceFact | None, lists: CodeLists) -> Cells:
    return (UNSAID if last is None else lists.performances.code(last.rating),)


def departed(departure: DepartureFact | None, _: CodeLists) -> Cells:
    return (0 if departure is None else DEPARTURES[departure.kind],)


def free(said: AvailabilityFact | None, _: CodeLists) -> Cells:
    if said is None:
        return NO_DAY, 0, NO_DAY
    return (
        day_number(said.available_from),
        min(max(said.notice_days, 0), NOTICE_DAYS_MAX),
        day_number(said.confirmed_at.date()),
    )


def committed(offers: tuple[CommitmentFact, ...], lists: CodeLists) -> Cells:
    return (lists.commitments.code(commitments_of(offers)) if offers else 0,)


def stated(codes: Callable[[CodeLists], Codes[str]]) -> Callable[..., Cells]:
    def cells(fact: StatedFact | None, lists: CodeLists) -> Cells:
        return (UNSAID if fact is None else codes(lists).code(fact.value),)

    return cells


def nationalities(stated: NationalitiesFact | None, lists: CodeLists) -> Cells:
    return (0 if stated is None else lists.nationalities.code(stated.countries),)


def tongues(languages: tuple[LanguageFact, ...], lists: CodeLists) -> Cells:
    return (lists.tongues.code(tongues_of(languages)) if languages else 0,)


def retirement(stated: DateFact | None, _: CodeLists) -> Cells:
    return (NO_DAY if stated is None else day_number(stated.day),)


def experience(stated: ExperienceFact | None, _: CodeLists) -> Cells:
    if stated is None:
        return (UNSAID,) * 4
    gained = stated.experience
    kinds = (
        gained.managerial_months,
        gained.un_months,
        gained.mandate_months,
        gained.volunteer_months,
    )
    return tuple(min(max(months, 0), MONTHS_MAX) for months in kinds)


def serving(post: PostingFact | None, held: IncumbencyFact | None, lists: CodeLists) -> Cells:
    """Where no posting is recorded, a post of the profile still says when it is due to rotate."""
    if post is not None:
        return (
            lists.stations.code(post.duty_station),
            day_number(post.starts_on),
            day_number(post.ends_on),
            day_number(post.due_rotation_on),
            day_number(post.abolished_on),
        )
    if held is None:
        return UNSAID, NO_DAY, NO_DAY, NO_DAY, NO_DAY
    starts_on, ends_on = day_number(held.starts_on), day_number(held.ends_on)
    return UNSAID, starts_on, ends_on, day_number(held.due_rotation_on), NO_DAY


def ready(said: PreferencesFact | None, lists: CodeLists) -> Cells:
    if said is None:
        return UNSAID, UNSAID, 0, 0
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


def cleared(facts: tuple[ClearanceFact, ...], _: CodeLists) -> Cells:
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


def levels(assessment: AssessmentFact | None) -> Levels:
    if assessment is None:
        return ()
    return tuple(
        (seen.code, min(max(seen.level_shown, 0), LEVEL_MAX))
        for seen in assessment.competencies
        if seen.level_shown is not None
    )
