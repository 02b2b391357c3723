"""What a list rests on, in numbers and codes: where that is the same, no word would be another.

Words come from the records of those who are named, their cells and outcomes, and from what is the
same for all: the vacancy, the policy, the day and the reference facts. All of it stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from schemas.events import DiversityPanel, ProposalCounts
from streams.matching.ranking import Place, best
from streams.pool.case import Basis
from streams.pool.people import Lineup


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named on each list, in order."""

    ranked: Sequence[Place]
    """The whole first tier before any second."""
    unconfirmed: Sequence[Place]
    """People whose tier is not certain stand apart."""
    near_misses: Sequence[int]
    cannot_confirm: Sequence[int]

    @property
    def rows(self) -> list[int]:
        scored = [place.row for place in (*self.ranked, *self.unconfirmed)]
        return [*scored, *self.near_misses, *self.cannot_confirm]


def named_of(lineup: Lineup) -> Named:
    """As many on each list as the policy says."""
    rules, judged, order = lineup.policy.rules, lineup.judgement, lineup.table.order
    return Named(
        ranked=lineup.consideration.ranked(rules.ranked_max),
        unconfirmed=lineup.consideration.unconfirmed(rules.ranked_max),
        near_misses=best(judged.near_misses, order, rules.near_misses_max),
        cannot_confirm=best(judged.cannot_confirm, order, rules.cannot_confirm_max),
    )


class Aggregates(NamedTuple):
    """What is said of nobody alone."""

    counts: ProposalCounts
    diversity: DiversityPanel
    explanation: str | None


def basis_of(lineup: Lineup, named: Named, aggregates: Aggregates) -> Basis:
    """Of two looks at the same vacancy, equal only if every word would be the same.

    What did not change is mostly the very same object, so that comparing costs little.
    """
    demand, table, rows = lineup.demand, lineup.table, named.rows
    ids = [table.candidate_ids[row] for row in rows]
    return (
        lineup.setting,
        (demand.waivers, demand.declined.tolist(), demand.vacancy_code),
        aggregates,
        [(len(of), [place[1:] for place in of]) for of in (named.ranked, named.unconfirmed)],
        len(named.near_misses),
        ids,
        [table.recorded[row] for row in rows],
        table.cells(np.array(rows, np.int64)),
        lineup.judgement.answers[:, rows].tobytes(),
        [lineup.competing(who, demand.vacancy_id) for who in ids[: len(named.ranked)]],
    )
