"""A snapshot moves a system: under another prefix it goes on where the first one stood."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.cli.connection import environment_of
from deploy.snapshot_target import LOADING, LoadFailed, is_loading, loading
from deploy.topics import apply_topics, create_topics, partition_counts
from producers.publisher import Publisher
from schemas.codec import encode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.events import AssessmentCompleted, AssessmentVoided, Event
from schemas.topics import TOPICS
from streams.engine.stage import Record
from streams.history.audit.run import audit
from streams.history.kafka import KafkaLogs
from streams.history.logs import Logs, Place, places
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.loading import load
from streams.history.snapshot.manifest import read_manifest
from streams.history.snapshot.reading import SnapshotLogs
from streams.history.snapshot.verifying import verify
from tests.broker.pipeline_outcome import Outcome, outcome
from tests.broker.pipeline_worker import Pipeline
from tests.broker.recorded_history import RecordedHistory
from tests.unit.written_history import AS_OF, WrittenHistory, decide, facts, write

pytestmark = pytest.mark.broker


def run(connection: Connection, prefix: str, *arguments: str) -> Result:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix, "--processes", "1"]
    return CliRunner().invoke(main, ["snapshot", *arguments, *where])


def well(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def every(logs: Logs, topic: str) -> Iterator[Record]:
    with logs.open() as reader:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                yield from chunk


def as_saved(records: Iterable[Record]) -> list[tuple[object, ...]]:
    return [
        (it.topic, it.partition, it.offset, it.timestamp, it.key, it.value, list(it.headers))
        for it in records
    ]


def require_clean(logs: KafkaLogs) -> None:
    """All that ever was decided is what is decided again, along all marks, to the byte."""
    report = audit(logs, 1, lambda *_: None)
    assert report.clean, report.findings
    assert report.compared["proposals"] > 20


@pytest.fixture(scope="module")
def saved(history: RecordedHistory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The history that real workers decided, as a folder."""
    folder = tmp_path_factory.mktemp("snapshot") / "saved"
    well(run(history.connection, history.prefix, "save", str(folder)))
    return folder


def test_a_saved_system_is_read_as_the_one_it_was_saved_from(
    history: RecordedHistory, saved: Path
) -> None:
    for topic in TOPICS:
        kept = as_saved(every(SnapshotLogs(saved), topic))
        assert kept == as_saved(every(history.logs, topic))
    manifest = read_manifest(saved)
    assert manifest.prefix == history.prefix
    assert manifest.records > 5_000


def test_a_loaded_system_is_the_same_and_audits_clean(
    history: RecordedHistory, saved: Path, prefix: str, tmp_path: Path
) -> None:
    told = well(run(history.connection, prefix, "load", str(saved), "--json"))
    loaded = KafkaLogs(history.connection, prefix)
    assert json.loads(told.stdout)["prefix"] == prefix
    for topic in set(TOPICS) - {"positions", "evaluations"}:
        was, now = as_saved(every(history.logs, topic)), as_saved(every(loaded, topic))
        # All but the name, the offset and what the headers say of offsets.
        assert [(it[1], *it[3:6]) for it in now] == [(it[1], *it[3:6]) for it in was]
    require_clean(loaded)
    again = tmp_path / "again"
    well(run(history.connection, prefix, "save", str(again)))
    records = {(one.topic, one.partition): one.records for one in read_manifest(saved).files}
    for one in read_manifest(again).files:
        if one.topic != "positions":
            assert one.records == records[one.topic, one.partition]
        if one.records:
            assert (one.first_offset, one.last_offset) == (0, one.records - 1)


def further_facts() -> list[Event]:
    """The next day begins, and the assessments of twenty people are voided: lists change."""
    assessed = [one for one in facts() if isinstance(one, AssessmentCompleted)][:20]
    return [
        day_started(AS_OF),
        *(
            AssessmentVoided(
                event_id=f"voided-{one.assessment_id}",
                occurred_at=one.recorded_at,
                recorded_at=one.recorded_at,
                source=one.source,
                candidate_id=one.candidate_id,
                assessment_id=one.assessment_id,
                reason="the panel was not complete",
            )
            for one in assessed
        ),
    ]


def outcome_of(connection: Connection, prefix: str) -> Outcome:
    with Pipeline(connection, prefix, Path()) as nobody:
        return outcome(nobody)


def test_a_worker_goes_on_as_the_first_system_would_have(
    written_history: WrittenHistory, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    well(run(connection, prefix, "load", str(written_history.folder)))
    before = outcome_of(connection, prefix)
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        worker = pipeline.start_worker()
        with Publisher(connection, prefix) as publisher:
            publisher.publish_all(further_facts())
        pipeline.catch_up()
        at_work = run(connection, prefix, "save", str(tmp_path / "early"))
        assert pipeline.dismiss(worker) == 0
    assert at_work.exit_code == 1
    assert f"group {prefix}worker has 1 worker at work" in at_work.stderr
    assert not (tmp_path / "early").exists()
    require_clean(KafkaLogs(connection, prefix))
    first = decide(facts())
    first.publish(further_facts())
    first.settle()
    write(tmp_path / "first", first.logs)
    well(run(connection, f"first.{prefix}", "load", str(tmp_path / "first")))
    assert outcome_of(connection, prefix) == outcome_of(connection, f"first.{prefix}") != before


def test_whatever_an_upstream_wrote_arrives_as_it_was(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    odd = [
        # Kafka knows headers without a value, which no fold ever sees.
        SavedRecord("", 0, 3, 1_700_000_000_000, None, None, [("x", None), ("y", b"")]),  # type: ignore[list-item]
        SavedRecord("", 0, 9, -1, b"", b"", []),
        SavedRecord("", 0, 17, 1_600_000_000_000, b"k", b"x" * 1_500_000, []),
    ]
    write(tmp_path / "odd", {Place("learning", 0): odd})
    well(run(connection, prefix, "load", str(tmp_path / "odd")))
    found = as_saved(every(KafkaLogs(connection, prefix), "learning"))
    assert [it[3:] for it in found] == [(*it[3:6], list(it.headers)) for it in odd]
    assert [it[2] for it in found] == [0, 1, 2]


def test_nothing_is_loaded_where_records_stand(
    written_history: WrittenHistory, connection: Connection, prefix: str
) -> None:
    apply_topics(connection, prefix)
    with Publisher(connection, prefix) as publisher:
        publisher.publish(day_started(AS_OF))
    told = run(connection, prefix, "load", str(written_history.folder))
    assert told.exit_code == 1
    assert f"{prefix}reference hold records" in told.stderr
    # Not even with the word that clears an unfinished load: there was none.
    told = run(connection, prefix, "load", str(written_history.folder), "--start-over")
    assert told.exit_code == 1
    assert len(list(every(KafkaLogs(connection, prefix), "reference"))) == 1


def test_records_keep_their_partitions_or_are_not_loaded(
    written_history: WrittenHistory, connection: Connection, prefix: str
) -> None:
    create_topics(connection, prefix, [replace(TOPICS["staffing"], partitions=3)])
    told = run(connection, prefix, "load", str(written_history.folder))
    assert told.exit_code == 1
    assert "the snapshot has 2 of staffing, Kafka has 3" in told.stderr


def test_a_load_that_fails_leaves_nothing_behind(
    written_history: WrittenHistory, connection: Connection, prefix: str
) -> None:
    small = replace(TOPICS["pool-state"], extra={"max.message.bytes": "100"})
    create_topics(connection, prefix, [small])
    told = run(connection, prefix, "load", str(written_history.folder))
    assert told.exit_code == 1
    assert "loading failed" in told.stderr
    assert "were deleted again: nothing is left of it" in told.stderr
    assert partition_counts(connection, prefix, [*TOPICS, LOADING.name]) == {}
    well(run(connection, prefix, "load", str(written_history.folder)))


def test_what_others_publish_meanwhile_is_noticed_and_not_deleted(
    written_history: WrittenHistory, connection: Connection, prefix: str
) -> None:
    verified = verify(written_history.folder, 1, lambda *_: None)
    target = KafkaLogs(connection, prefix)
    published: list[str] = []

    def publish_once(*_: object) -> None:
        if not published:
            published.append("day")
            with Publisher(connection, prefix) as publisher:
                publisher.publish(day_started(AS_OF))

    with (
        pytest.raises(LoadFailed, match=r"somebody else writes to reference/0.*--start-over"),
        loading(target, verified.manifest),
    ):
        load(verified, target, 1, publish_once)
    assert is_loading(connection, prefix)
    assert next(every(target, "reference")).value == encode(day_started(AS_OF))


BROKEN_OFF = """
import os, sys
from pathlib import Path
from deploy.snapshot_target import loading
from schemas.connection import Connection
from streams.history.kafka import KafkaLogs
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.loading import load
from streams.history.snapshot.verifying import verify

verified = verify(Path(sys.argv[3]), 1, lambda *_: None)
target = KafkaLogs(Connection(sys.argv[1]), sys.argv[2])
with loading(target, verified.manifest):
    load(verified, target, 1, lambda part, _: part.startswith("pool-log") and os._exit(9))
"""


def test_a_load_that_was_killed_keeps_workers_away_and_can_start_over(
    written_history: WrittenHistory, connection: Connection, prefix: str
) -> None:
    folder = str(written_history.folder)
    where = [connection.bootstrap_servers, prefix, folder]
    killed = subprocess.run([sys.executable, "-c", BROKEN_OFF, *where], check=False, timeout=60)
    assert killed.returncode == 9
    assert is_loading(connection, prefix)
    worker = subprocess.run(
        [sys.executable, "-m", "deploy", "worker", "--no-days"],
        env=os.environ | environment_of(connection, prefix),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert worker.returncode == 1
    assert "or such a load was broken off" in worker.stderr
    told = run(connection, prefix, "load", folder)
    assert told.exit_code == 1
    assert "--start-over" in told.stderr
    well(run(connection, prefix, "load", folder, "--start-over"))
    assert not is_loading(connection, prefix)
    counts = {topic: len(list(every(KafkaLogs(connection, prefix), topic))) for topic in TOPICS}
    saved = read_manifest(written_history.folder)
    assert sum(counts.values()) == saved.records


FILLS_A_DISK = """
import resource, sys
from deploy.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
main(sys.argv[1:])
"""


def test_a_full_disk_is_told_with_the_room_there_was(
    history: RecordedHistory, tmp_path: Path
) -> None:
    folder = tmp_path / "full"
    command = ["snapshot", "save", str(folder), *history.options, "--processes", "2"]
    done = subprocess.run(
        [sys.executable, "-c", FILLS_A_DISK, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert f"cannot write {folder}: file too large after" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_system_that_is_not_there_is_not_saved(connection: Connection, tmp_path: Path) -> None:
    told = run(connection, "nowhere.", "save", str(tmp_path / "none"))
    assert told.exit_code == 1
    assert "has no topic nowhere.applications" in told.stderr
    assert [*tmp_path.iterdir()] == []
