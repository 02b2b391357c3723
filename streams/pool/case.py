"""One vacancy in the pool: the events about it, and what was last published about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from schemas.events import Event, OfferEvent, OfferMade, PlacementConfirmed, ProposalReview
from streams.pool.vacancy import Vacancy, vacancy_of

LISTS = ("ProposalEmitted", "ProposalRevised")
_STANDING = (*LISTS, "ProposalAdvised")
_AT_REST = ("ProposalWithdrawn", "ProposalExpired")


@dataclass(frozen=True, slots=True)
class Published:
    """The last proposal event of a vacancy."""

    revision: int = 0
    kind: str | None = None
    """The event's type; None before the first."""
    content_sha256: bytes = b""
    ranked: tuple[str, ...] = ()
    """Of the list that stands; after a review, of the reviewed one."""
    list_revision: int = 0
    """The first revision that said of people what the list says."""
    list_sha256: bytes | None = None
    advice_sha256: bytes | None = None
    told_revision: int = 0
    """The revision that was last told to all pools."""

    @property
    def lists(self) -> bool:
        """Whether a list stands."""
        return self.kind in _STANDING

    @property
    def decided_from(self) -> int:
        """The first revision on which a decision can still be taken."""
        return self.list_revision if self.kind in LISTS else self.revision


class Said(NamedTuple):
    """What a list says, as it is compared, and what it rests on."""

    basis: object
    """Compared by value; see `streams.pool.basis`."""
    sha256: bytes
    """Equal for two lists exactly if they say the same."""
    ranked: tuple[str, ...]


@dataclass
class Case:
    """Grows by `take` and `refuse` only; an event taken before changes nothing."""

    vacancy_id: str
    events: dict[str, Event] = field(default_factory=dict)
    framed: dict[str, bytes] = field(default_factory=dict)
    """The same events as they came."""
    refused: set[str] = field(default_factory=set)
    """The ids of decisions that do not count."""
    published: Published = field(default_factory=Published)
    said: Said | None = None
    """What its list last said, and on what that rested; a case restored has yet to find it out."""

    def take(self, event: Event, framed: bytes) -> bool:
        """Whether the event is new."""
        if event.event_id in self.events:
            return False
        self.events[event.event_id] = event
        self.framed[event.event_id] = framed
        self.__dict__.pop("vacancy", None)
        return True

    def refuse(self, event_id: str) -> None:
        """From now on the decision counts for nothing; an offer takes its answers with it."""
        self.refused.add(event_id)
        self.__dict__.pop("vacancy", None)

    def note_told(self, revision: int) -> None:
        """All pools were told whom the list has from this revision on."""
        self.published = replace(self.published, told_revision=revision)

    @cached_property
    def vacancy(self) -> Vacancy:
        return vacancy_of(self.counting())

    def counting(self) -> Iterator[Event]:
        """The events that count."""
        void = self.refused_offers()
        for event in self.events.values():
            if isinstance(event, OfferEvent | PlacementConfirmed) and event.offer_id in void:
                continue
            if event.event_id not in self.refused:
                yield event

    def refused_offers(self) -> set[str]:
        """The offers whose making was refused."""
        refused = (self.events.get(event_id) for event_id in self.refused)
        return {event.offer_id for event in refused if isinstance(event, OfferMade)}

    @property
    def review(self) -> ProposalReview | None:
        """The review of the list that stands, if it has one: from then on the list is fixed."""
        review = self.vacancy.review
        if review is None or not self.published.lists:
            return None
        return review if review.revision_seen >= self.published.list_revision else None

    @property
    def at_rest(self) -> bool:
        """Whether only an event of its own, a day or a policy can change what is said."""
        return self.published.kind in _AT_REST
