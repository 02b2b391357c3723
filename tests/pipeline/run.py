"""One run of the three stages under chaos, from empty topics to a verdict."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.broker.local import LocalBroker
from tests.chaos.plan import plan
from tests.chaos.torment import Torment
from tests.chaos.worker import SETTINGS
from tests.pipeline.facts import Publishing, facts
from tests.pipeline.scene import EVERYTHING, Scene
from tests.pipeline.verdict import Verdict

READY_S = 60.0
"""How long two workers on a busy machine may take until they fold."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is published, and how fast while there are faults."""

    candidates: int
    vacancies: int
    per_s: int


@dataclass(frozen=True, slots=True)
class Outcome:
    seed: int
    verdict: Verdict
    finished: bool
    done: Counter[str]
    ended_themselves: int

    @property
    def good(self) -> bool:
        return self.finished and self.verdict.exact

    def __str__(self) -> str:
        deeds = ", ".join(f"{kind} {number}" for kind, number in sorted(self.done.items()))
        end = "" if self.finished else " STOOD STILL;"
        ended = f"; workers that ended themselves: {self.ended_themselves}"
        return f"pipeline, seed {self.seed}:{end} {self.verdict} [{deeds}{ended}]"


@dataclass(frozen=True)
class Feed:
    """Facts as `Torment` wants them fed: all of them, whatever happens meanwhile."""

    publishing: Publishing
    say: Callable[[str], None]

    def start(self) -> None:
        self.publishing.start()

    def stop(self) -> int:
        self.say(f"no more faults; {self.publishing.published} records published by now")
        self.say(f"all {self.publishing.finish()} records published")
        return EVERYTHING


def pipeline_under_chaos(
    broker: LocalBroker,
    logs: Path,
    plan_of: tuple[int, int],
    scale: Scale,
    say: Callable[[str], None],
) -> Outcome:
    """Two workers, a scenario published meanwhile, faults by (seed, acts); then the recomputation.

    The faults begin when both workers fold, so that they find them at work.
    """
    seed, acts = plan_of
    scene = Scene(broker.connection(), f"pipeline-{seed}.", logs, say)
    fleet = scene.fleet()
    torment = Torment(fleet, broker, seed, say)
    history = facts(seed, scale.candidates, scale.vacancies)
    feed = Feed(scene.publishing(history, scale.per_s), say)
    try:
        workers = fleet.start(), fleet.start()
        feed.start()
        scene.wait_until(lambda: len(scene.standing.counts) >= 15, "the first results", READY_S)
        say(f"both work: {[one.name for one in workers]}")
        torment.go_through(plan(seed, acts, SETTINGS.session_timeout_s))
        finished = torment.finish(feed.stop(), scene.progress)
        say("every record is folded" if finished else "not every record was folded")
        verdict = scene.verdict()
    finally:
        scene.close()
    return Outcome(seed, verdict, finished, torment.done, fleet.ended_themselves)
