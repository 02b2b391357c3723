"""The upstream events that are worked through, and what must have become of them in the end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bench.logs import fill, keyed
from producers.prepared import Prepared, record_of
from producers.scenario import scenario
from schemas.connection import Connection
from schemas.days import day_started
from schemas.event_table import EVENT_TABLE
from schemas.events import CandidateMerged, Event
from schemas.events.candidate_state import CandidateState
from schemas.topics import TOPICS
from streams.candidates.fold import NOBODY, fold

AS_OF = date(2025, 7, 1)
"""The day on which each history ends; fixed, so that each run works on the same bytes."""
SEED = 11


@dataclass(frozen=True)
class Backlog:
    """A history in the order of recording, and its records."""

    events: Sequence[Event]
    records: Sequence[Prepared]

    @property
    def person_records(self) -> int:
        """Records that the candidate-log holds once intake has taken in all."""
        return sum(1 for _ in person_events(self.events))

    def publish(self, connection: Connection, prefix: str) -> int:
        """Writes all to the upstreams' topics and gives their number."""
        return fill(connection, upstream_records(self.records, prefix))

    def states(self) -> Mapping[str, CandidateState]:
        """Everybody's state after all: the order of the events does not matter to it."""
        states: dict[str, CandidateState] = {}
        for event in person_events(self.events):
            candidate_id: str = event.candidate_id  # type: ignore[attr-defined]
            states[candidate_id] = fold(states.get(candidate_id, NOBODY), event)
        return states


def backlog(candidates: int, vacancies: int, seed: int = SEED) -> Backlog:
    """Reference facts and the day first, then all that happened, by the time of recording.

    Without merges: what one log says of another person's is not for a count of records.
    """
    made = scenario(candidates=candidates, vacancies=vacancies, seed=seed, as_of=AS_OF)
    told = (event for event in made if not isinstance(event, CandidateMerged))
    events = [day_started(AS_OF), *sorted(told, key=_recorded)]
    return Backlog(events, [record_of(event) for event in events])


def upstream_records(
    records: Iterable[Prepared], prefix: str
) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Records with the place where a Java client would put them."""
    for record in records:
        topic = TOPICS[record.topic]
        yield keyed(topic.full_name(prefix), topic.partitions, record.key, record.value)


def person_events(events: Iterable[Event]) -> Iterator[Event]:
    """Those that intake takes to a person's log."""
    for event in events:
        if any(route.log == "candidate-log" for route in EVENT_TABLE[type(event).__name__].routes):
            yield event


def _recorded(event: Event) -> tuple[bool, float, str]:
    policy = EVENT_TABLE[type(event).__name__].topic == "reference"
    return not policy, event.recorded_at.timestamp(), event.event_id
