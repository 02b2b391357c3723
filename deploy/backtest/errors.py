"""What can be wrong with what a backtest is asked.

WrongChanges
├── NotARuleSet        the file holds no rule set that could go out
├── BadFile            a file cannot be read as what it is given for
└── BadEvents          lines of the file of events are no events
"""

from collections.abc import Sequence
from pathlib import Path

from producers.lines import Rejection
from producers.rule_sets import WrongRuleSet

SHOWN_MAX = 10


class WrongChanges(Exception):
    """Nothing of the history has been read yet."""


class NotARuleSet(WrongChanges):
    def __init__(self, file: Path, wrong: WrongRuleSet) -> None:
        self.file, self.faults = file, wrong.faults
        faults = "\n".join(f"  {fault}" for fault in wrong.faults)
        super().__init__(f"{file} holds no rule set that can go out:\n{faults}")


class BadFile(WrongChanges):
    def __init__(self, file: Path, where: str, what: str, remedy: str) -> None:
        self.file, self.where = file, where
        super().__init__(f"{file}, {where}: {what}; {remedy}")


class BadEvents(WrongChanges):
    """All of a file is taken or nothing."""

    def __init__(self, file: Path, rejections: Sequence[Rejection]) -> None:
        self.file, self.rejections = file, tuple(rejections)
        shown = "\n".join(
            f"  line {it.line}{f', {it.where}' if it.where else ''}: {it.what}; {it.remedy}"
            for it in self.rejections[:SHOWN_MAX]
        )
        more = len(self.rejections) - SHOWN_MAX
        rest = f"\n  and {more} more" if more > 0 else ""
        super().__init__(f"{file}: {len(self.rejections)} lines are no events:\n{shown}{rest}")
