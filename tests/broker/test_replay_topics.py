"""A part of history in scratch topics of a real Kafka: exact, gone on with, and nowhere else."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.topics import create_topics, partition_counts
from producers.publisher import Publisher
from schemas.codec import decode
from schemas.connection import Connection
from schemas.topics import TOPICS
from streams.engine.stage import Headers
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, Logs, Place, places
from streams.history.replay.records import REPLAYED
from tests.golden_results import golden, rejected, write, written
from tests.unit.written_history import WrittenHistory

pytestmark = pytest.mark.broker

COPIED = ("candidate-log", "proposals", "rejected")
"""Not the roster: it is compacted whenever Kafka likes."""
Standing = dict[Place, list[tuple[bytes | None, bytes | None, int, Headers]]]


class Scene:
    """A history in files, and a Kafka to put parts of it into."""

    def __init__(self, history: WrittenHistory, connection: Connection, prefix: str) -> None:
        self.history, self.connection, self.prefix = history, connection, prefix
        self.scratch = f"scratch.{prefix}"

    @property
    def kafka(self) -> list[str]:
        return ["--bootstrap", self.connection.bootstrap_servers, "--prefix", self.prefix]

    def replay(self, *arguments: str, typed: str = "", live: bool = False) -> Result:
        """From the files, or from the topics under the prefix."""
        source = self.kafka if live else [*self.kafka, *self.history.options]
        order = ["replay", *arguments, *source, "--processes", "1"]
        return CliRunner().invoke(main, order, input=typed)

    def done(self, *arguments: str, typed: str = "", live: bool = False) -> Any:
        done = self.replay(*arguments, "--json", typed=typed, live=live)
        assert done.exit_code == 0, done.output
        # What is typed is shown before it.
        return json.loads(done.stdout.splitlines()[-1])

    def logs(self, prefix: str) -> KafkaLogs:
        return KafkaLogs(self.connection, prefix)

    def present(self, prefix: str) -> list[str]:
        return list(partition_counts(self.connection, prefix, TOPICS))


@pytest.fixture
def scene(written_history: WrittenHistory, connection: Connection, prefix: str) -> Scene:
    return Scene(written_history, connection, prefix)


def standing(logs: Logs, *topics: str) -> Standing:
    """What a topic holds, without the header of the replay."""
    with logs.open() as reader:
        return {
            place: _records(reader, place) for topic in topics for place in places(reader, topic)
        }


def _records(
    reader: LogReader, place: Place
) -> list[tuple[bytes | None, bytes | None, int, Headers]]:
    return [
        (one.key, one.value, one.timestamp, [it for it in one.headers if it[0] != REPLAYED])
        for chunk in reader.read(place)
        for one in chunk
    ]


def values(logs: Logs, topic: str) -> Counter[bytes | None]:
    held = standing(logs, topic).values()
    return Counter(value for records in held for _, value, _, _ in records)


def test_copies_stand_where_the_originals_stand_with_their_times_and_headers(scene: Scene) -> None:
    scene.done(*COPIED, "--to", f"topics:{scene.scratch}")
    copied = standing(scene.logs(scene.scratch), *COPIED)
    assert copied == standing(scene.history.logs, *COPIED)
    assert sorted(scene.present(scene.scratch)) == sorted(COPIED)
    # Scratch topics are logs like others: a part of them goes on from there.
    scratch = ["--bootstrap", scene.connection.bootstrap_servers, "--prefix", scene.scratch]
    order = ["replay", "proposals", "--to", "-", "--from", "proposals/0:2", *scratch]
    said = CliRunner().invoke(main, [*order, "--until", "proposals/0:3"]).stdout.splitlines()
    events = [decode(one[1] or b"").event_id for one in copied[Place("proposals", 0)][1:3]]
    assert [json.loads(line)["event"]["event_id"] for line in said] == events


def test_what_is_decided_again_goes_where_the_pool_wrote_it_and_only_once(scene: Scene) -> None:
    order = ("proposals", "evaluations", "--again", "--from", "pool-log/4:1")
    to = ("--to", f"topics:{scene.scratch}")
    assert scene.done(*order, *to)["records"] > 100
    again, stood = (
        standing(it, *order[:2]) for it in (scene.logs(scene.scratch), scene.history.logs)
    )
    marks = Place("evaluations", 4)
    assert [one[:2] for one in again[marks]] == [one[:2] for one in stood[marks]]
    for place, records in again.items():
        # Other pools wrote to these partitions too.
        assert {one[:2] for one in records} <= {one[:2] for one in stood[place]}
    assert scene.done(*order, *to, "--resume")["records"] == 0
    assert standing(scene.logs(scene.scratch), *order[:2]) == again


def test_a_replay_that_was_killed_goes_on_without_doubles(scene: Scene, tmp_path: Path) -> None:
    order = ["replay", "candidate-log", "--to", f"topics:{scene.scratch}"]
    source = [*scene.kafka, *scene.history.options]
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy", *order, "--rate", "200", *source],
            stdout=said,
            stderr=said,
            env=os.environ,
        )
    first = Place("candidate-log", 0)
    until = time.monotonic() + 40
    while not _some(scene, first):
        assert process.poll() is None, (tmp_path / "said").read_text()
        assert time.monotonic() < until
        time.sleep(0.05)
    process.kill()
    process.wait()
    interrupted = len(standing(scene.logs(scene.scratch), "candidate-log")[first])
    other = scene.replay("candidate-log", "--key", "c", "--to", order[3], "--resume")
    assert "was begun by another replay" in other.stderr
    resumed = scene.done(*order[1:], "--rate", "100000", "--resume")
    whole = standing(scene.history.logs, "candidate-log")
    assert standing(scene.logs(scene.scratch), "candidate-log") == whole
    assert 0 < interrupted < len(whole[first])
    assert resumed["records"] < sum(map(len, whole.values()))


def _some(scene: Scene, place: Place) -> bool:
    if place.topic not in scene.present(scene.scratch):
        return False
    with scene.logs(scene.scratch).open() as reader:
        return reader.extent(place).end > 0


def test_more_is_written_behind_only_what_replays_wrote(scene: Scene) -> None:
    to = ("--to", f"topics:{scene.scratch}")
    scene.done("rejected", *to)
    taken = scene.replay("rejected", *to)
    assert (taken.exit_code, "holds records already" in taken.stderr) == (1, True)
    before = values(scene.logs(scene.scratch), "rejected")
    scene.done("rejected", *to, "--append")
    assert values(scene.logs(scene.scratch), "rejected") == before + before
    write(scene.connection, scene.scratch, [written(rejected(1))])
    lived = scene.replay("rejected", *to, "--append")
    assert (lived.exit_code, "somebody lives there" in lived.stderr) == (1, True)


@pytest.mark.usefixtures("topics")
def test_live_topics_are_never_written_to(scene: Scene) -> None:
    own = scene.replay("roster", "--to", f"topics:{scene.prefix}")
    assert "is where the system lives" in own.stderr
    # Somebody else's: workers have run there.
    write(scene.connection, scene.prefix, [("positions", b"intake/x/0", b"whatever")])
    elsewhere = ["--bootstrap", scene.connection.bootstrap_servers, *scene.history.options]
    order = ["replay", "roster", "--to", f"topics:{scene.prefix}", *elsewhere, "--append"]
    other = CliRunner().invoke(main, order)
    assert "workers have run on" in other.stderr
    state = scene.replay("candidates", "--to", f"topics:{scene.scratch}")
    assert "hold state and offsets of their own cluster" in state.stderr
    assert [it.exit_code for it in (own, other, state)] == [1, 1, 1]
    assert sum(values(scene.logs(scene.prefix), "roster").values()) == 0
    assert scene.present(scene.scratch) == []


def test_topics_with_other_partitions_are_left_alone(scene: Scene) -> None:
    other = replace(TOPICS["applications"], partitions=3)
    create_topics(scene.connection, scene.scratch, [other])
    done = scene.replay("applications", "proposals", "--to", f"topics:{scene.scratch}")
    assert done.exit_code == 1
    assert "has 3 partitions, what is replayed has 2" in done.stderr
    assert scene.present(scene.scratch) == ["applications"]


@pytest.mark.usefixtures("topics")
def test_feeding_again_needs_the_prefix_typed_and_feeds_each_fact_once_a_time(scene: Scene) -> None:
    facts = [golden("ApplicationSubmitted"), golden("ProfileUpdated")]
    with Publisher(scene.connection, scene.prefix) as publisher:
        publisher.publish_all(facts)
    original = values(scene.logs(scene.prefix), "applications")
    order = ("applications", "--through-intake")
    wrong = scene.replay(*order, typed="yes\n", live=True)
    assert (wrong.exit_code, "nothing was written" in wrong.stderr) == (1, True)
    assert scene.replay(*order, "--dry-run", live=True).exit_code == 0
    assert values(scene.logs(scene.prefix), "applications") == original
    for times in (2, 3):
        begun = int(time.time() * 1000)
        assert scene.done(*order, typed=f"{scene.prefix}\n", live=True)["records"] == 2
        fed = standing(scene.logs(scene.prefix), "applications").values()
        # Live logs take the time of writing: they are asked what came when.
        assert sum(one[2] >= begun - 1 for records in fed for one in records) == 2
        assert values(scene.logs(scene.prefix), "applications") == Counter(
            dict.fromkeys(original, times)
        )


def test_a_topic_or_a_kafka_that_is_not_there_is_named(scene: Scene) -> None:
    done = scene.replay("roster", "--to", "-", live=True)
    assert (done.exit_code, f"has no topic {scene.prefix}roster" in done.stderr) == (1, True)
    nowhere = ["replay", "roster", "--to", "-", "--bootstrap", "127.0.0.1:1"]
    lost = CliRunner().invoke(main, nowhere)
    assert (lost.exit_code, "no Kafka broker answers at 127.0.0.1:1" in lost.stderr) == (1, True)
