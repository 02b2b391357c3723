"""One run of the counting stage under chaos, from an empty log to a verdict."""

from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.broker.local import LocalBroker
from tests.chaos.count import CountTopics
from tests.chaos.fleet import Fleet
from tests.chaos.kafka import Reader, Upstream, create
from tests.chaos.outcome import Outcome
from tests.chaos.plan import plan
from tests.chaos.torment import Torment
from tests.chaos.verdict import Verdict, verify
from tests.chaos.worker import SETTINGS


def worker_command(bootstrap: str, prefix: str, *options: str) -> Sequence[str]:
    """The module and its arguments."""
    where = ("--bootstrap", bootstrap, "--prefix", prefix)
    return ("tests.chaos.worker", *where, *options)


def count_under_chaos(
    broker: LocalBroker, logs: Path, seed: int, acts: int, say: Callable[[str], None]
) -> Outcome[Verdict]:
    """Two workers, a steady upstream, `acts` faults; then everything must be there, once."""
    bootstrap = broker.connection().bootstrap_servers
    prefix = f"chaos-{seed}."
    topics = CountTopics(prefix)
    create(bootstrap, topics.configs())
    command = worker_command(bootstrap, prefix, "--mended", "--slowness-s", "0.02")
    fleet = Fleet([*command, "--records-max", "200"], logs, say)
    upstream = Upstream(bootstrap, topics.input, records_per_s=1_000)
    torment = Torment(fleet, broker, seed, say)
    reader = Reader(bootstrap, topics.output)
    try:
        acts_planned = plan(seed, acts, SETTINGS.session_timeout_s)
        finished = torment.ordeal(acts_planned, upstream, lambda: reader.look(0.5))
    finally:
        fleet.kill_all()
        reader.close()
    verdict = verify(bootstrap, topics)
    return Outcome(seed, verdict, finished, torment.done, fleet.ended_themselves)
