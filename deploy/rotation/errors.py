"""What keeps an exercise from being shown.

RotationError
├── NoCycle      the exercise is not known to the exercise stage
├── NoDraft      nothing is due from which a catalogue could be made
└── WrongFile    a file cannot be read as what it is given for
"""

from collections.abc import Iterable
from pathlib import Path


class RotationError(Exception):
    """Something that does not fit the exercise as it stands."""


class NoCycle(RotationError):
    def __init__(self, cycle_id: str, known: Iterable[str]) -> None:
        self.cycle_id, self.known = cycle_id, tuple(known)
        there = ", ".join(self.known) or "none: publish a RotationCyclePublished first"
        super().__init__(
            f"no cycle {cycle_id} is known to the exercise. Cycles known: {there}. Ids are "
            "compared letter by letter; a worker must have read the cycle"
        )


class NoDraft(RotationError):
    def __init__(self, cycle_id: str) -> None:
        self.cycle_id = cycle_id
        super().__init__(
            f"nobody is due to rotate in {cycle_id} and no vacancy waits for it: there is nothing "
            "to make a catalogue from. Staffing events tell whose tours end"
        )


class WrongFile(RotationError):
    def __init__(self, file: Path, what: str, remedy: str) -> None:
        self.file = file
        super().__init__(f"{file}: {what}; {remedy}")
