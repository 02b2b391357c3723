"""Two exercises, forecasts and a leadership programme, as their stages would tell of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from schemas.events import (
    CandidateUnplaced,
    CohortGroup,
    Event,
    FunnelOutcome,
    FunnelStep,
    PostUnfilled,
    SlatePlacement,
    SlateProposed,
)
from tests.golden_results import golden

STORY_OFFSET = 10_000_000
"""Behind whatever stands in those logs."""
TOLD_AT = datetime(2027, 2, 20, 12, tzinfo=UTC)
CYCLE, LAST_CYCLE = "cycle-2027", "cycle-2026"
EDITION = "unele-2026"


def stage_story() -> Mapping[str, list[Event]]:
    """By topic, in order."""
    return {
        "exercise-log": _asked(),
        "slates": _slates(),
        "leadership-log": _answered(),
        "nominations": _nominated(),
        "horizon": _forecasts(),
    }


def told(name: str, event_id: str, minute: int, **fields: Any) -> Any:
    at = TOLD_AT + timedelta(minutes=minute)
    named = {"event_id": event_id, "occurred_at": at, "recorded_at": at}
    return replace(golden(name), **(named | fields))


def placement(number: int, job_group: str = "COM", **changed: Any) -> SlatePlacement:
    placed: SlatePlacement = golden("SlateProposed").placements[0]
    named: dict[str, Any] = {
        "post_id": f"post-{number}",
        "candidate_id": f"c-{number}",
        "job_group": job_group,
    }
    return replace(placed, **(named | changed))


def slate(cycle_id: str, run: int, revision: int, cause: str, **changed: Any) -> SlateProposed:
    """Whole in one part, unless it says otherwise."""
    part = changed.get("part", 1)
    named = {
        "cycle_id": cycle_id,
        "slate_id": f"{cycle_id}/{run}",
        "run": run,
        "revision": revision,
        "correlation_id": cycle_id,
        "causation_id": cause,
        "placements": (),
        "unplaced": (),
        "unfilled": (),
        "blocking": (),
        "joint_options": (),
    }
    made: SlateProposed = told(
        "SlateProposed",
        f"{cycle_id}/{run}/{revision}/{part}",
        10 * run + revision,
        **(named | changed),
    )
    return made


def _asked() -> list[Event]:
    earlier = {"window_open": date(2025, 9, 1), "window_close": date(2025, 11, 30)}
    return [
        told("RotationCyclePublished", "cycle-26", 0, cycle_id=LAST_CYCLE, **earlier),
        told("RotationCyclePublished", "cycle-27", 1, cycle_id=CYCLE),
        told("SlateRequested", "asked-1", 2, cycle_id=CYCLE),
        told("SlateAdjusted", "adjusted-1", 3, cycle_id=CYCLE),
        told("SlateAdjusted", "adjusted-late", 4, cycle_id=CYCLE, revision_seen=1),
        told("SlateRequested", "asked-2", 5, cycle_id=CYCLE),
    ]


def _slates() -> list[Event]:
    example = golden("SlateProposed")
    whole = {
        "placements": tuple(placement(number) for number in range(1, 4)),
        "unfilled": example.unfilled,
        "blocking": example.blocking,
        "joint_options": example.joint_options,
    }
    more = {
        "placements": (placement(4, "RMO"), placement(5, "RMO")),
        "unplaced": (
            CandidateUnplaced(candidate_id="c-6", must_move=True, explanation="none left"),
        ),
    }
    moved = placement(1, candidate_id="c-6", adjusted=True, locked=True)
    changed = {"placements": (moved, *whole["placements"][1:], *more["placements"])}
    empty = PostUnfilled(
        post_id="post-9", job_group="SCO", grade="P-5", vacancy_id=None, explanation="nobody may"
    )
    return [
        slate(LAST_CYCLE, 1, 1, "asked-0", placements=(placement(8),), unfilled=(empty,)),
        told("SlateSettled", "settled-26", 12, cycle_id=LAST_CYCLE, run=1, revision=1),
        slate(CYCLE, 1, 1, "asked-1", part=1, parts=2, **whole),
        slate(CYCLE, 1, 1, "asked-1", part=2, parts=2, **more),
        slate(CYCLE, 1, 2, "adjusted-1", **(whole | more | changed)),
        told(
            "ExerciseRemarked",
            f"{CYCLE}/remark/adjusted-late",
            30,
            remark="STALE",
            refused=True,
            detail="changed on revision 1: the last is revision 2",
            causation_id="adjusted-late",
        ),
        told("ExerciseRemarked", "unknown-post", 31),
        # Brought about by a request, and about something else: that one is answered all the same.
        told(
            "ExerciseRemarked",
            f"{CYCLE}/remark/{CYCLE}/1/post-3/asked-1",
            29,
            remark="NOT_ALLOWED",
            refused=True,
            causation_id="asked-1",
        ),
        # Of the second run only a part was told so far: nobody may see it.
        slate(CYCLE, 2, 1, "asked-2", part=1, parts=2, placements=(placement(1),)),
    ]


def _answered() -> list[Event]:
    return [
        told("SeatsReservedChanged", "seats-14", 2, edition_id=EDITION, seats_reserved=14),
        told("ProgrammeEditionAnnounced", "announced", 1, edition_id=EDITION),
        told("NominationEndorsed", "yes", 20, nomination_id="n-2", candidate_id="c-2"),
        told("NominationDeclined", "no", 21, nomination_id="n-3", candidate_id="c-3"),
        told("NominationEndorsed", "stray", 22, nomination_id="n-none"),
    ]


def nominated(number: int, revision: int = 1, **changed: Any) -> Any:
    named = {
        "nomination_id": f"n-{number}",
        "candidate_id": f"c-{number}",
        "edition_id": EDITION,
        "revision": revision,
        "place": number,
    }
    return told("NominationProposed", f"n-{number}/{revision}", 10 + revision, **(named | changed))


def need(number: int, **changed: Any) -> Any:
    named = {"need_id": f"asm-{number}/TEAMWORK", "candidate_id": f"c-{number}"}
    return told("DevelopmentNeedIdentified", f"need-{number}", number, **(named | changed))


def _nominated() -> list[Event]:
    return [
        *(need(number) for number in range(1, 4)),
        told(
            "DevelopmentNeedClosed",
            "need-3-closed",
            9,
            need_id="asm-3/TEAMWORK",
            candidate_id="c-3",
        ),
        *(nominated(number) for number in range(1, 5)),
        nominated(1, 2, reason="now the first"),
        told("NominationWithdrawn", "gone", 25, nomination_id="n-4", candidate_id="c-4"),
        funnel(date(2026, 10, 9), 7),
        funnel(date(2026, 11, 9), 8),
        told("LeadershipRemarked", "stray-remark", 26, causation_id="stray"),
    ]


def funnel(day: date, completed: int) -> Any:
    def group(name: Any, *people: int | None) -> CohortGroup:
        steps = ("APPLIED", "SEAT", "COMPLETED", "POOL_MEMBER", "PLACED")
        return CohortGroup(
            group=name,
            steps=tuple(
                FunnelStep(step=step, people=count, median_days=None)  # type: ignore[arg-type]
                for step, count in zip(steps, people, strict=False)
            ),
            outcomes=(
                FunnelOutcome(
                    step="POOL_MEMBER", job_group="COM", grade="P-5", rating="TIER_1", people=None
                ),
            ),
        )

    groups = group("APPLICANTS", 20), group("ATTENDED", 12, 12, completed, None, None)
    return told("CohortFunnelRevised", f"funnel-{day}", 40, as_of=day, groups=groups)


def _forecasts() -> list[Event]:
    earlier, month = date(2027, 1, 1), date(2027, 2, 1)
    return [
        told("HorizonForecast", "horizon-1", 1, month=earlier, as_of=earlier, openings=()),
        told("HorizonForecast", "horizon-2", 2, month=month),
        # One part of two.
        told("HorizonForecast", "horizon-3", 3, job_group="RMO", month=month, parts=2),
    ]
