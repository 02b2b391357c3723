"""One thing that is wrong with an event."""

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal["MALFORMED", "CONTRADICTORY", "FAR_FUTURE"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: of what kind, in which field, and what would be right."""

    kind: ProblemKind
    field: str
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


def malformed(field: str, text: str) -> Problem:
    return Problem("MALFORMED", field, text)


def contradictory(field: str, text: str) -> Problem:
    return Problem("CONTRADICTORY", field, text)
