"""Posts, their holders and a pool that sees a month begin, for tests of the horizon."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from schemas.events import (
    DateFact,
    Event,
    HorizonForecast,
    IncumbencyFact,
    MembershipRecorded,
    PostingFact,
)
from streams.pool.evaluation import Evaluation
from tests.unit.matching_facts import station, weighing
from tests.unit.pool_facts import (
    NAIROBI,
    Log,
    assessed,
    day,
    free,
    member,
    only,
    performing,
    profile,
    rules,
)

APRIL = date(2026, 4, 1)
"""The day on which the month begins."""
DUE = date(2026, 8, 15)


def holder(
    candidate_id: str = "c-holder",
    post_id: str = "post-7",
    due: date | None = DUE,
    ends_on: date | None = None,
    abolished_on: date | None = None,
    starts_on: date = date(2024, 9, 1),
    retirement: date | None = None,
    **changed: Any,
) -> MembershipRecorded:
    """Somebody in a post of COM/P-5 in Nairobi, not free for another before the year 2030."""
    course = {"starts_on": starts_on, "ends_on": ends_on, "due_rotation_on": due}
    held = IncumbencyFact(assignment_id="asg", post_id=post_id, event_id="inc", **course)  # type: ignore[arg-type]
    posting = PostingFact(
        assignment_id="asg",
        post_id=post_id,
        duty_station=NAIROBI,
        job_group="COM",
        grade=changed.get("grade", "P-5"),
        abolished_on=abolished_on,
        event_ids=("inc",),
        **course,  # type: ignore[arg-type]
    )
    facts: dict[str, Any] = {
        "assessment": None,
        "incumbency": held,
        "performance": performing(),
        "posting": posting,
        "availability": free(date(2030, 1, 1)),
        "retirement": None if retirement is None else DateFact(day=retirement, event_id="re"),
    }
    return member(candidate_id, **(facts | changed))


def ready(candidate_id: str, **changed: Any) -> MembershipRecorded:
    """Assessed for long, free at once."""
    facts: dict[str, Any] = {
        "assessment": assessed("STAR", date(2026, 3, 1)),
        "availability": free(APRIL, 0),
    }
    return member(candidate_id, **(facts | changed))


def world(*events: Event, policy: dict[str, Any] | None = None, classed: bool = True) -> Log:
    """A pool in March."""
    known = (rules(**(weighing() | (policy or {}))), profile(), *([station()] if classed else []))
    return Log(*known, day(), *events)


def in_april(log: Log) -> Evaluation:
    return log.fold(day(APRIL))


def forecast(log: Log) -> HorizonForecast:
    told: Sequence[HorizonForecast] = in_april(log).forecasts
    part: HorizonForecast = only(told)
    return part
