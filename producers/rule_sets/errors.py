"""What can be wrong with a file that holds a rule set: all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from producers.errors import ProducerError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend."""

    where: str
    """The setting, such as `rules.H9.waivable`, or the line."""
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"


class WrongRuleSet(ProducerError):
    """The file holds no rule set that could be published; it names every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
