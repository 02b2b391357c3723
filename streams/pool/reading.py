"""How a pool reads records: opened by the contract's codec, which decisions know nothing of."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from schemas.events import MembershipHead


class NewFacts(NamedTuple):
    """What a membership's record says that an earlier one did not."""

    facts: Mapping[str, Any]
    """By their names in `MembershipRecorded`."""
    ends: Sequence[int]
    """What to hand back with the record when a later one comes."""


class Recorded(Protocol):
    """A membership's record, opened as far as somebody asks."""

    @property
    def framed(self) -> bytes:
        """As it came."""

    @property
    def head(self) -> MembershipHead: ...

    def new_facts(self, before: bytes, ends: Sequence[int]) -> NewFacts:
        """What is not as in the framed record before; everything where no `ends` are known."""


class Reading(Protocol):
    """Opens framed records; raises ContractError where one cannot be opened."""

    def membership(self, framed: bytes) -> Recorded | None:
        """None for what is no membership's record."""

    def event(self, framed: bytes) -> Any:
        """The whole record."""
