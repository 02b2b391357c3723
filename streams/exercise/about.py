"""What each event is about, so that a later statement of the same thing replaces it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from schemas import events
from schemas.events import Event

_ABOUT: Mapping[type[Event], tuple[str, ...]] = MappingProxyType(
    {
        events.DayStarted: ("day",),
        events.RuleSetPublished: ("rules", "rule_set_id", "version"),
        events.ExercisePolicyPublished: ("policy", "policy_id", "version"),
        events.DutyStationClassified: (
            "station",
            "duty_station.country",
            "duty_station.city_code",
            "effective_from",
        ),
        events.PostPublished: ("post", "post_id", "effective_from"),
        events.PostAbolished: ("abolished", "post_id"),
        events.CandidateMerged: ("merged", "merged_candidate_id"),
        events.CandidateErased: ("erased", "candidate_id"),
        events.IncumbentAssigned: ("assigned", "candidate_id", "assignment_id"),
        events.AssignmentStarted: ("started", "candidate_id", "assignment_id"),
        events.TourEndChanged: ("tour", "candidate_id", "assignment_id"),
        events.IncumbentPostAbolished: ("ends", "candidate_id", "assignment_id"),
        events.IncumbentSeparated: ("left", "candidate_id", "assignment_id"),
        events.AssignmentCompleted: ("left", "candidate_id", "assignment_id"),
        events.AssignmentCurtailed: ("left", "candidate_id", "assignment_id"),
        events.RotationCyclePublished: ("cycle", "cycle_id"),
        events.CatalogueFrozen: ("catalogue", "cycle_id", "part"),
        events.CatalogueAmended: ("amended", "cycle_id", "amendment_id"),
        events.PreferencesRanked: ("preferences", "cycle_id", "candidate_id"),
        events.HirerRankingSubmitted: ("ranking", "cycle_id", "post_id"),
        events.HirerRankingLocked: ("lock", "cycle_id", "post_id"),
        events.PostsToJudge: ("asked", "cycle_id", "part"),
        events.PostsJudged: ("judged", "cycle_id", "part"),
        events.SlateProposed: ("slate", "cycle_id", "part"),
        events.SlateAdjusted: ("adjusted", "cycle_id", "adjustment_id"),
        events.SlateSignedOff: ("signed", "cycle_id"),
    }
)
"""The kind of fact, and the fields that say what it is about."""

FACTS = (
    events.RuleSetPublished,
    events.ExercisePolicyPublished,
    events.DutyStationClassified,
    events.PostPublished,
    events.CandidateMerged,
    events.IncumbentAssigned,
    events.AssignmentStarted,
    events.TourEndChanged,
    events.IncumbentPostAbolished,
    events.IncumbentSeparated,
    events.AssignmentCompleted,
    events.AssignmentCurtailed,
)
"""What is taken over as it is stated, the latest statement of each."""


def key_of(event: Event) -> str:
    """Ids have no `|`, so no two things share a key."""
    kind, *names = _ABOUT[type(event)]
    return "|".join([kind, *(_text(event, name) for name in names)])


def run_key(cycle_id: str, run: int) -> str:
    """Of the request that a run answers."""
    return f"run|{cycle_id}|{run}"


def day_of(event: Event) -> date:
    """The UTC day on which it took effect: this is asked of windows, not when it was read."""
    return event.occurred_at.date()


def _text(event: Event, name: str) -> str:
    value: object = event
    for part in name.split("."):
        value = getattr(value, part)
    return str(value)
