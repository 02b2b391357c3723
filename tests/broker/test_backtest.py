"""What a backtest foretells of a real Kafka is what real workers decide once it is published."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.__main__ import main
from deploy.topics import apply_topics
from producers.publisher import Publisher
from producers.scenario import scenario
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import ProposalEvent
from streams.history.backtest.changes import Changes, Choice
from streams.history.backtest.course import Course
from streams.history.backtest.from_now import what_happens_from_now
from streams.history.kafka import KafkaLogs
from streams.history.logs import places
from tests.broker.pipeline_worker import Pipeline
from tests.broker.recorded_history import RecordedHistory

pytestmark = pytest.mark.broker


def said_last(logs: KafkaLogs) -> dict[str, tuple[str, str]]:
    courses: dict[str, Course] = {}
    with logs.open() as reader:
        for place in places(reader, "proposals"):
            for chunk in reader.read(place):
                for record in chunk:
                    event = decode(record.value or b"")
                    if isinstance(event, ProposalEvent):
                        named = (event.vacancy_id, event.job_group, event.grade)
                        courses.setdefault(event.vacancy_id, Course(*named)).say(event)
    return {name: (course.kind, course.said_sha256) for name, course in courses.items()}


def test_publishing_the_same_corrections_ends_in_the_revisions_foretold(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    apply_topics(connection, prefix)
    facts = scenario(candidates=60, vacancies=6, seed=3, as_of=date(2025, 6, 1), years=1, days=True)
    logs = KafkaLogs(connection, prefix)
    changes = Changes(voided=(Choice("modality", "FULL_PATHWAYS"),))
    with Pipeline(connection, prefix, tmp_path) as pipeline, Publisher(connection, prefix) as out:
        pipeline.start_worker()
        out.publish_all(facts)
        pipeline.catch_up()
        before = said_last(logs)
        foretold = what_happens_from_now(logs, changes, 1, lambda *_: None)
        out.publish_all(foretold.appended)
        pipeline.catch_up()
        after = said_last(logs)
    assert {
        v.vacancy_id: (v.before.said, v.before.said_sha256) for v in foretold.vacancies
    } == before
    assert {v.vacancy_id: (v.after.said, v.after.said_sha256) for v in foretold.vacancies} == after
    assert after != before


def test_the_command_reads_a_kafka(history: RecordedHistory) -> None:
    run = CliRunner().invoke(
        main, ["backtest", *history.options, "--void", "round=2025-spring", "--json", "--from-now"]
    )
    assert run.exit_code == 0, run.output
    answer = json.loads(run.output)
    assert answer["way"] == "from now"
    assert answer["summary"]["memberships_changed"] > 0
