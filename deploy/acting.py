"""What people ask for or decide, published as events; and waiting for what comes of it."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from consumers.subscription import subscribe
from producers.publisher import Publisher
from schemas.connection import Connection
from schemas.events import Event, EventRejected

Answer_co = TypeVar("Answer_co", covariant=True)
SOURCE = "pathways.command"


class ActError(Exception):
    """What was asked for did not come about.

    ActError
    ├── TurnedDown   Pathways took it in and says no, or intake rejected it
    ├── NoAnswer     it was published, and nothing came of it in time
    └── NotPossible  it was not published: as things stand it could not count
    """


class TurnedDown(ActError):
    def __init__(self, detail: str, remedy: str) -> None:
        self.detail, self.remedy = detail, remedy
        super().__init__(f"it was refused: {detail}. What to do: {remedy}")


class NoAnswer(ActError):
    def __init__(self, event: Event, wait_s: float, look: str) -> None:
        self.event_id = event.event_id
        super().__init__(
            f"{type(event).__name__} {event.event_id} was published, but no answer came within "
            f"{wait_s:g} s. It counts once it is read: `pathways status` tells whether workers run "
            f"and how far they are, `{look}` what came of it"
        )


class NotPossible(ActError):
    """Said before anything is published."""


class Hearing(Protocol[Answer_co]):
    """Knows what an act was, and listens to what is told afterwards."""

    def hear(self, event: Event) -> Answer_co | None:
        """The answer, once it is whole; raises TurnedDown."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where acts are published and answers are heard."""

    connection: Connection
    prefix: str
    wait_s: float

    def ask(self, event: Event, topic: str, hearing: Hearing[Answer_co], look: str) -> Answer_co:
        """Publishes, and waits; `look` is the command that shows what came of it.

        Raises TurnedDown or NoAnswer.
        """
        ends = _Deadline(self.wait_s)
        topics = (topic, "rejected")
        source = subscribe(
            self.connection, topics, prefix=self.prefix, start="latest", stop=ends.passed
        )
        with source as deliveries:
            with Publisher(self.connection, self.prefix) as publisher:
                publisher.publish(event)
            ends.begin()
            told = (it.event for it in deliveries if it.event is not None)
            answer = first_answer(told, event, hearing)
        if answer is None:
            raise NoAnswer(event, self.wait_s, look)
        return answer


def first_answer(
    told: Iterable[Event], act: Event, hearing: Hearing[Answer_co]
) -> Answer_co | None:
    """None where all was told and no answer among it; raises TurnedDown."""
    for event in told:
        if isinstance(event, EventRejected):
            if event.causation_id == act.event_id:
                raise TurnedDown(f"intake rejected it, {event.detail}", event.remedy)
        elif (answer := hearing.hear(event)) is not None:
            return answer
    return None


def envelope(about: str, now: datetime | None = None) -> dict[str, Any]:
    """Of an event that somebody states here and now; `about` is what it belongs to."""
    at = now or datetime.now(UTC)
    return {
        "event_id": str(uuid4()),
        "occurred_at": at,
        "recorded_at": at,
        "source": SOURCE,
        "correlation_id": about,
    }


class _Deadline:
    """Begins when the event is out: to connect may take seconds by itself."""

    def __init__(self, wait_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._wait_s, self._clock = wait_s, clock
        self._ends: float | None = None

    def begin(self) -> None:
        self._ends = self._clock() + self._wait_s

    def passed(self) -> bool:
        return self._ends is not None and self._clock() > self._ends
