"""What a rule sees: columns over some memberships of one profile, and what the vacancy asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from schemas.events import (
    DutyStationClassified,
    MemberStateListPublished,
    RuleSetPublished,
    Staffing,
    VacancyOpened,
)
from streams.rules.days import Days
from streams.rules.outcomes import Outcomes
from streams.rules.standing import Codes, Flags

UNCOMMITTED = -1
"""No accepted offer."""
MANY_COMMITMENTS = -2
"""Accepted offers for more than one vacancy: a contradiction that people must solve."""

UNSAID = -1
"""The code of what was never stated of a single thing; of a set it is 0, as for an empty one."""

HARDSHIP_CLASSES = ("H", "A", "B", "C", "D", "E", "UNCLASSIFIED")
"""The class of each code of `Rows.max_hardship`; which is harder is policy."""
CLEARANCES = ("MEDICAL", "REFERENCE", "CONDUCT", "SECURITY_TRAINING")
"""The types that the pool keeps; a visa is between the person and one country."""
DEPARTURES: Mapping[str, int] = MappingProxyType({"LEFT": 1, "MERGED": 2, "ERASED": 3})
"""The codes of `Rows.departed`; 0 where the person did not depart."""

RowNumbers = NDArray[np.int64]
Counts = NDArray[np.int16]
Coded = NDArray[np.int32]
"""Codes of sets, or of things of which there are many."""


@dataclass(frozen=True, slots=True)
class MoreHolds:
    """The holds of those few who have several apart from each other, by row number, sorted."""

    row: RowNumbers
    held_from: Days
    held_until: Days

    def within(self, first: int, stop: int) -> "MoreHolds":
        """Those of rows `first` up to `stop`, counted from `first`."""
        if not len(self.row):
            return self
        low, high = np.searchsorted(self.row, (first, stop))
        return MoreHolds(
            self.row[low:high] - first, self.held_from[low:high], self.held_until[low:high]
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of equal length; the first element is membership number `first` of its profile.

    Dates never stated are `NO_DAY`.
    """

    first: int
    rating: Codes
    assessed: Codes
    """The assessed basis on the day."""
    incumbent: Codes
    """The incumbent's basis on the day."""
    suspended: Flags
    """Whether the basis is suspended on the day."""
    valid_until: Days
    """The last valid day of the assessment."""
    ends_on: Days
    """The last day in the post of this profile."""
    available_from: Days
    notice_days: Days
    confirmed_on: Days
    held: Flags
    """On hold on the day."""
    held_from: Days
    held_until: Days
    more_holds: MoreHolds
    committed: Coded
    """The code of the vacancy that the person accepted an offer for, not in that post yet."""
    performance: Counts
    """Code of the last appraisal."""
    departed: Codes
    """See `DEPARTURES`."""
    origin: Codes
    appointment: Counts
    gender: Codes
    relatives: Codes
    nationality: Coded
    """Code of the set of countries; 0: not stated."""
    tongues: Coded
    """Code of what is recorded of all languages; 0: nothing."""
    retirement_on: Days
    managerial_months: Counts
    un_months: Counts
    mandate_months: Counts
    volunteer_months: Counts
    station: Coded
    """Code of the duty station of the post held, or held last, in whatever job group."""
    post_since: Days
    post_ends: Days
    """The last day in that post."""
    due_rotation_on: Days
    abolished_on: Days
    """That post's last day, where it is to be abolished."""
    max_hardship: Codes
    """Place in `HARDSHIP_CLASSES` of the hardest class accepted."""
    non_family: Codes
    """Whether non-family stations are accepted: 1 or 0."""
    excluded: Coded
    """Code of the set of duty stations refused."""
    wishes: Coded
    """Code of the duty stations and regions wished for."""
    cleared: Codes
    """The worst answer on the day of all clearances that the policy requires."""
    cleared_until: Days
    """The last valid day of the one of them that ends first; `NO_DAY`: no end."""
    levels: Mapping[str, Codes]
    """The level shown of each competency that anybody in the profile was assessed in."""

    def __len__(self) -> int:
        return len(self.rating)


def on_hold(rows: Rows, day: int) -> Flags:
    """Whether each is on hold on a day; the first and the last day of a hold count."""
    held = (rows.held_from <= day) & (day <= rows.held_until)
    more = rows.more_holds
    if len(more.row):
        held[more.row[(more.held_from <= day) & (day <= more.held_until)]] = True
    return held


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule set aside for a person at this vacancy, as policy lets it be."""

    row: int
    rule: str
    shortfall_accepted: int | None
    """By how much the requirement may be missed, in the rule's unit; None: by anything."""
    never_for: tuple[str, ...]
    """What is held that no waiver sets aside."""
    event_id: str
    """The event that grants it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The rules' answers by code."""

    languages: Outcomes | None
    """H4, by `Rows.tongues`; None where the vacancy asks for no language."""
    nationals: Outcomes
    """H5, by `Rows.nationality`."""
    own_country: Outcomes
    """H6, by `Rows.nationality`."""
    performance: Outcomes
    """H7, by `Rows.performance`."""
    rated: Outcomes
    """H7, by `Rows.origin`: FAIL where a rating is needed, PASS where not, UNKNOWN unless rated."""
    due_by: Days
    """H8: by `Rows.station`, the last first day in a post whose last year the start falls into."""
    due_last: int
    """H8: the last due date whose last year the start falls into."""
    retirement_from: int
    """H9: the first day of retirement that leaves a useful tour."""
    hardship: Outcomes
    """H12, by `Rows.max_hardship`."""
    non_family: Outcomes
    """H12, by `Rows.non_family`."""
    excluded: Outcomes
    """H12, by `Rows.excluded`."""
    relatives: Outcomes
    """H13, by `Rows.relatives`."""
    origin: Outcomes
    """H14, by `Rows.origin`."""
    appointment: Outcomes
    """H14, by `Rows.appointment`."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one vacancy asks on one day under one policy.

    Lookups answer by code; their last element is for -1, who has no code.
    """

    terms: VacancyOpened
    rule_set: RuleSetPublished
    vacancy_id: str
    job_group: str
    grade: str
    day: int
    start: int
    """The day the post needs its holder; the day itself where that has passed."""
    start_by: date
    """The start date as the vacancy states it, for words that must not change with the day."""
    min_level: int
    vacancy_code: int
    """As in `Rows.committed`; one that stands in no row where nobody is committed to it."""
    declined: RowNumbers
    """Who declined an offer for this vacancy, as row numbers, sorted."""
    declined_events: tuple[tuple[str, str], ...]
    """Who declined, and the event that says so."""
    station: DutyStationClassified | None
    """What holds for the duty station on the day; None: not classified yet."""
    staffing: Staffing | None
    """Where holders of the grade may come from; None where the policy does not name the grade."""
    member_states: MemberStateListPublished | None
    """The list in effect on the day."""
    ranks: Mapping[tuple[str, str], int]
    """The rank of each framework's levels."""
    answers: Answers
    waivers: tuple[Waiver, ...] = ()
