"""All that the exercise stage holds: events as they came, by what they are about.

What a run is made from must be found again when the last answer comes or people adjust the slate,
whatever was stated in between. So a statement that is replaced after a run began is kept for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas.events import (
    CandidateErased,
    CatalogueAmended,
    CatalogueFrozen,
    Event,
    ExercisePolicyPublished,
    PostsJudged,
    PostsToJudge,
    RotationCyclePublished,
    SlateRequested,
)
from streams.exercise.about import run_key
from streams.exercise.answers import Answer, answer_of
from streams.exercise.catalogue import Catalogue, Catalogues
from streams.exercise.held import Held, Run, kept_for, kept_key, seen_by
from streams.exercise.known import Known

Decode = Callable[[bytes], Any]
"""Opens a framed record of the contract."""


class Holdings:
    """Restored in any order, it is the same."""

    def __init__(self, read: Decode) -> None:
        self.read = read
        self._held: dict[str, Held] = {}
        self._kept: dict[str, dict[str, Held]] = defaultdict(dict)
        """By cycle and run, what stood there when the run began and was replaced since."""
        self._runs: dict[str, Run] = {}
        self._answers: dict[str, dict[int, Answer]] = defaultdict(dict)
        """By cycle and part."""
        self._asked: dict[str, dict[int, PostsToJudge]] = defaultdict(dict)
        """By cycle, each stretch of posts by the first part that asks about it."""
        self._catalogues = Catalogues()
        self._cycles: dict[str, RotationCyclePublished] = {}
        self._policies: dict[str, ExercisePolicyPublished] = {}
        self.erased: set[str] = set()
        """Every id of people who are erased."""
        self._changed: dict[str, None] = {}

    def get(self, key: str) -> Any:
        """The event held for a key, or None."""
        held = self._held.get(key)
        return None if held is None else held.event

    def put(self, key: str, event: Event, framed: bytes, count: int) -> None:
        """Take over an event in place of the one with the same key."""
        self._keep(key, count)
        self.restore(key, count, framed, event)
        self._changed[key] = None

    def restore(self, key: str, count: int, framed: bytes, event: Event) -> None:
        """As `put`, for what was held before."""
        held = Held(count, framed, None if isinstance(event, PostsJudged) else event)
        if kept := kept_for(key):
            of_run, original = kept
            self._kept[of_run][original] = held
            return
        self._held[key] = held
        self._index(key, event, count)

    def drop(self, key: str) -> None:
        """Forget an event of somebody erased, for ever."""
        if kept := kept_for(key):
            of_run, original = kept
            del self._kept[of_run][original]
        else:
            del self._held[key]
        self._changed[key] = None

    def replace(self, key: str, event: Event, framed: bytes) -> None:
        """The same event without somebody erased: it came when it came."""
        held = self._find(key)
        assert held is not None
        self.restore(key, held.count, framed, event)
        self._changed[key] = None

    def all_held(self) -> dict[str, Held]:
        """Everything by the key of its state record."""
        kept = {
            kept_key(of_run, key): held
            for of_run, entries in self._kept.items()
            for key, held in entries.items()
        }
        return {**self._held, **kept}

    def take_changes(self) -> Iterator[tuple[str, Held | None]]:
        """What changed since the last call, each key once; None for what is forgotten."""
        for key in sorted(self._changed):
            yield key, self._find(key)
        self._changed.clear()

    def framed(self, key: str) -> bytes:
        """The event held for a key, as it came."""
        return self._held[key].framed

    def cycles(self) -> list[RotationCyclePublished]:
        """Every cycle, by id."""
        return [self._cycles[key] for key in sorted(self._cycles)]

    def policies(self) -> list[ExercisePolicyPublished]:
        """Every version of every exercise policy."""
        return [self._policies[key] for key in sorted(self._policies)]

    def runs(self) -> Mapping[str, Run]:
        """The last run of each cycle."""
        return self._runs

    def requests(self, cycle_id: str) -> list[SlateRequested]:
        """Those that the cycle's runs answer, the first run's first."""
        run = self._runs.get(cycle_id)
        numbers = range(1, run.number + 1) if run else ()
        return [self.get(run_key(cycle_id, number)) for number in numbers]

    def catalogue(self, cycle_id: str) -> Catalogue:
        """As it stands now."""
        return self._catalogues.of(cycle_id)

    def answers(self, cycle_id: str) -> list[Answer]:
        """Those to the cycle's last run, by part."""
        run, answers = self._runs[cycle_id].number, self._answers[cycle_id]
        return [answers[part] for part in sorted(answers) if answers[part].run == run]

    def is_answered(self, cycle_id: str, part: int) -> bool:
        """Whether that part of the cycle's last run is."""
        answer = self._answers[cycle_id].get(part)
        return answer is not None and answer.run == self._runs[cycle_id].number

    def asked(self, cycle_id: str) -> dict[int, tuple[str, ...]]:
        """Of the cycle's last run, by the first part that asks about them, the ids of posts."""
        run = self._runs[cycle_id].number
        return {
            event.part: tuple(post.post_id for post in event.posts)
            for event in self._asked[cycle_id].values()
            if event.run == run
        }

    def parts_asked(self, cycle_id: str) -> int:
        """Of the cycle's last run."""
        return self._asked[cycle_id][1].parts

    def known(self, cycle_id: str) -> Known:
        """What the cycle's last run sees."""
        run = self._runs[cycle_id]
        kept = self._kept.get(run.name, {})
        seen = {key: held for key, held in self._held.items() if held.count <= run.count} | kept
        return Known({key: held.event for key, held in seen.items() if held.event is not None})

    def known_now(self) -> Known:
        """What is known by now."""
        return Known({key: it.event for key, it in self._held.items() if it.event is not None})

    def _find(self, key: str) -> Held | None:
        if kept := kept_for(key):
            return self._kept[kept[0]].get(kept[1])
        return self._held.get(key)

    def _keep(self, key: str, count: int) -> None:
        """Nobody looks back at a run whose slate is signed."""
        before = self._held.get(key)
        if before is None or before.event is None:
            return
        for cycle_id, run in self._runs.items():
            seen = before.count <= run.count < count and seen_by(cycle_id, before.event)
            if seen and f"signed|{cycle_id}" not in self._held:
                self._kept[run.name][key] = before
                self._changed[kept_key(run.name, key)] = None

    def _index(self, key: str, event: Event, count: int) -> None:
        match event:
            case CatalogueFrozen() | CatalogueAmended():
                self._catalogues.take(key, event)
            case CandidateErased():
                self.erased.add(key.split("|")[1])
            case RotationCyclePublished():
                self._cycles[key] = event
            case ExercisePolicyPublished():
                self._policies[key] = event
            case PostsToJudge():
                self._asked[event.cycle_id][event.part] = event
            case PostsJudged():
                self._answers[event.cycle_id][event.part] = answer_of(event)
            case SlateRequested():
                number = int(key.rsplit("|", 1)[1])
                run = self._runs.get(event.cycle_id)
                if run is None or run.number < number:
                    self._runs[event.cycle_id] = Run(number, count, event)
