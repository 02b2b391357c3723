"""What a list rests on, in numbers and codes: where that is the same, no word would be another.

Words come from the records of those who are named, their cells and outcomes, and from what is the
same for all: the vacancy, the policy, the day and the reference facts. All of it stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from schemas.events import DiversityPanel, ProposalCounts
from streams.matching.ranking import best
from streams.pool.entries import Ranked, ranked_of
from streams.pool.people import Lineup


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named on each list, in order."""

    ranked: Sequence[Ranked]
    """The whole first tier before any second."""
    unconfirmed: Sequence[Ranked]
    """People whose tier is not certain stand apart."""
    near_misses: Sequence[int]
    cannot_confirm: Sequence[int]


def named_of(lineup: Lineup) -> Named:
    """As many on each list as the policy says."""
    rules, judged, order = lineup.policy.rules, lineup.judgement, lineup.table.order
    return Named(
        ranked=ranked_of(lineup, lineup.consideration.ranked(rules.ranked_max)),
        unconfirmed=ranked_of(lineup, lineup.consideration.unconfirmed(rules.ranked_max)),
        near_misses=best(judged.near_misses, order, rules.near_misses_max),
        cannot_confirm=best(judged.cannot_confirm, order, rules.cannot_confirm_max),
    )


class Aggregates(NamedTuple):
    """What is said of nobody alone."""

    counts: ProposalCounts
    diversity: DiversityPanel
    explanation: str | None


class OfPerson(NamedTuple):
    """What is said of somebody on a list rests on this, and on what is the same for all."""

    candidate_id: str
    recorded: bytes
    cells: bytes
    answers: bytes
    """Of all hard rules."""
    ranked: Ranked | None
    """Where the list has places."""


class Basis(NamedTuple):
    """Of two looks at the same vacancy, equal only if every word would be the same.

    What did not change is mostly the very same object, so that comparing costs little.
    """

    common: tuple[object, ...]
    """The vacancy, the policy, the day, the reference facts, and what people decided."""
    aggregates: Aggregates
    people: Mapping[str, Sequence[OfPerson]]
    """By the list on which they stand, in order."""


def basis_of(lineup: Lineup, named: Named, aggregates: Aggregates) -> Basis:
    demand = lineup.demand
    common = (lineup.setting, demand.waivers, demand.declined.tolist(), demand.vacancy_code)
    people = {
        "ranked": _scored(lineup, named.ranked),
        "tier_unconfirmed": _scored(lineup, named.unconfirmed),
        "near_misses": _people(lineup, named.near_misses, None),
        "cannot_confirm": _people(lineup, named.cannot_confirm, None),
    }
    return Basis(common, aggregates, people)


def _scored(lineup: Lineup, ranked: Sequence[Ranked]) -> list[OfPerson]:
    return _people(lineup, [one.place.row for one in ranked], ranked)


def _people(lineup: Lineup, rows: Sequence[int], ranked: Sequence[Ranked] | None) -> list[OfPerson]:
    table, numbers = lineup.table, np.array(rows, np.int64)
    answers = lineup.judgement.answers[:, numbers].T
    return [
        OfPerson(
            table.candidate_ids[row],
            table.recorded[row],
            cells,
            given.tobytes(),
            ranked[place] if ranked else None,
        )
        for place, (row, cells, given) in enumerate(
            zip(rows, table.cells(numbers), answers, strict=True)
        )
    ]
