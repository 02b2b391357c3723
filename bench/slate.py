"""Makes one slate of a made-up exercise in a process of its own: seconds, and the memory it took.

`python -m bench.slate accept|assign POSTS PEOPLE`
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from bench.exercise import exercise
from schemas.topics import MEBIBYTE
from streams.rotation.assignment import assign
from streams.rotation.blocking import blocking_pairs
from streams.rotation.deferred import accept
from streams.rotation.market import NONE, Market, Matching, Weights
from streams.rotation.orders import orders_of

WEIGHTS = Weights(person_rank=100, post_rank=10, burden=1)
WAYS: dict[str, Callable[[Market], Matching]] = {
    "accept": accept,
    "assign": lambda market: assign(market, WEIGHTS),
}


@dataclass(frozen=True)
class Slate:
    """One measured slate."""

    seconds: float
    orders_s: float
    """What the orders of both sides alone take."""
    pairs: int
    placed: int
    market_mib: float
    """What the process held with the market alone."""
    most_mib: float
    """The most that it held."""


def slate(way: str, posts: int, people: int) -> Slate:
    """Measured in a process that has done nothing else."""
    command = [sys.executable, "-m", "bench.slate", way, str(posts), str(people)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Slate(**json.loads(said))


def _most_mib() -> float:
    # Not ru_maxrss: that begins with what the parent held.
    peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2]
    return int(peak.split()[0]) * 1024 / MEBIBYTE


def _measured(way: str, posts: int, people: int) -> Slate:
    market = exercise(posts, people)
    held, began = _most_mib(), perf_counter()
    matching = WAYS[way](market)
    seconds = perf_counter() - began
    most = _most_mib()
    began = perf_counter()
    orders_of(market).by_person.sum()
    orders_s = perf_counter() - began
    if way == "accept" and len(blocking_pairs(market, matching)):
        raise AssertionError("the slate is not stable")
    placed = int((matching.post_of != NONE).sum())
    return Slate(seconds, orders_s, len(market.post), placed, held, most)


if __name__ == "__main__":
    print(json.dumps(asdict(_measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))))
