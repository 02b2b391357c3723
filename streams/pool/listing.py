"""The content of a list for an open vacancy: who is ranked, who nearly is, and the full counts."""

from dataclasses import dataclass
from typing import Any

from schemas.events import ProposalCounts, RuleCount, VacancyOpened
from streams.matching.ranking import best
from streams.pool.content import fitting
from streams.pool.people import Lineup
from streams.pool.reference import ReferenceFacts
from streams.rules.days import date_of
from streams.rules.table import RULES

RECOMMENDATION = (
    "A recommendation only: people decide, and an offer or an answer is an event of its own."
)
_TITLE_CHARACTERS_MAX = 400


@dataclass(frozen=True)
class Listing:
    """The fields of a `ProposalListing` that the facts, the day and the policy decide."""

    fields: dict[str, Any]
    ranked: tuple[str, ...]
    lineup: Lineup


def listing_of(
    terms: VacancyOpened, lineup: Lineup, roster_size: int, reference: ReferenceFacts
) -> Listing:
    counts = _counts(lineup, roster_size)
    lists = _lists(lineup)
    return Listing(
        fields={
            "title": terms.title[:_TITLE_CHARACTERS_MAX],
            "duty_station": terms.duty_station,
            **_station(terms, reference, lineup),
            "start_by": terms.start_by,
            **lists,
            "counts": counts,
            "explanation": _explanation(terms, counts),
            "recommendation": RECOMMENDATION,
        },
        ranked=tuple(person.candidate_id for person in lists["ranked"]),
        lineup=lineup,
    )


def _lists(lineup: Lineup) -> dict[str, tuple[Any, ...]]:
    rules, judged, order = lineup.policy.rules, lineup.judgement, lineup.table.order
    ranked = best(judged.eligible, order, rules.ranked_max)
    near = best(judged.near_misses, order, rules.near_misses_max)
    unsure = best(judged.cannot_confirm, order, rules.cannot_confirm_max)
    return {
        "ranked": fitting(lineup.ranked(ranked)),
        "near_misses": fitting(lineup.near_misses(near)),
        "cannot_confirm": fitting(lineup.cannot_confirm(unsure)),
    }


def _counts(lineup: Lineup, roster_size: int) -> ProposalCounts:
    judged = lineup.judgement
    return ProposalCounts(
        roster_size=roster_size,
        considered=len(lineup.table),
        eligible=len(judged.eligible),
        near_misses=len(judged.near_misses),
        cannot_confirm=len(judged.cannot_confirm),
        excluded=tuple(
            RuleCount(rule=rule.id, excluded=excluded)
            for rule, excluded in zip(RULES, judged.excluded, strict=True)
        ),
    )


def _station(
    terms: VacancyOpened, reference: ReferenceFacts, lineup: Lineup
) -> dict[str, str | None]:
    """What holds for the duty station today; one not classified yet is shown as unknown, no bar."""
    day = date_of(lineup.demand.day)
    station = None if day is None else reference.station(terms.duty_station, day)
    return {
        "duty_station_name": station.name[:_TITLE_CHARACTERS_MAX] if station else None,
        "hardship_class": station.hardship_class if station else None,
        "family_status": station.family_status if station else None,
    }


def _explanation(terms: VacancyOpened, counts: ProposalCounts) -> str | None:
    if counts.eligible:
        return None
    profile = f"{terms.job_group}/{terms.grade}"
    if not counts.considered:
        return f"no membership is recorded for {profile}"
    excluding = [
        f"{part.rule} excludes {part.excluded}" for part in counts.excluded if part.excluded
    ]
    if counts.cannot_confirm:
        excluding.append(f"{counts.cannot_confirm} cannot be confirmed")
    return f"none of {counts.considered} in {profile} is eligible: {', '.join(excluding)}"
