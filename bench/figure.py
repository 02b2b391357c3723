"""A measured figure: its value, what it is compared with, and how much to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure is to reach."""

    limit: float
    better: Better

    def reached(self, value: float) -> bool:
        return value >= self.limit if self.better == "higher" else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.better == 'higher' else '≤'} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Peer:
    """What a figure stands beside: measured in the same run, in the same unit."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table and one object of the file."""

    name: str
    value: float
    unit: str
    peer: Peer | None
    repetitions: Sequence[float]
    """The value of each repetition; what one repetition is, the figure's page tells."""
    steal_percent: float
    """Processor time that the host gave to others while this was measured."""
    load_before: float
    """Processes that wanted a processor in the minute before: tests beside it, for example."""
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the peer's value this is."""
        return None if self.peer is None else self.value / self.peer.value

    @property
    def spread(self) -> tuple[float, float]:
        return min(self.repetitions), max(self.repetitions)

    @property
    def reached(self) -> bool | None:
        return None if self.goal is None else self.goal.reached(self.value)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "compared_with": self.peer.name if self.peer else None,
            "compared_value": self.peer.value if self.peer else None,
            "ratio": self.ratio,
            "goal": str(self.goal) if self.goal else None,
            "reached": self.reached,
            "repetitions": list(self.repetitions),
            "steal_percent": self.steal_percent,
            "load_before": self.load_before,
        }
