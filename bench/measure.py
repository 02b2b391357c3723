"""Each measurement as a function from the site to its figures."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from bench.backlog import backlog
from bench.echo import echo_ms
from bench.exact import exact_rate
from bench.figure import Figure, Goal, Peer
from bench.latency import load, pool_at_rest, proposal_ms
from bench.match import crowded, matches_ms
from bench.pages import page_times
from bench.plain import plain_rate
from bench.projection import lags_ms, projected
from bench.replay import Replay, decided_history, replayed
from bench.restore import restores
from bench.site import Site
from bench.slate import Slate, slate
from bench.steal import Weather, weather
from bench.storm import CALM, weather_a_storm
from schemas.topics import MEBIBYTE

TWO_STAGES = "bench.two_stages"


MILLION = 1_000_000
MILLION_EVENTS = (64_000, 640)
"""People and vacancies of a history with so many events of people."""


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
    storm: tuple[int, int]
    """Open vacancies, and roster changes."""
    memberships: int
    matches: int
    history: tuple[int, int]
    """People and vacancies of a history that is folded again."""
    replays: int
    projection: tuple[int, int]
    """Memberships and proposals that are taken into SQL."""
    lags: int
    pages: tuple[int, int, int]
    """Memberships and vacancies behind the server, and requests for each page."""
    slates: Mapping[str, Sequence[int]]
    """How many times a thousand posts and five thousand people, for each way to make a slate."""


FULL = Size(
    5,
    5_000,
    350,
    1_000,
    300,
    100_000,
    5,
    (500, 50_000),
    1_000_000,
    15,
    (6_500, 65),
    3,
    (50_000, 200),
    200,
    (200_000, 5_000, 50),
    {"accept": (1, 3, 10), "assign": (1, 3)},
)
"""About 75 000 upstream events for the exact worker and 5 000 for plain Faust, each round; 100 000
that are folded again."""
QUICK = Size(
    1,
    1_000,
    100,
    1_000,
    60,
    100_000,
    1,
    (60, 1_000),
    100_000,
    5,
    (1_000, 10),
    1,
    (10_000, 40),
    50,
    (5_000, 200, 10),
    {"accept": (1,), "assign": (1,)},
)


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


def storm(site: Site, size: Size) -> Iterator[Figure]:
    """Roster changes all at once while many vacancies are open; a calm job group meanwhile."""
    people = backlog(size.pool_people, 0)
    with weather() as told, pool_at_rest(site, people) as scene:
        idle = proposal_ms(scene, 20, "calm-before", profiles=[CALM])
        seen = weather_a_storm(scene, people, *size.storm)
    vacancies, changes = size.storm
    yield _figure("storm_changes_per_s", "changes/s", [changes / seen.seconds], told)
    each = Peer("each change evaluating every open vacancy", vacancies)
    per_change = seen.evaluated / changes
    yield _figure("storm_evaluations_per_change", "vacancies", [per_change], told, each)
    yield _figure("storm_proposals_per_change", "events", [seen.proposals / changes], told)
    yield _figure("storm_ms_per_evaluation", "ms", [seen.seconds * 1000 / seen.evaluated], told)
    for percent in (50, 99):
        calm = Peer(f"the same before the storm, p{percent}", percentile(idle, percent))
        name = f"storm_unrelated_ms_p{percent}"
        yield _latency(name, percent, seen.unrelated_ms, told, calm)


def match(_: Site, size: Size) -> Iterator[Figure]:
    """One vacancy with every rule and criterion against the memberships of one profile."""
    pool = crowded(size.memberships)
    per_million = MILLION / size.memberships
    with weather() as told:
        first = pool.first_ms() * per_million
        times = [ms * per_million for ms in matches_ms(pool, size.matches)]
        said = pool.match()
        again = [pool.again_ms(said) * per_million for _ in range(size.matches)]
        read = min(pool.read_ms() for _ in range(size.matches)) * per_million
    peer = Peer("the largest cell of each column, found once", read)
    yield _figure("match_1m_ms", "ms", times, told, peer, Goal(60, "lower"))
    yield _figure("match_1m_first_ms", "ms", [first], told)
    yield _figure("match_1m_nothing_new_ms", "ms", again, told)
    row_bytes = float(pool.table.row_bytes)
    goal = Goal(200, "lower")
    yield _figure("match_bytes_per_membership", "bytes", [row_bytes], told, None, goal)


def projection(site: Site, size: Size) -> Iterator[Figure]:
    """Results into SQLite: rows of all tables, and how soon a proposal can be read."""
    with weather() as told:
        done = projected(site, *size.projection, size.rounds)
        lags = lags_ms(site, size.lags)
    bare = Peer("a bare executemany of the same rows: rows/s", median(done.bare_per_s))
    yield _figure("projection_rows_per_s", "rows/s", done.rows_per_s, told, bare)
    yield _figure(
        "projection_vs_executemany",
        "of it",
        [ours / theirs for ours, theirs in zip(done.rows_per_s, done.bare_per_s, strict=True)],
        told,
        Peer("a bare executemany of the same rows", 1.0),
        Goal(0.5, "higher"),
    )
    yield _figure("projection_lag_ms_p50", "ms", lags, told)


def pages(_: Site, size: Size) -> Iterator[Figure]:
    """Each page of the console, and some answers of the API, at the server."""
    with weather() as told:
        seen = page_times(*size.pages)
    for name, times in seen.items():
        bare = Peer("its SQL alone, p95", percentile(times.sql_ms, 95))
        goal = Goal(150, "lower")
        yield _latency(f"page_{name}_ms_p95", 95, times.server_ms, told, bare, goal)


def slates(_: Site, size: Size) -> Iterator[Figure]:
    """A rotation slate by deferred acceptance and by global assignment; the large ones once."""
    with weather() as told:
        done = {
            (way, times): [
                slate(way, 1_000 * times, 5_000 * times)
                for _ in range(size.rounds if times == 1 else 1)
            ]
            for way, scales in size.slates.items()
            for times in scales
        }
    for (way, times), of_way in done.items():
        yield from _slates(way, times, of_way, told)


def _slates(way: str, times: int, done: Sequence[Slate], told: Weather) -> Iterator[Figure]:
    name = f"{'slate' if way == 'accept' else 'slate_global'}_{1_000 * times}x{5_000 * times}"
    goal = Goal(5, "lower") if (way, times) == ("accept", 1) else None
    seconds, memory = [one.seconds for one in done], [one.most_mib for one in done]
    ordered = Peer("bringing both sides' wishes into order", median(one.orders_s for one in done))
    market = Peer("the process with the market alone", median(one.market_mib for one in done))
    yield _figure(f"{name}_s", "s", seconds, told, ordered, goal)
    yield _figure(f"{name}_mib", "MiB", memory, told, market)


def replay(site: Site, size: Size) -> Iterator[Figure]:
    """The logs that a live worker has left, folded again by one process and by two."""
    return _replayed(site, *size.history, size.replays)


def replay_million(site: Site, _: Size) -> Iterator[Figure]:
    """The same over a million events of people."""
    return _replayed(site, *MILLION_EVENTS, 1)


def _replayed(site: Site, people: int, vacancies: int, rounds: int) -> Iterator[Figure]:
    with weather() as told:
        history = decided_history(site, people, vacancies)
        one_of_each = [place for place in history.places if place.partition == 0]
        rounds_of: Mapping[str, list[Replay]] = defaultdict(list)
        for _ in range(rounds):
            for way in ("read", "decode", "fold"):
                rounds_of[way].append(replayed(history, way, 1))
            rounds_of["two"].append(replayed(history, "fold", 2))
            rounds_of["one_partition"].append(replayed(history, "fold", 1, one_of_each))
    rates = {name: [one.per_s for one in done] for name, done in rounds_of.items()}
    folded, decoded = rates["fold"], rates["decode"]
    raw = Peer("a read of the same logs: records/s", median(rates["read"]))
    goal = Goal(40_000, "higher")
    yield _figure("replay_events_per_s_per_core", "records/s", folded, told, raw, goal)
    yield _figure(
        "replay_vs_decode",
        "of it",
        [ours / theirs for ours, theirs in zip(folded, decoded, strict=True)],
        told,
        Peer("reading and decoding the same logs", 1.0),
        Goal(0.4, "higher"),
    )
    live = Peer("the live worker catching up: records/s", history.records / history.live_s)
    yield _figure("replay_two_processes_per_s", "records/s", rates["two"], told, live)
    one = Peer("one partition of each log, one process", median(rates["one_partition"]))
    yield _figure("replay_all_partitions_per_s", "records/s", folded, told, one)
    resident = [one.resident_bytes / MEBIBYTE for one in rounds_of["fold"]]
    yield _figure("replay_resident_mib", "MiB", resident, told)
    yield _figure("replay_person_events", "events", [history.person_events], told)


Measurement = Callable[[Site, Size], Iterator[Figure]]

MEASUREMENTS: Mapping[str, Measurement] = MappingProxyType(
    {
        "throughput": throughput,
        "latency": latency,
        "half-load": half_load,
        "restore": restoring,
        "storm": storm,
        "match": match,
        "replay": replay,
        "projection": projection,
        "pages": pages,
        "slate": slates,
    }
)
"""By the names that the command line takes."""

LONG: Mapping[str, Measurement] = MappingProxyType({"replay-million": replay_million})
"""Measured only where they are named: they take too long to be part of every run."""

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
