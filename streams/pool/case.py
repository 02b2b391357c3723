"""One vacancy in the pool: the events about it, and what was last published about it."""

from dataclasses import dataclass, field
from functools import cached_property

from schemas.events import Event
from streams.pool.vacancy import Vacancy, vacancy_of


@dataclass(frozen=True, slots=True)
class Published:
    """The last proposal event of a vacancy."""

    revision: int = 0
    kind: str | None = None
    """The event's type; None before the first."""
    content_sha256: bytes = b""
    ranked: tuple[str, ...] = ()


@dataclass
class Case:
    """Grows by `take` only; an event taken before changes nothing."""

    vacancy_id: str
    events: dict[str, Event] = field(default_factory=dict)
    framed: dict[str, bytes] = field(default_factory=dict)
    """The same events as they came."""
    published: Published = field(default_factory=Published)

    def take(self, event: Event, framed: bytes) -> bool:
        """Whether the event is new."""
        if event.event_id in self.events:
            return False
        self.events[event.event_id] = event
        self.framed[event.event_id] = framed
        self.__dict__.pop("vacancy", None)
        return True

    @cached_property
    def vacancy(self) -> Vacancy:
        return vacancy_of(self.events.values())
