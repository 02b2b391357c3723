"""One run of the three stages under chaos, from empty topics to a verdict."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.broker.local import LocalBroker
from streams.history.audit.run import audit
from streams.history.kafka import KafkaLogs
from tests.chaos.outcome import Outcome
from tests.chaos.plan import plan
from tests.chaos.torment import Torment
from tests.chaos.worker import SETTINGS
from tests.pipeline.facts import Publishing, facts
from tests.pipeline.faults import Fault
from tests.pipeline.scene import EVERYTHING, Scene
from tests.pipeline.verdict import Verdict

PROCESSES = 2
READY_S = 60.0
"""How long two workers on a busy machine may take until they fold."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is published, and how fast while there are faults."""

    candidates: int
    vacancies: int
    per_s: int


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


def audited(verdict: Verdict, logs: KafkaLogs, say: Callable[[str], None]) -> Verdict:
    """With what the audit found as further faults, and one more if it has not looked at all."""
    began = time.monotonic()
    report = audit(logs, PROCESSES, lambda *_: None)
    faults = [Fault("audit", str(one.place), one.words) for one in report.findings]
    for topic in ("roster", "proposals", "evaluations"):
        if report.compared[topic] != verdict.records[topic]:
            number = report.compared[topic]
            faults.append(Fault("audit", topic, f"{number} of {verdict.records[topic]} compared"))
    compared = sum(report.compared.values())
    say(f"audited {compared} records in {time.monotonic() - began:.1f} s: {len(faults)} findings")
    return replace(verdict, faults=(*verdict.faults, *faults))


def pipeline_under_chaos(
    broker: LocalBroker,
    logs: Path,
    plan_of: tuple[int, int],
    scale: Scale,
    say: Callable[[str], None],
) -> Outcome[Verdict]:
    """Two workers, a scenario published meanwhile, faults by (seed, acts); then the recomputation.

    The faults begin when both workers fold, so that they find them at work. The product's audit
    must find nothing either.
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
        verdict = audited(scene.verdict(), KafkaLogs(scene.connection, scene.prefix), say)
    finally:
        scene.close()
    return Outcome(seed, verdict, finished, torment.done, fleet.ended_themselves)
