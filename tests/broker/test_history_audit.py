"""An audit of a real Kafka: of what workers decided, of a copy with a change, and at work."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event as Wait
from threading import Thread

import pytest
from click.testing import CliRunner

from deploy.cli.audit import audit as audit_command
from deploy.topics import apply_topics
from producers.publisher import Publisher
from producers.scenario import scenario
from schemas.connection import Connection
from schemas.events import Event
from streams.history.audit.findings import Report
from streams.history.audit.run import audit
from streams.history.kafka import KafkaLogs
from streams.history.snapshot.loading import load
from streams.history.snapshot.verifying import verify
from tests.broker.pipeline_worker import Pipeline
from tests.broker.recorded_history import AS_OF, RecordedHistory
from tests.unit.doctored import Doctor, fields, one_byte
from tests.unit.written_history import WrittenHistory, write

pytestmark = pytest.mark.broker


def audited(logs: KafkaLogs, processes: int = 1) -> Report:
    return audit(logs, processes, lambda *_: None)


def test_what_workers_decided_is_found_right_however_it_is_read(history: RecordedHistory) -> None:
    report = audited(history.logs)
    assert report.clean, report.findings
    assert min(report.compared[name] for name in ("roster", "proposals", "evaluations")) > 20
    assert report.compared["pool-log"] > 500
    assert audited(replace(history.logs, fetch_bytes=20_000), processes=2) == report


def test_changes_in_a_kafka_are_named(
    connection: Connection, prefix: str, written_history: WrittenHistory, tmp_path: Path
) -> None:
    """A copy of a system into which somebody wrote, deleted and rewrote records."""
    doctor = Doctor(written_history.reading())
    proposals, roster = doctor.fullest("proposals"), doctor.fullest("roster")
    forged = fields(revision=99)(doctor.reading[proposals][-1])
    altered = doctor.change(proposals, 5, one_byte(200))
    dropped = doctor.drop(proposals, 9)
    doctor.change(roster, -1, one_byte(-1))
    doctor.add(proposals, forged)
    write(tmp_path / "doctored", doctor.reading)
    logs = KafkaLogs(connection, prefix)
    apply_topics(connection, prefix)
    load(verify(tmp_path / "doctored", 1, lambda *_: None), logs, 1, lambda *_: None)

    report = audited(logs)
    assert report.counts == {"missing": 1, "extra": 1, "altered": 2}
    keys = {(one.kind, one.place, one.key.encode()) for one in report.findings}
    assert ("altered", proposals, altered.key) in keys
    assert ("missing", proposals, dropped.key) in keys
    assert ("extra", proposals, forged.key) in keys
    assert {one.place for one in report.findings} == {proposals, roster}
    options = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix, "--processes", "1"]
    result = CliRunner().invoke(audit_command, options)
    assert result.exit_code == 3, result.output


def test_a_kafka_without_the_topics_cannot_be_audited(connection: Connection) -> None:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", "nowhere."]
    result = CliRunner().invoke(audit_command, where)
    assert result.exit_code == 1
    assert "has no topic nowhere." in result.output


def trickle(publisher: Publisher, facts: Sequence[Event], hurry: Wait) -> None:
    """A few at a time, until somebody is in a hurry."""
    for first in range(0, len(facts), 20):
        publisher.publish_all(facts[first : first + 20])
        hurry.wait(0.3)


def test_while_workers_are_at_work_an_audit_finds_nothing(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    apply_topics(connection, prefix)
    logs, hurry = KafkaLogs(connection, prefix), Wait()
    told = list(scenario(candidates=60, vacancies=6, seed=3, as_of=AS_OF, years=1, days=True))
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        pipeline.start_worker()
        with Publisher(connection, prefix) as publisher:
            publisher.publish_all(told[:600])
            pipeline.catch_up()
            upstream = Thread(target=trickle, args=(publisher, told[600:], hurry))
            upstream.start()
            reports = [audited(logs), audited(logs)]
            hurry.set()
            upstream.join()
        pipeline.catch_up()
        reports.append(audited(logs))
    for report in reports:
        assert report.clean, report.findings
    decided = [sum(report.decided.values()) for report in reports]
    assert decided[0] < decided[-1]
    assert not any(reports[-1].waiting.values())
