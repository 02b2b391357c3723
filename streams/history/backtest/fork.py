"""A second pool that goes on from where the first one stands, by way of the state that it keeps."""

from collections.abc import Iterator
from typing import Any

from schemas.codec import decode
from streams.pool import states
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.opening import Opening
from streams.pool.pool import Pool


def fork(pool: Pool) -> Pool:
    """As a worker takes over a pool: what it says next is what the first one would say."""
    other = Pool(Opening())
    states.restore(other.holdings, _state(pool.holdings), decode)
    return other


def _state(holdings: Holdings) -> Iterator[tuple[str, Any]]:
    """Everything there is, as the records of its state topic."""
    everything = Evaluation(
        memberships={
            profile: list(range(len(t))) for profile, t in holdings.tables.items() if len(t)
        },
        vacancies=set(holdings.cases),
        references=set(holdings.framed_reference),
    )
    return ((key, decode(value)) for key, value in states.changed_state(holdings, everything))
