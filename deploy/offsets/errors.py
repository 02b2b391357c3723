"""What keeps a group from being shown or reset.

OffsetsError
├── UnknownGroup    Kafka knows no such group, or it has read nothing of ours
├── GroupAlive      the group has members
├── WorkersGroup    the group's offsets are a hint of the workers, read by nobody
├── BadTarget       a target that is none, or that no log has
└── ResetRefused    Kafka refused some partitions
"""

from collections.abc import Mapping, Sequence


class OffsetsError(Exception):
    """Something about a group; its offsets stand as they stood."""


class UnknownGroup(OffsetsError):
    def __init__(self, group: str, prefix: str, known: Sequence[str]) -> None:
        self.group = group
        listed = f"groups with offsets there: {', '.join(known)}" if known else "no group has"
        super().__init__(f"group {group} has no offsets in topics {prefix}*; {listed}")


class GroupAlive(OffsetsError):
    def __init__(self, group: str, state: str, members: int) -> None:
        self.group, self.members = group, members
        super().__init__(
            f"group {group} is alive ({state}, {members} members): whoever reads would overwrite "
            "what is reset. Stop its members, wait until their session has ended, and reset then"
        )


class WorkersGroup(OffsetsError):
    def __init__(self, group: str) -> None:
        self.group = group
        super().__init__(
            f"group {group} is the workers' own: its offsets are a hint for lag tools, and nothing "
            "reads them. Workers go on at their positions, which stand beside what they decided "
            "and can be moved by nobody; to feed facts again: `pathways replay --through-intake`"
        )


class BadTarget(OffsetsError):
    """A target that is none, or that no log has."""


class ResetRefused(OffsetsError):
    def __init__(self, group: str, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        listed = "; ".join(f"{place}: {reason}" for place, reason in sorted(reasons.items()))
        super().__init__(
            f"Kafka did not reset group {group}. {listed}. A member may have joined meanwhile: "
            "stop it and try again"
        )
