"""What of a proposal everybody may see; the rest tells of people's facts, or why."""

from collections.abc import Mapping
from typing import Any

PUBLIC = frozenset(
    {
        # Which event, and where it comes from; not what caused it, which may name a person's event.
        "type",
        "event_id",
        "occurred_at",
        "recorded_at",
        "source",
        "correlation_id",
        "position",
        "log",
        "partition",
        "count",
        "as_of",
        "decision_version",
        "rule_set",
        "rule_set_id",
        "version",
        "sha256",
        # About which vacancy; not its tier rule, which may ask for a gender or a nationality.
        "proposal_id",
        "vacancy_id",
        "vacancy_version",
        "job_group",
        "grade",
        "path",
        "title",
        "duty_station",
        "country",
        "city_code",
        "duty_station_name",
        "hardship_class",
        "family_status",
        "start_by",
        "stage",
        "expired_on",
        "recommendation",
        # Who is listed where, with how many points; not in which tier, which the tier rule gives.
        "revision",
        "reviewed_revision",
        "ranked",
        "rank",
        "candidate_id",
        "rating",
        "total",
        "competing",
        "changes",
        "entered",
        "left",
        "moved",
        "from_rank",
        "to_rank",
        # How many; not by rule, for one person's answer may be all that a small number counts.
        "counts",
        "roster_size",
        "considered",
        "eligible",
        # That a decision could not count; the reason is for those who decide.
        "decision_type",
        "revision_seen",
        "revision_current",
    }
)
"""Names of fields at any depth. What is not here is private, so that a field that a later release
adds is told to nobody by mistake; a test asks for a word on each."""


def without_private(value: Any) -> Any:
    """The same JSON value with nothing else in it."""
    if isinstance(value, Mapping):
        return {name: without_private(inner) for name, inner in value.items() if name in PUBLIC}
    if isinstance(value, list):
        return [without_private(inner) for inner in value]
    return value
