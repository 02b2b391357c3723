"""Which policy holds, and which editions it opens."""

from collections.abc import Iterable
from datetime import date

from schemas.events import CompetencyTheme, LeadershipPolicyPublished, ProgrammeEditionAnnounced


def policy_in_force(
    policies: Iterable[LeadershipPolicyPublished], day: date | None
) -> LeadershipPolicyPublished | None:
    """The one that took effect last; None before the first day."""
    if day is None:
        return None
    in_effect = (it for it in policies if it.effective_from <= day)
    return max(
        in_effect, key=lambda it: (it.effective_from, it.version, it.policy_id), default=None
    )


def theme_of(policy: LeadershipPolicyPublished, competency: str) -> CompetencyTheme | None:
    return next((it for it in policy.themes if it.competency == competency), None)


def last_day(edition: ProgrammeEditionAnnounced) -> date:
    """The last day on which people may apply."""
    return edition.starts_on if edition.apply_by is None else edition.apply_by


def is_open(
    edition: ProgrammeEditionAnnounced, policy: LeadershipPolicyPublished, day: date
) -> bool:
    return edition.programme_id in policy.programmes and day <= last_day(edition)
