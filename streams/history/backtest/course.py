"""What was said of one vacancy over time, on one side of the comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from schemas.codec import encode
from schemas.events import (
    ConsiderationTier,
    DiversityCell,
    ListChanges,
    LogPosition,
    ProposalAdvised,
    ProposalCounts,
    ProposalEmitted,
    ProposalEvent,
    ProposalListing,
    ProposalRevised,
    Rating,
)

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
NO_POSITION = LogPosition(log="pool-log", partition=0, count=0)
CUT_FIELDS: Mapping[str, Any] = {
    "event_id": "",
    "occurred_at": NO_TIME,
    "recorded_at": NO_TIME,
    "causation_id": None,
    "causes": (),
    "position": NO_POSITION,
    "reason": "",
    "revision": 0,
}
"""What in a proposal tells where the transactions' cuts fell, and not what is right: its number
among the revisions, its place and time, and which step it made from the revision before."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A person on a list."""

    rank: int
    candidate_id: str
    rating: Rating | None
    tier: ConsiderationTier
    total: int


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list as it was published."""

    revision: int
    as_of: date
    ranked: tuple[Ranked, ...]
    counts: ProposalCounts
    cells: tuple[DiversityCell, ...]

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(each.candidate_id for each in self.ranked)


@dataclass(slots=True)
class Course:
    """Grows by `say`."""

    vacancy_id: str
    job_group: str
    grade: str
    title: str = ""
    revisions: int = 0
    kind: str = ""
    """The type of the last event."""
    as_of: date | None = None
    said_sha256: str = ""
    """Of what the last event says, wherever the cuts fell: see `settled`."""
    last_list: ListShown | None = None
    lists: int = 0
    """How many times a list was published."""

    def say(self, event: ProposalEvent) -> None:
        self.revisions, self.kind, self.as_of = event.revision, type(event).__name__, event.as_of
        self.said_sha256 = sha256(settled(event)).hexdigest()
        if isinstance(event, ProposalListing):
            self.title, self.last_list = event.title, _shown(event)
            self.lists += 1

    def say_as(self, other: "Course") -> None:
        """Both sides said the same: no need to read it twice."""
        self.revisions, self.kind, self.as_of = other.revisions, other.kind, other.as_of
        self.said_sha256, self.title = other.said_sha256, other.title
        self.last_list, self.lists = other.last_list, other.lists

    @property
    def standing(self) -> tuple[str, ...]:
        """Who is on the list that stands now; nobody where none does."""
        stands = self.kind in ("ProposalEmitted", "ProposalRevised", "ProposalAdvised")
        return self.last_list.people if stands and self.last_list else ()


def settled(event: ProposalEvent) -> bytes:
    """The bytes of a proposal without what depends on where the cuts fell alone.

    A list that replaces one and a first list say the same of people: both are told as revised.
    What changed against the revision before it is left out; after a review what is told is what
    would change in the reviewed list, which stays.
    """
    named = {**CUT_FIELDS}
    if isinstance(event, ProposalAdvised):
        return encode(replace(event, **named, reviewed_revision=0))
    if isinstance(event, ProposalListing):
        named["changes"] = ListChanges()
    if isinstance(event, ProposalEmitted):
        event = ProposalRevised(
            **{field.name: getattr(event, field.name) for field in fields(ProposalRevised)}
        )
    return encode(replace(event, **named))


def _shown(event: ProposalListing) -> ListShown:
    return ListShown(
        revision=event.revision,
        as_of=event.as_of,
        ranked=tuple(
            Ranked(it.rank, it.candidate_id, it.rating, it.consideration_tier, it.total)
            for it in event.ranked
        ),
        counts=event.counts,
        cells=event.diversity.cells if event.diversity else (),
    )
