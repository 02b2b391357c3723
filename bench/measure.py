"""Each measurement as a function from the site to its figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from bench.backlog import backlog
from bench.echo import echo_ms
from bench.exact import exact_rate
from bench.figure import Figure, Goal, Peer
from bench.latency import load, pool_at_rest, proposal_ms
from bench.plain import plain_rate
from bench.restore import restores
from bench.site import Site
from bench.steal import Weather, weather

TWO_STAGES = "bench.two_stages"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    rounds: int
    backlog_people: int
    plain_people: int
    pool_people: int
    vacancies: int
    restored_people: int
    restores: int


FULL = Size(5, 15_000, 1_000, 1_000, 300, 100_000, 5)
"""About 73 000 upstream events for the exact worker and 4 900 for plain Faust, each round."""
QUICK = Size(1, 3_000, 300, 1_000, 60, 100_000, 1)


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def throughput(site: Site, size: Size) -> Iterator[Figure]:
    """The exact worker and plain Faust in turn, so that both see the same weather."""
    long = backlog(size.backlog_people, size.backlog_people // 100)
    short = backlog(size.plain_people, size.plain_people // 100)
    exact, plain = [], []
    with weather() as told:
        for _ in range(size.rounds):
            exact.append(exact_rate(site, long, TWO_STAGES))
            plain.append(plain_rate(site, short))
    peer = Peer("plain Faust, at least once: events/s", median(plain))
    yield _figure("exact_events_per_s", "events/s", exact, told, peer)
    ratios = [ours / theirs for ours, theirs in zip(exact, plain, strict=True)]
    yield Figure(
        "exact_vs_plain_faust",
        median(exact) / median(plain),
        "times",
        Peer("plain Faust, at least once", 1.0),
        ratios,
        told.steal_percent,
        told.load_before,
        Goal(8, "higher"),
    )


def latency(site: Site, size: Size) -> Iterator[Figure]:
    """Bare echoes, a pool at rest, and the same pool under half of what the worker can take."""
    connection = site.connection
    with weather() as told:
        bare = echo_ms(connection, site.fresh_topics(), size.vacancies, committed=False)
        exact = echo_ms(connection, site.fresh_topics(), size.vacancies, committed=True)
        with pool_at_rest(site, backlog(size.pool_people, 0)) as scene:
            idle = proposal_ms(scene, size.vacancies, "idle")
    for percent, goal in ((50, Goal(25, "lower")), (99, None)):
        peer = Peer(f"bare echo of the broker, p{percent}", percentile(bare, percent))
        name = f"latency_idle_ms_p{percent}"
        yield _latency(name, percent, idle, told, peer, goal)
    peer = Peer("bare echo of the broker, p50", percentile(bare, 50))
    yield _latency("transactional_echo_ms_p50", 50, exact, told, peer)


def half_load(site: Site, size: Size) -> Iterator[Figure]:
    """A pool at rest first, then the same under half of what a worker with all stages can take."""
    people = backlog(size.pool_people, 0)
    work = backlog(size.backlog_people // 3, 0)
    with weather() as told:
        highest = exact_rate(site, work, *_ALL_STAGES)
        with pool_at_rest(site, people) as scene:
            idle = proposal_ms(scene, size.vacancies // 3, "before")
            with load(scene, size.pool_people, highest / 2, HALF_LOAD_S):
                loaded = proposal_ms(scene, size.vacancies * 2 // 3, "loaded", at_rest=False)
    yield _figure("all_stages_events_per_s", "events/s", [highest], told)
    peer = Peer("the same without load, p99", percentile(idle, 99))
    yield _latency("latency_half_load_ms_p99", 99, loaded, told, peer)


def restoring(site: Site, size: Size) -> Iterator[Figure]:
    """Speed and memory of one candidates unit that is restored from Kafka."""
    with weather() as told:
        done = restores(site, size.restored_people, size.restores)
    raw = Peer("raw read of the same partition: records/s", median(done.raw_per_s))
    yield _figure(
        "restore_candidates_per_s",
        "candidates/s",
        done.people_per_s,
        told,
        raw,
        Goal(100_000, "higher"),
    )
    record = Peer("key and value of the state record", done.record_bytes)
    yield _figure(
        "bytes_per_candidate", "bytes", done.bytes_per_person, told, record, Goal(1_500, "lower")
    )


Measurement = Callable[[Site, Size], Iterator[Figure]]

MEASUREMENTS: Mapping[str, Measurement] = MappingProxyType(
    {
        "throughput": throughput,
        "latency": latency,
        "half-load": half_load,
        "restore": restoring,
    }
)
"""By the names that the command line takes."""

HALF_LOAD_S = 180.0
"""Longer than the vacancies take; the load ends with them, and failing that the bench fails."""
_ALL_STAGES = ("deploy", ("worker", "--no-days", "--log-level", "WARNING"))


def _figure(
    name: str,
    unit: str,
    repetitions: Sequence[float],
    told: Weather,
    peer: Peer | None = None,
    goal: Goal | None = None,
) -> Figure:
    return Figure(
        name,
        median(repetitions),
        unit,
        peer,
        repetitions,
        told.steal_percent,
        told.load_before,
        goal,
    )


def _latency(
    name: str,
    percent: int,
    samples: Sequence[float],
    told: Weather,
    peer: Peer,
    goal: Goal | None = None,
) -> Figure:
    value = percentile(samples, percent)
    return Figure(name, value, "ms", peer, samples, told.steal_percent, told.load_before, goal)
