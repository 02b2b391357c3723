"""How a run under chaos ended: what was done to it, and whether it stayed exact."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Judged(Protocol):
    """What a verdict must tell; its text says the rest."""

    @property
    def exact(self) -> bool: ...


V = TypeVar("V", bound=Judged)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[V]):
    """One run, by the seed that repeats its faults."""

    seed: int
    verdict: V
    finished: bool
    done: Counter[str]
    ended_themselves: int

    @property
    def good(self) -> bool:
        return self.finished and self.verdict.exact

    def __str__(self) -> str:
        end = "" if self.finished else " STOOD STILL;"
        ended = f"; workers that ended themselves: {self.ended_themselves}"
        return f"seed {self.seed}:{end} {self.verdict} [{_deeds(self.done)}{ended}]"


def closing_line(outcomes: Iterable[Outcome[V]], what: str) -> str:
    """All runs in one line; `what` counts what was compared in them."""
    runs = list(outcomes)
    word = "EXACT" if all(one.good for one in runs) else "WRONG"
    done = sum((one.done for one in runs), Counter[str]())
    ended = sum(one.ended_themselves for one in runs)
    return (
        f"{word}: {len(runs)} runs, {what}, {_deeds(done)}; "
        f"{ended} workers ended themselves and were started again"
    )


def _deeds(done: Counter[str]) -> str:
    return ", ".join(f"{number} x {kind}" for kind, number in sorted(done.items()))
