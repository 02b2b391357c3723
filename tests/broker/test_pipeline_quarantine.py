"""A record that one person's log cannot bear stops that partition's people, and nobody else."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from deploy.cli.connection import environment_of
from deploy.cli.status import QUARANTINED
from schemas.connection import Connection
from schemas.events import AvailabilityHeld
from schemas.partitioning import partition_of
from tests.pipeline.facts import AS_OF, Fact, fact_of, facts
from tests.pipeline.reading import Place
from tests.pipeline.scene import Scene

pytestmark = pytest.mark.broker

HOLDS = 150
LONGEST_TEXT = "\N{GRINNING FACE}" * 4_000
"""All the characters that the contract allows, four bytes each."""
PERSON = "C-HELD-BY-A-MACHINE"


@pytest.fixture
def scene(connection: Connection, prefix: str, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(connection, prefix, tmp_path)
    yield made
    made.close()


@dataclass(frozen=True)
class Told:
    """What `pathways status` answered."""

    exit_code: int
    quarantined: Collection[str]
    reasons: str


def status(scene: Scene) -> Told:
    answer = subprocess.run(
        [sys.executable, "-m", "deploy", "status", "--json"],
        env={**environ, **environment_of(scene.connection, scene.prefix)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(answer.stdout)
    reasons = " ".join(unit["reason"] for unit in found["units"])
    return Told(answer.returncode, found["quarantined"], reasons)


def write_garbage(scene: Scene, place: Place) -> str:
    """As a stranger with write access would; answers the place of the record."""
    written: list[int] = []
    producer = Producer({"bootstrap.servers": scene.connection.bootstrap_servers})
    producer.produce(
        scene.prefix + place.topic,
        b"no event at all",
        b"nobody",
        partition=place.partition,
        on_delivery=lambda error, message: written.append(message.offset()),
    )
    assert producer.flush(20) == 0
    return f"{place}/{written[0]}"


def holds() -> Iterator[Fact]:
    """Each is an event as the contract wants it; together they are more than one state holds."""
    day = datetime(AS_OF.year, AS_OF.month, AS_OF.day, tzinfo=UTC)
    for number in range(HOLDS):
        yield fact_of(
            AvailabilityHeld(
                event_id=f"hold-{number}",
                occurred_at=day,
                recorded_at=day,
                source="a-machine",
                candidate_id=PERSON,
                hold_id=f"H-{number}",
                held_from=AS_OF,
                reason=LONGEST_TEXT,
            )
        )


def others_proposals(scene: Scene) -> int:
    return sum(len(lines) for place, lines in scene.reading.items() if place.topic == "proposals")


def quarantined_offset(scene: Scene, place: Place) -> int:
    """Where the unit stopped, from its own words, once it has said them."""
    scene.wait_until(lambda: place in scene.standing.quarantined, "a quarantine", 60.0)
    reason = scene.standing.quarantined[place]
    return int(reason.split(" at offset ")[1].split(":")[0])


def test_garbage_in_the_candidate_log_stops_one_unit_and_a_mended_worker_catches_up(
    scene: Scene,
) -> None:
    history = list(facts(seed=21, candidates=300, vacancies=20))
    first, second = history[: len(history) // 2], history[len(history) // 2 :]
    place = Place("candidate-log", 2)
    fleet = scene.fleet()
    worker = fleet.start()
    scene.publish(first)
    scene.wait_until_folded()
    before = others_proposals(scene)
    assert status(scene).exit_code == 0

    poison = write_garbage(scene, place)
    assert f"{place}/{quarantined_offset(scene, place)}" == poison
    scene.publish(second)
    scene.wait_until_folded(but=[place])
    assert set(scene.standing.quarantined) == {place}
    assert others_proposals(scene) > before, "nobody else could go on"
    told = status(scene)
    assert told.exit_code == QUARANTINED
    assert told.quarantined == ["candidates/candidate-log/2"]
    assert poison.rpartition("/")[2] in told.reasons

    assert fleet.dismiss(worker) == 0
    scene.fleet("--skip", poison).start()
    scene.wait_until_folded()
    assert status(scene).exit_code == 0
    verdict = scene.verdict(skipped=[poison])
    assert verdict.exact, str(verdict)


def test_a_state_over_the_size_limit_stops_one_unit_and_a_mended_worker_catches_up(
    scene: Scene,
) -> None:
    place = Place("candidate-log", partition_of(PERSON.encode(), 4))
    fleet = scene.fleet()
    worker = fleet.start()
    scene.publish(holds())
    stopped_at = quarantined_offset(scene, place)
    scene.publish(facts(seed=22, candidates=150, vacancies=10))
    scene.wait_until_folded(but=[place])
    assert set(scene.standing.quarantined) == {place}
    assert others_proposals(scene) > 0, "nobody else could go on"
    told = status(scene)
    assert told.exit_code == QUARANTINED
    assert told.quarantined == [f"candidates/{place}"]

    assert fleet.dismiss(worker) == 0
    log = scene.reading[place]
    too_many = [one for one in log if one.key == PERSON.encode() and one.offset >= stopped_at]
    assert 0 < len(too_many) < HOLDS
    skipped = [f"{place}/{one.offset}" for one in too_many]
    scene.fleet(*(word for one in skipped for word in ("--skip", one))).start()
    scene.wait_until_folded()
    assert status(scene).exit_code == 0
    verdict = scene.verdict(skipped)
    assert verdict.exact, str(verdict)


def test_garbage_where_a_pool_keeps_its_position_stops_that_pool_and_no_worker(
    scene: Scene,
) -> None:
    history = list(facts(seed=23, candidates=150, vacancies=10))
    first, second = history[: len(history) // 2], history[len(history) // 2 :]
    place = Place("pool-log", 1)
    fleet = scene.fleet()
    worker = fleet.start()
    scene.publish(first)
    scene.wait_until_folded()
    fleet.kill(worker)

    evaluated = len(scene.reading[Place("evaluations", 0)])
    write_garbage(scene, Place("evaluations", 1))
    worker = fleet.start()
    scene.publish(second)
    scene.wait_until(lambda: place in scene.standing.quarantined, "a quarantine", 60.0)
    assert "cannot be read" in scene.standing.quarantined[place]
    scene.wait_until_folded(but=[place])
    assert set(scene.standing.quarantined) == {place}
    assert len(scene.reading[Place("evaluations", 0)]) > evaluated, "nobody else could go on"
    assert worker.process.poll() is None
    assert fleet.dismiss(worker) == 0
