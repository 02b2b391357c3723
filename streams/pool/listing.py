"""The content of a list for an open vacancy: who is ranked, who nearly is, and the full counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from schemas.events import ProposalCounts, RuleCount, TierClause, TierRule, VacancyOpened
from streams.matching.ranking import Place
from streams.pool.balance import balance_of
from streams.pool.basis import Aggregates, Basis, Named, basis_of, named_of
from streams.pool.case import Said
from streams.pool.content import Bounded, bounded, listing_digest
from streams.pool.entries import (
    Ranked,
    cannot_confirm_entries,
    near_miss_entries,
    ranked_entries,
)
from streams.pool.explanation import explanation_of
from streams.pool.people import Lineup
from streams.pool.remembered import Remembered, Say
from streams.rules.rule import TEXT_MAX

One = TypeVar("One")

RECOMMENDATION = (
    "A recommendation only: people decide, and an offer or an answer is an event of its own."
)
TITLE_CHARACTERS_MAX = 400
CLAUSES_MAX = 20


@dataclass(frozen=True)
class Listing:
    """What the facts, the day and the policy decide of a `ProposalListing`.

    It is put into words only for those who ask, or if it rests on something else than `before`.
    """

    terms: VacancyOpened
    lineup: Lineup
    named: Named
    aggregates: Aggregates
    before: Said | None
    """Of the last look at the same vacancy."""
    remembered: Remembered
    """What was said of people then."""

    @cached_property
    def said(self) -> Said:
        if self.before is not None and self.before.basis == self._basis:
            return self.before
        people = self._people
        ranked = tuple(person.candidate_id for person in people.lists["ranked"])
        return Said(self._basis, listing_digest(people, self._beside), ranked)

    @property
    def sha256(self) -> bytes:
        return self.said.sha256

    @property
    def ranked(self) -> tuple[str, ...]:
        return self.said.ranked

    @cached_property
    def fields(self) -> dict[str, Any]:
        """By the names of the contract; lists are cut where a record would be full."""
        return self._people.lists | self._beside

    @cached_property
    def _basis(self) -> Basis:
        return basis_of(self.lineup, self.named, self.aggregates)

    @cached_property
    def _people(self) -> Bounded:
        lineup, named = self.lineup, self.named
        say = {
            "ranked": _saying(ranked_entries, lineup, named.ranked),
            "tier_unconfirmed": _saying(ranked_entries, lineup, named.unconfirmed),
            "near_misses": _saying(near_miss_entries, lineup, named.near_misses),
            "cannot_confirm": _saying(cannot_confirm_entries, lineup, named.cannot_confirm),
        }
        return bounded(self.remembered.said(self._basis, say))

    @cached_property
    def _beside(self) -> dict[str, Any]:
        terms, aggregates, listed = self.terms, self.aggregates, len(self._people.lists["ranked"])
        diversity = aggregates.diversity
        if listed < len(self.named.ranked):
            diversity = balance_of(self.lineup, _places(self.named.ranked[:listed]))
        return {
            "title": terms.title[:TITLE_CHARACTERS_MAX],
            "duty_station": terms.duty_station,
            **_station(self.lineup),
            "start_by": terms.start_by,
            "tier_rule": _tier_rule(terms.tier_rule),
            "counts": aggregates.counts,
            "diversity": diversity,
            "explanation": aggregates.explanation,
            "recommendation": RECOMMENDATION,
        }


def listing_of(
    terms: VacancyOpened,
    lineup: Lineup,
    roster_size: int,
    before: Said | None = None,
    remembered: Remembered | None = None,
) -> Listing:
    """Everything but the stage, which is people's."""
    counts, named = _counts(lineup, roster_size), named_of(lineup)
    profile = f"{terms.job_group}/{terms.grade}"
    aggregates = Aggregates(
        counts,
        balance_of(lineup, _places(named.ranked)),
        explanation_of(profile, counts, lineup.judgement, lineup.policy),
    )
    return Listing(terms, lineup, named, aggregates, before, remembered or Remembered())


def _saying(
    entries: Callable[[Lineup, Sequence[One]], Iterable[Any]], lineup: Lineup, named: Sequence[One]
) -> Say:
    return lambda places: entries(lineup, [named[place] for place in places])


def _places(ranked: Sequence[Ranked]) -> list[Place]:
    return [one.place for one in ranked]


def _counts(lineup: Lineup, roster_size: int) -> ProposalCounts:
    judged, tiers = lineup.judgement, lineup.consideration.tiers
    first, second, unconfirmed = map(len, tiers)
    return ProposalCounts(
        roster_size=roster_size,
        considered=len(lineup.table),
        eligible=len(judged.eligible),
        near_misses=len(judged.near_misses),
        cannot_confirm=len(judged.cannot_confirm),
        excluded=_by_rule(lineup, judged.excluded),
        first_tier=first,
        second_tier=second,
        tier_unconfirmed=unconfirmed,
        waived=tuple(part for part in _by_rule(lineup, judged.waived) if part.excluded),
    )


def _by_rule(lineup: Lineup, counts: Iterable[int]) -> tuple[RuleCount, ...]:
    return tuple(
        RuleCount(rule=rule.id, excluded=count)
        for rule, count in zip(lineup.policy.hard, counts, strict=True)
    )


def _station(lineup: Lineup) -> dict[str, str | None]:
    """What holds for the duty station today; one not classified yet is shown as unknown, no bar."""
    station = lineup.demand.station
    return {
        "duty_station_name": station.name[:TITLE_CHARACTERS_MAX] if station else None,
        "hardship_class": station.hardship_class if station else None,
        "family_status": station.family_status if station else None,
    }


def _tier_rule(rule: TierRule | None) -> TierRule | None:
    """As the vacancy states it; words and repeats that would fill a record are cut."""
    if rule is None:
        return None
    return replace(rule, first=tuple(_clause(one) for one in rule.first[:CLAUSES_MAX]))


def _clause(stated: TierClause) -> TierClause:
    return replace(
        stated,
        clause=stated.clause[:TEXT_MAX],
        origins=tuple(dict.fromkeys(stated.origins)),
        genders=tuple(dict.fromkeys(stated.genders)),
    )
