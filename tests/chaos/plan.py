"""What will be done to a run, decided beforehand by a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kill", "pause", "join", "leave", "broker"]
KINDS: tuple[Kind, ...] = ("kill", "pause", "join", "leave", "broker")
WEIGHTS = (3, 3, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, after a rest."""

    rest_s: float
    kind: Kind
    lasts_s: float
    """How long a pause lasts, or a broker stays away."""


def plan(seed: int, acts: int, session_timeout_s: float) -> Iterator[Act]:
    """Every kind comes once, in a random order; then by weight. A pause outlasts the session."""
    chance = random.Random(seed)
    kinds = list(KINDS)
    chance.shuffle(kinds)
    kinds += chance.choices(KINDS, WEIGHTS, k=max(0, acts - len(kinds)))
    for kind in kinds[:acts]:
        lasts = {"pause": session_timeout_s * chance.uniform(1.3, 1.8)}.get(
            kind, chance.uniform(0.2, 1.5)
        )
        yield Act(chance.uniform(1.0, 3.5), kind, lasts)
