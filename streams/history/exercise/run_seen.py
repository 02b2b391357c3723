"""What the logs hold of one run: what was asked, what the pools answered, and when."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from schemas.codec import decode, name_of
from schemas.events import PostsJudged, PostsToJudge, SlateProposed
from streams.engine.stage import Record
from streams.history.audit.found import origin_of
from streams.history.exercise.errors import NeverAsked
from streams.history.exercise.slates import SLATES, Slate
from streams.history.logs import LogReader, Place, places
from streams.history.refold import EXERCISE_LOG, POOL_LOG

Question = tuple[Any, ...]
"""What is asked, whatever the number of the part that asks it."""


@dataclass(frozen=True, slots=True)
class RunSeen:
    """As it was."""

    cycle_id: str
    run: int
    request_id: str
    made_at: int
    """The offset of the record of the exercise-log that the slate came of."""
    made_ms: int
    """When that record was written, in milliseconds since the epoch."""
    answers: Mapping[Question, PostsJudged]
    counts: Mapping[int, int]
    """By pool that answered, how far it had read."""

    def answer(self, asked: PostsToJudge) -> PostsJudged | None:
        """The same pool's answer to the same question, under the number that it has now."""
        found = self.answers.get(question(asked))
        return None if found is None else replace(found, part=asked.part, parts=asked.parts)


def question(asked: PostsToJudge) -> Question:
    return asked.job_group, asked.grade, asked.posts, asked.people


def run_seen(reader: LogReader, slate: Slate) -> RunSeen:
    """Raises NeverAsked."""
    asked = _asked(reader, slate)
    made_at = next(_origins(reader, slate), None)
    if not asked or made_at is None:
        raise NeverAsked(slate.slate_id)
    answers: dict[Question, PostsJudged] = {}
    counts: dict[int, int] = defaultdict(int)
    made_ms = 0
    for record in _up_to(reader, Place(EXERCISE_LOG, 0), made_at):
        made_ms = record.timestamp
        if name_of(record.value or b"") == PostsJudged.__name__:
            event: PostsJudged = decode(record.value or b"")
            if (event.cycle_id, event.run) == (slate.cycle_id, slate.run) and event.part in asked:
                answers[question(asked[event.part])] = event
                at = event.position
                counts[at.partition] = max(counts[at.partition], at.count)
    request_id = asked[min(asked)].causation_id
    if request_id is None:
        raise NeverAsked(slate.slate_id)
    return RunSeen(slate.cycle_id, slate.run, request_id, made_at, made_ms, answers, counts)


def _asked(reader: LogReader, slate: Slate) -> dict[int, PostsToJudge]:
    """By part, as asked first: what is asked again is the same."""
    found: dict[int, PostsToJudge] = {}
    for place in places(reader, POOL_LOG):
        for record in _up_to(reader, place, None):
            if name_of(record.value or b"") == PostsToJudge.__name__:
                event: PostsToJudge = decode(record.value or b"")
                if (event.cycle_id, event.run) == (slate.cycle_id, slate.run):
                    found.setdefault(event.part, event)
    return found


def _origins(reader: LogReader, slate: Slate) -> Iterator[int]:
    for place in places(reader, SLATES):
        for record in _up_to(reader, place, None):
            if name_of(record.value or b"") == SlateProposed.__name__:
                event: SlateProposed = decode(record.value or b"")
                origin = origin_of(record.headers)
                if (event.slate_id, event.revision) == (slate.slate_id, 1) and origin:
                    yield origin[1]


def _up_to(reader: LogReader, place: Place, last: int | None) -> Iterator[Record]:
    end = None if last is None else last + 1
    for chunk in reader.read(place, None, end):
        yield from chunk
