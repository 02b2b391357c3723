"""A poison stops one unit, loudly, and no other; once mended, the unit catches up."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from schemas.connection import Connection
from streams.engine.stage import UnitId
from tests.chaos.kafka import publish, read
from tests.chaos.scene import Scene

pytestmark = pytest.mark.broker

GOOD = 400


@pytest.fixture
def scene(connection: Connection, prefix: str, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(connection.bootstrap_servers, prefix, tmp_path)
    yield made
    made.close()


def health(scene: Scene) -> Mapping[str, Mapping[str, object]]:
    """The last health record of each unit, from Kafka alone."""
    log = read(scene.bootstrap, scene.topics.positions)
    lines = (line for partition in log.values() for line in partition)
    told = ((line.key, json.loads(line.value)) for line in lines if b"health/" in line.key)
    return {key.decode().removeprefix("health/"): fields for key, fields in told}


def health_once_quarantined(scene: Scene) -> Mapping[str, Mapping[str, object]]:
    until = time.monotonic() + 20.0
    while time.monotonic() < until:
        told = health(scene)
        if any(one["condition"] == "quarantined" for one in told.values()):
            return told
        time.sleep(0.3)
    raise AssertionError(f"no unit was quarantined: {health(scene)}")


def publish_poison(scene: Scene, value: bytes) -> UnitId:
    """Put one poison among good records of its partition; answers the unit that meets it."""
    publish(scene.bootstrap, scene.topics.input, [(b"key of " + value, value)])
    log = read(scene.bootstrap, scene.topics.input)
    partition = next(p for p, lines in log.items() if any(one.value == value for one in lines))
    return UnitId("count", scene.topics.input, partition)


@pytest.mark.parametrize("poison", [b"poison", b"oversized"])
def test_one_unit_is_quarantined_others_go_on_and_a_mended_worker_catches_up(
    scene: Scene, poison: bytes
) -> None:
    scene.publish(GOOD)
    unit = publish_poison(scene, poison)
    scene.publish(GOOD)
    inputs = read(scene.bootstrap, scene.topics.input)
    offset = next(one.offset for one in inputs[unit.partition] if one.value == poison)
    broken = scene.fleet()
    worker = broken.start()

    told = health_once_quarantined(scene)
    assert [name for name, one in told.items() if one["condition"] == "quarantined"] == [str(unit)]
    assert told[str(unit)]["offset"] == offset
    assert f"offset {offset}" in str(told[str(unit)]["reason"])
    good = {
        partition: [one for one in lines if partition != unit.partition or one.offset < offset]
        for partition, lines in inputs.items()
    }
    scene.wait_for(sum(map(len, good.values())))
    assert {p: len(lines) for p, lines in scene.reader.log.items()} == {
        p: len(lines) for p, lines in good.items()
    }

    began = time.monotonic()
    assert broken.dismiss(worker) == 0
    assert time.monotonic() - began < 3.0, "a quarantined unit must not hold up the end"
    scene.fleet("--mended").start()
    scene.wait_for(2 * GOOD + 1)
    verdict = scene.verdict()
    assert verdict.exact, str(verdict)
    assert health(scene)[str(unit)]["condition"] == "running"
