"""What people are told after a review: the list that they reviewed stays as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.events import ListChanges, RankedCandidate
from streams.pool.changes import changes_between, reason_of
from streams.pool.content import digest
from streams.pool.listing import Listing

WARNINGS_MAX = 100


@dataclass(frozen=True, slots=True)
class Advice:
    """How a list made now would differ from the reviewed one."""

    changes: ListChanges
    warnings: tuple[str, ...]
    """What bears on people whose rank is the same, or on the vacancy as a whole."""
    reason: str

    @property
    def sha256(self) -> bytes:
        """Equal for two advices exactly if they say the same."""
        return digest("ADVISE", {"changes": self.changes, "warnings": self.warnings})


def advice_on(reviewed: tuple[str, ...], listing: Listing) -> Advice:
    """The people of the reviewed list, first to last, beside a list made now."""
    changes = changes_between(reviewed, listing.ranked)
    warnings = _warnings(reviewed, listing.fields["ranked"])
    reason = reason_of(changes, listing, nothing="the same people; details changed")
    return Advice(changes, tuple(warnings)[:WARNINGS_MAX], reason)


def no_list(reason: str) -> Advice:
    """There would be no list now."""
    return Advice(ListChanges(), (f"no list would be made now: {reason}",), reason)


def _warnings(reviewed: tuple[str, ...], now: Iterable[RankedCandidate]) -> Iterator[str]:
    for before, person in zip(reviewed, now, strict=False):
        if before == person.candidate_id:
            yield from (f"{before}: {words}" for words in person.warnings)
