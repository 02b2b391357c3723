"""Opens the records of a pool: of a membership, most of whose facts it knows, only the new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from schemas import codec
from schemas.events import MembershipHead, MembershipRecorded
from schemas.partial import UNKNOWN, Begun, PartialDecoder
from streams.pool.reading import NewFacts, Recorded

_DECODER = PartialDecoder(MembershipRecorded, MembershipHead)
_TOGETHER = ("incumbency", "posting")
"""Facts of which neither tells without the other where the person serves."""


class Opening:
    """A `Reading` of framed records."""

    def membership(self, framed: bytes) -> Recorded | None:
        if _DECODER.opens(framed):
            return _Opened(_DECODER.begin(framed))
        if codec.name_of(framed) == MembershipRecorded.__name__:
            return _Whole(framed, codec.decode(framed))
        return None

    def event(self, framed: bytes) -> Any:
        return codec.decode(framed)


@dataclass(frozen=True, slots=True)
class _Opened:
    begun: Begun[MembershipHead]

    @property
    def framed(self) -> bytes:
        return self.begun.value

    @property
    def head(self) -> MembershipHead:
        return self.begun.head

    def new_facts(self, before: bytes, ends: Sequence[int]) -> NewFacts:
        facts, reached = _DECODER.differing(self.begun, before, ends)
        missing = [name for name in _TOGETHER if name not in facts]
        if len(missing) == 1:
            facts[missing[0]] = _DECODER.field(missing[0], self.begun.value, reached)
        return NewFacts(facts, reached)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Of an older schema."""

    framed: bytes
    head: MembershipRecorded

    def new_facts(self, before: bytes, ends: Sequence[int]) -> NewFacts:
        return NewFacts(vars(self.head), UNKNOWN)
