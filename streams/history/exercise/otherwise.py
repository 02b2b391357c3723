"""What is laid over a run of an exercise: rules, policy, method, and what the two sides want."""

from dataclasses import dataclass

from schemas.events import (
    ExercisePolicyPublished,
    HirerRankingSubmitted,
    PreferencesRanked,
    RuleSetPublished,
    SlateMethod,
)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Any combination of them; with nothing the very same slate comes out."""

    method: SlateMethod | None = None
    rule_set: RuleSetPublished | None = None
    policy: ExercisePolicyPublished | None = None
    preferences: tuple[PreferencesRanked, ...] = ()
    """Each takes the place of all that the person ranked in the exercise by then."""
    rankings: tuple[HirerRankingSubmitted, ...] = ()
    """Each takes the place of all rankings that were submitted for the post."""
