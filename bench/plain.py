"""How long plain Faust takes for a backlog, told by the times of the records it wrote."""

from collections.abc import Sequence
from time import monotonic, sleep

from confluent_kafka import Consumer

from bench.backlog import Backlog
from bench.exact import DEADLINE_S, WrongResult, require_states
from bench.logs import committed, places, reader
from bench.site import Process, Site
from schemas.topics import TOPICS

MODULE = "bench.peers.plain_faust"
QUIET_S = 3.0
"""Nothing written for this long, and no record missing: it is done."""


def plain_rate(site: Site, backlog: Backlog) -> float:
    """Upstream events per second, from the first record written to the last.

    Raises WrongResult if records are missing or the states are not those of the events.
    """
    prefix = site.fresh_topics()
    events = backlog.publish(site.connection, prefix)
    log = TOPICS["candidate-log"].full_name(prefix)
    changelog = f"{prefix}plain-people-changelog"
    written = [log, TOPICS["pool-log"].full_name(prefix), changelog]
    with site.process(MODULE, prefix) as worker:
        _wait(site, worker, written, backlog.person_records)
    times: list[int] = [record.timestamp()[1] for record in committed(site.connection, written)]
    require_states(site, changelog, backlog.states())
    return (events - 1) / ((max(times) - min(times)) / 1000)


def _wait(site: Site, worker: Process, topics: Sequence[str], person_records: int) -> None:
    deadline = monotonic() + DEADLINE_S
    consumer = reader(site.connection)
    try:
        before, since = [0, 0, 0], monotonic()
        while before[0] < person_records or monotonic() - since < QUIET_S:
            worker.require()
            if monotonic() > deadline:
                raise TimeoutError(f"plain Faust is not done after {DEADLINE_S:.0f} s: {before}")
            sleep(0.5)
            now = [_size(consumer, topic) for topic in topics]
            if now != before:
                before, since = now, monotonic()
    finally:
        consumer.close()
    if before[0] != person_records:
        raise WrongResult(f"{topics[0]} has {before[0]} records, not {person_records}")


def _size(consumer: Consumer, topic: str) -> int:
    """Records in a log that was never cut and knows no transactions; 0 until it exists."""
    if topic not in consumer.list_topics(timeout=5).topics:
        return 0
    return sum(consumer.get_watermark_offsets(place)[1] for place in places(consumer, topic, 0))
