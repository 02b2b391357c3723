"""Two ids of one person in two partitions, on a real Kafka: facts travel once, and come to rest."""

import asyncio
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from deploy.topics import apply_topics
from producers.publisher import Publisher
from schemas import codec, events
from schemas.connection import Connection
from schemas.events import MembershipRecorded, PersonAbsorbed, PersonErased
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.candidates.people import People
from streams.candidates.stage import candidates_stage
from streams.engine.app import build_app, work
from streams.intake.stage import intake_stage
from streams.positions import positions_log
from tests.broker.pipeline_results import read_logs
from tests.unit.one_life import COM, RMO, Life

pytestmark = pytest.mark.broker

PATIENCE_S = 60.0


def place_of(candidate_id: str) -> int:
    return partition_of(candidate_id.encode(), TOPICS["candidate-log"].partitions)


STAYS, MERGED = "c-1", "c-2"
NEIGHBOUR = next(it for it in map("c-{}".format, range(3, 100)) if place_of(it) == place_of(STAYS))
"""An id whose log is the same partition as that of the id that stays."""
WITHOUT_FACTS = {"assessment": None, "incumbency": None, "member_since": None}


def merge_of_two_partitions() -> Life:
    life = Life(STAYS).assessed("as-1", "STAR", date(2026, 1, 5))
    life.assessed("as-2", "TIER_1", date(2026, 1, 5), profile=RMO, candidate_id=MERGED)
    life.add(
        events.CandidateMerged,
        merged_candidate_id=MERGED,
        actor_role="hr-data-steward",
        reason="applied twice",
    )
    life.add(
        events.CandidateMerged,
        merged_candidate_id=NEIGHBOUR,
        actor_role="hr-data-steward",
        reason="applied a third time",
    )
    # And round in a circle: it must come to an end.
    life.add(
        events.CandidateMerged,
        candidate_id=MERGED,
        merged_candidate_id=STAYS,
        occurred_at=life.events[0].occurred_at,
        actor_role="hr-data-steward",
        reason="entered the wrong way round",
    )
    return life.assessed("as-3", "STAR", date(2026, 2, 5), profile=RMO, candidate_id=MERGED)


def erasure_of_the_one_that_stays() -> Life:
    life = merge_of_two_partitions()
    erased = life.add(
        events.CandidateErased,
        erasure_reason="PERSON_ASKED",
        actor_role="data-protection-officer",
    ).events[-1]
    only = Life()
    only.events.append(erased)
    return only


def rested(connection: Connection, prefix: str, upstream: int) -> bool:
    """Intake has copied every fact, and nothing in the candidate-log waits to be folded."""
    copied = Counter(
        codec.decode(it.value).source for it in read_logs(connection, prefix, "candidate-log")
    )
    last = {it.key: it.value for it in read_logs(connection, prefix, "positions")}
    folded = sum(
        codec.decode(value).count for key, value in last.items() if key.startswith(b"candidates/")
    )
    return copied["test"] == upstream and folded == copied.total()


async def run_until_rested(connection: Connection, prefix: str, upstream: int) -> None:
    positions = positions_log(prefix)
    stages = [intake_stage(positions, prefix), candidates_stage(positions, prefix)]
    app = build_app(connection, f"{prefix}stages", stages, positions)
    stop = asyncio.Event()
    working = asyncio.create_task(work(app, stop))
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not working.done():
                if await asyncio.to_thread(rested, connection, prefix, upstream):
                    break
                await asyncio.sleep(0.2)
    finally:
        stop.set()
        await working


def publish(connection: Connection, prefix: str, life: Life) -> None:
    with Publisher(connection, prefix) as publisher:
        publisher.publish_all(life.events)


def last_words(connection: Connection, prefix: str) -> dict[tuple[str, tuple[str, str]], Any]:
    told = (codec.decode(it.value) for it in read_logs(connection, prefix, "pool-log"))
    return {
        (it.candidate_id, (it.job_group, it.grade)): it
        for it in told
        if isinstance(it, MembershipRecorded)
    }


def folded_again(connection: Connection, prefix: str) -> Counter[bytes]:
    """What a fold over the candidate-log alone says to the pool and to itself."""
    counts: dict[int, int] = defaultdict(int)
    people = {number: People(number) for number in range(TOPICS["candidate-log"].partitions)}
    told: Counter[bytes] = Counter()
    for record in read_logs(connection, prefix, "candidate-log"):
        counts[record.partition] += 1
        count = counts[record.partition]
        for one in people[record.partition].fold(record.value, count, record.key):
            told[codec.encode(one)] += 1
    return told


def test_facts_of_a_merged_id_reach_the_other_partition_exactly_once_and_rest(
    connection: Connection, prefix: str
) -> None:
    assert place_of(STAYS) != place_of(MERGED)
    apply_topics(connection, prefix)
    publish(connection, prefix, merge_of_two_partitions())
    asyncio.run(run_until_rested(connection, prefix, upstream=9))

    last = last_words(connection, prefix)
    assert last[STAYS, COM].assessment.assessment_id == "as-1"
    assert last[STAYS, RMO].assessment.assessment_id == "as-3"
    assert last[STAYS, RMO].former_ids == (MERGED, NEIGHBOUR)
    assert last[MERGED, RMO].departure.stays_as == STAYS
    publish(connection, prefix, erasure_of_the_one_that_stays())
    asyncio.run(run_until_rested(connection, prefix, upstream=10))

    for told in last_words(connection, prefix).values():
        assert told.departure.kind == "ERASED"
        assert {name: getattr(told, name) for name in WITHOUT_FACTS} == WITHOUT_FACTS
    states = {it.key: codec.decode(it.value) for it in read_logs(connection, prefix, "candidates")}
    assert all(state.erased and not state.profiles for state in states.values())

    written = read_logs(connection, prefix, "pool-log", "candidate-log")
    own = Counter(
        it.value
        for it in written
        if isinstance(codec.decode(it.value), MembershipRecorded | PersonAbsorbed | PersonErased)
    )
    assert own == folded_again(connection, prefix)
