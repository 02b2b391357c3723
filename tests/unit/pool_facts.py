"""Facts for tests of the pool: good ones by default, with whatever a test wants changed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from schemas.codec import encode
from schemas.events import (
    AssessmentFact,
    AvailabilityFact,
    CommitmentFact,
    DayStarted,
    DutyStationKey,
    Event,
    HoldFact,
    IncumbencyFact,
    LogPosition,
    MembershipRecorded,
    PerformanceFact,
    ProfilePublished,
    Rating,
    RatingValidity,
    RotationCyclePublished,
    RuleSetPublished,
    VacancyOpened,
)
from streams.pool.evaluation import Evaluation
from streams.pool.opening import Opening
from streams.pool.pool import Pool

TODAY = date(2026, 3, 14)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
START_BY = date(2026, 9, 1)
NAIROBI = DutyStationKey(country="KEN", city_code="KE003")


def at(minutes: int) -> dict[str, Any]:
    """Both times of an event, so many minutes after noon."""
    moment = NOON + timedelta(minutes=minutes)
    return {"occurred_at": moment, "recorded_at": moment}


def envelope(event_id: str, minutes: int = 0) -> dict[str, Any]:
    return {"event_id": event_id, "source": "tests", **at(minutes)}


def assessed(rating: Rating = "TIER_1", completed_on: date = date(2025, 6, 1)) -> AssessmentFact:
    return AssessmentFact(
        assessment_id="a", rating=rating, completed_on=completed_on, event_id=f"as-{rating}"
    )


def in_post(
    starts_on: date = date(2024, 9, 1),
    ends_on: date | None = None,
    due: date | None = None,
) -> IncumbencyFact:
    return IncumbencyFact(
        assignment_id="asg",
        post_id="post-7",
        starts_on=starts_on,
        ends_on=ends_on,
        due_rotation_on=due,
        event_id="inc-1",
    )


def performing(rating: str = "SATISFACTORY") -> PerformanceFact:
    return PerformanceFact(rating=rating, period_end=date(2025, 12, 31), event_id="perf-1")


def free(
    available_from: date = date(2026, 5, 1), notice_days: int = 30, confirmed: datetime = NOON
) -> AvailabilityFact:
    return AvailabilityFact(
        available_from=available_from,
        notice_days=notice_days,
        confirmed_at=confirmed,
        event_id="av-1",
    )


def hold(held_from: date, held_until: date | None = None, hold_id: str = "h") -> HoldFact:
    return HoldFact(
        hold_id=hold_id,
        held_from=held_from,
        held_until=held_until,
        reason="leave",
        event_id=f"{hold_id}-on",
    )


def committed(vacancy_id: str) -> CommitmentFact:
    return CommitmentFact(offer_id="o", vacancy_id=vacancy_id, event_id=f"yes-{vacancy_id}")


def member(candidate_id: str = "c-1", count: int = 1, **changed: Any) -> MembershipRecorded:
    """Assessed TIER_1, available; `count` is the number in the candidate-log."""
    facts: dict[str, Any] = {
        "job_group": "COM",
        "grade": "P-5",
        "cause_type": "AssessmentCompleted",
        "assessment": assessed(),
        "member_since": date(2024, 1, 10),
        "incumbency": None,
        "performance": None,
        "availability": free(),
        "holds": (),
        "commitments": (),
    }
    return MembershipRecorded(
        **envelope(f"{candidate_id}-{count}"),
        causation_id=f"cause-{candidate_id}-{count}",
        candidate_id=candidate_id,
        position=LogPosition(log="candidate-log", partition=0, count=count),
        **(facts | changed),
    )


def opened(vacancy_id: str = "v-1", minutes: int = 0, **changed: Any) -> VacancyOpened:
    """A post that does not rotate."""
    terms: dict[str, Any] = {
        "job_group": "COM",
        "grade": "P-5",
        "post_id": "post-1",
        "title": "Chief of Mission",
        "duty_station": NAIROBI,
        "reason": "RETIREMENT",
        "rotational": False,
        "opened_on": TODAY,
        "start_by": START_BY,
    }
    event_id = changed.pop("event_id", f"{vacancy_id}-opened")
    return VacancyOpened(**envelope(event_id, minutes), vacancy_id=vacancy_id, **(terms | changed))


def day(on: date = TODAY) -> DayStarted:
    return DayStarted(**envelope(str(on)), day=on)


def profile(grade: str = "P-5", since: date = date(2024, 4, 1)) -> ProfilePublished:
    return ProfilePublished(
        **envelope(f"profile-{grade}-{since}"),
        job_group="COM",
        grade=grade,
        title="Chief of Mission",
        effective_from=since,
    )


def cycle(cycle_id: str, window_open: date, window_close: date) -> RotationCyclePublished:
    return RotationCyclePublished(
        **envelope(f"published-{cycle_id}"),
        cycle_id=cycle_id,
        job_groups=("COM",),
        catalogue_published=window_open,
        window_open=window_open,
        window_close=window_close,
        effective_from=window_close + timedelta(days=120),
    )


def rules(version: int = 1, **changed: Any) -> RuleSetPublished:
    policy: dict[str, Any] = {
        "effective_from": date(2025, 1, 1),
        "validity": tuple(
            RatingValidity(rating=rating, months=months)
            for rating, months in (("STAR", 24), ("TIER_1", 24), ("TIER_2", 12))
        ),
        "satisfactory_ratings": ("SATISFACTORY", "EXCEEDS"),
        "ranked_max": 20,
        "near_misses_max": 10,
        "cannot_confirm_max": 10,
        "expiry_warning_days": 60,
        "unconfirmed_warning_days": 90,
    }
    return RuleSetPublished(
        **envelope(f"rules-{version}"), rule_set_id="policy", version=version, **(policy | changed)
    )


BASICS: tuple[Event, ...] = (rules(), profile(), day())
"""What must be known before anybody is proposed."""


class Log:
    """A pool and its log: each call of `fold` is one transaction."""

    def __init__(self, *events: Event) -> None:
        self.pool = Pool(Opening())
        self.count = 0
        self.said: list[Evaluation] = []
        if events:
            self.fold(*events)

    def fold(self, *events: Event) -> Evaluation:
        for event in events:
            self.pool.take(encode(event))
        self.count += len(events)
        position = LogPosition(log="pool-log", partition=0, count=self.count)
        self.said.append(self.pool.evaluate(position))
        return self.said[-1]


def only(said: Iterable[Any]) -> Any:
    """The one thing there is."""
    (one,) = said
    return one
