"""The dimensions of the diversity panel over a table: gender, and regions of nationalities."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from schemas.events import DiversityPanel, MemberStateListPublished
from streams.matching.ranking import Place
from streams.pool.diversity import Column, panel_of
from streams.pool.people import Lineup

NOT_STATED = "NOT_STATED"
OTHER = "OTHER"
"""Something is stated that has no line of its own, such as a state without a region."""

_GENDERS = ("F", "M", "X", "UNDISCLOSED", OTHER, NOT_STATED)
REGIONS_MAX = 40
_VALUE_CHARACTERS_MAX = 100


def balance_of(lineup: Lineup, ranked: Iterable[Place]) -> DiversityPanel:
    """Of everybody considered, of the eligible, and of those who are ranked."""
    rows = np.array([place.row for place in ranked], np.int64)
    shown_from = lineup.policy.rules.diversity_cell_min
    return panel_of(_columns(lineup), lineup.judgement.eligible, rows, shown_from)


def _columns(lineup: Lineup) -> Iterator[Column]:
    yield _genders(lineup)
    if lineup.demand.member_states is not None:
        yield _regions(lineup, lineup.demand.member_states)


def _genders(lineup: Lineup) -> Column:
    entries = lineup.lists.genders.entries
    places = {value: place for place, value in enumerate(_GENDERS)}

    def kinds(code: int) -> Sequence[int]:
        return (places[NOT_STATED] if code < 0 else places.get(entries[code], places[OTHER]),)

    return Column("GENDER", lineup.table["gender"], len(entries), _GENDERS, kinds)


def _regions(lineup: Lineup, states: MemberStateListPublished) -> Column:
    entries = lineup.lists.nationalities.entries
    of_state = {
        state.country: state.region[:_VALUE_CHARACTERS_MAX]
        for state in states.states
        if state.region is not None
    }
    regions = sorted(set(of_state.values()))[:REGIONS_MAX]
    values = (*regions, OTHER, NOT_STATED)
    places = {value: place for place, value in enumerate(values)}

    def kinds(code: int) -> Sequence[int]:
        countries = entries[code] if code >= 0 else ()
        if not countries:
            return (places[NOT_STATED],)
        named = {of_state.get(country, OTHER) for country in countries}
        return sorted({places.get(region, places[OTHER]) for region in named})

    return Column("REGION", lineup.table["nationality"], len(entries), values, kinds)
