"""What cannot be taken is named, kept and harmless: all that is good around it comes through."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from deploy.cli.publish import publish
from deploy.cli.status import status
from deploy.cli.watch import watch
from schemas import codec
from schemas.connection import Connection
from schemas.event_table import EVENT_TABLE, EVERY_PARTITION
from schemas.events import EventRejected, ProposalEmitted, ProposalHeld
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from schemas.topics import MEBIBYTE, RECORD_BYTES_MAX, TOPICS, UPSTREAM, Topic
from tests.broker import pipeline_bad_records as bad_input
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_bad_records import NUMBER, Bad, bad_records
from tests.broker.pipeline_outcome import Outcome, outcome, pipeline_on_the_day
from tests.broker.pipeline_results import last_by_key, read_logs
from tests.broker.pipeline_upstream import Written, record_of
from tests.broker.pipeline_worker import Pipeline

pytestmark = pytest.mark.broker

KEPT_BYTES_MAX = 2 * MEBIBYTE
OWN_LOGS = ("candidate-log", "pool-log", "exercise-log", "leadership-log")
DESTINATIONS = (*OWN_LOGS, "rejected")


class Scene(NamedTuple):
    pipeline: Pipeline
    bad: list[Bad]


@pytest.fixture(scope="module")
def scene(broker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Good facts with bad records before, between and behind them, in the same partitions."""
    connection, prefix, bad = broker.connection(), "bad-input.", bad_records()
    config = {"max.message.bytes": str(4 * MEBIBYTE)}
    upstream.create_upstream_topics(connection, prefix, partitions=1, **config)
    folder = tmp_path_factory.mktemp("bad-input")
    with pipeline_on_the_day(connection, prefix, folder) as pipeline:
        upstream.write(connection, prefix, _mixed(bad), **{"compression.type": "gzip"})
        pipeline.catch_up()
        yield Scene(pipeline, bad)


def _mixed(bad: list[Bad]) -> Iterator[Written]:
    """All bad ones first and last, and the smaller ones one by one after every few good ones."""
    wrong = [one.record for one in bad]
    small = [record for record in wrong if len(record.value or b"") < RECORD_BYTES_MAX]
    yield from wrong
    for number, event in enumerate(upstream.facts()):
        yield record_of(event)
        if number % 20 == 0:
            yield small[number // 20 % len(small)]
    yield from wrong


def bad_number(record: Any) -> int | None:
    return next((int(value) for name, value in record.headers if name == NUMBER), None)


def origin_of(record: Any) -> str:
    (origin,) = (value.decode() for name, value in record.headers if name == ORIGIN)
    return str(origin)


def logs(pipeline: Pipeline, *names: str) -> list[Any]:
    return read_logs(pipeline.connection, pipeline.prefix, *names)


def test_the_good_facts_come_through_as_if_nothing_else_had_been_there(
    scene: Scene, expected: Outcome
) -> None:
    found = outcome(scene.pipeline)
    assert found.roster == expected.roster
    assert found.proposals == expected.proposals


def test_every_record_stands_once_in_each_of_its_destinations_or_in_rejected(scene: Scene) -> None:
    prefix = scene.pipeline.prefix
    wanted: Counter[tuple[str, str, int | None]] = Counter()
    for record in logs(scene.pipeline, *UPSTREAM):
        topic = record.topic.removeprefix(prefix)
        origin = f"{topic}/{record.partition}/{record.offset}"
        if bad_number(record) is not None:
            wanted[origin, "rejected", None] += 1
            continue
        wanted.update((origin, *place) for place in destinations(record.value))
    found: Counter[tuple[str, str, int | None]] = Counter()
    for record in logs(scene.pipeline, *DESTINATIONS):
        name = record.topic.removeprefix(prefix)
        if (said := origin_of(record)).split("/")[0] not in OWN_LOGS:
            found[said, name, None if name == "rejected" else record.partition] += 1
    assert found == wanted
    rejections = sum(name == "rejected" for _, name, _ in found)
    assert rejections > 2 * len(scene.bad) + 50


def destinations(value: bytes) -> Iterator[tuple[str, int]]:
    """Log and partition by the event table alone."""
    event = codec.decode(value)
    for route in EVENT_TABLE[type(event).__name__].routes:
        count = TOPICS[route.log].partitions
        if route.key == EVERY_PARTITION:
            yield from ((route.log, partition) for partition in range(count))
        else:
            yield route.log, partition_of(getattr(event, route.key).encode(), count)


def test_each_bad_record_is_named_with_reason_detail_and_remedy(scene: Scene) -> None:
    for rejected, bad in dead_letters(scene):
        assert rejected.reason == bad.reason, rejected.detail
        assert bad.says in rejected.detail
        assert len(rejected.remedy) > 30
    reasons = {bad.reason for bad in scene.bad}
    assert len(reasons) == 9, "every reason that there is was met"


def test_each_bad_record_is_kept_with_its_key_headers_and_bytes(scene: Scene) -> None:
    for rejected, bad in dead_letters(scene):
        value = bad.record.value or b""
        assert rejected.topic == bad.record.topic
        assert rejected.key == bad.record.key
        kept = None if bad.record.value is None else value[:KEPT_BYTES_MAX]
        assert rejected.value == kept
        assert rejected.value_size == len(value)
        assert rejected.value_sha256 == sha256(value).hexdigest()
        assert [(it.name, it.value) for it in rejected.headers] == list(bad.record.headers)


def dead_letters(scene: Scene) -> list[tuple[EventRejected, Bad]]:
    """Each dead letter with the record that it is about; every bad record has at least two."""
    events = [codec.decode(record.value) for record in logs(scene.pipeline, "rejected")]
    numbers = [int(it.headers[-1].value) for it in events]
    assert all(count >= 2 for count in Counter(numbers).values())
    assert set(numbers) == set(range(len(scene.bad)))
    return [(event, scene.bad[number]) for event, number in zip(events, numbers, strict=True)]


def options(pipeline: Pipeline) -> list[str]:
    return ["--bootstrap", pipeline.connection.bootstrap_servers, "--prefix", pipeline.prefix]


def test_the_units_stay_healthy_and_status_says_so(scene: Scene) -> None:
    done = CliRunner().invoke(status, [*options(scene.pipeline), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["quarantined"] == []
    assert {unit["state"] for unit in found["units"]} <= {"working", "no input"}
    assert {unit["lag"] for unit in found["units"]} == {0}


def test_the_rejected_can_be_watched_as_text_and_as_json(scene: Scene) -> None:
    limit = ["--from", "earliest", "--limit", str(len(scene.bad))]
    text = CliRunner().invoke(watch, ["rejected", *options(scene.pipeline), *limit])
    assert text.exit_code == 0
    assert "UNKNOWN_FRAMING" in text.stdout
    lines = CliRunner().invoke(watch, ["rejected", *options(scene.pipeline), *limit, "--json"])
    found = [json.loads(line) for line in lines.stdout.splitlines()]
    assert len(found) == len(scene.bad)
    assert {one["type"] for one in found} == {"EventRejected"}


def test_what_is_unusual_but_good_comes_through(scene: Scene) -> None:
    """No key, the largest value there may be, lists in blocks that state their size."""
    pipeline = scene.pipeline
    before = len(logs(pipeline, "rejected"))
    good = [
        Written("applications", None, bad_input.screened_of_size(RECORD_BYTES_MAX, "largest")),
        Written("applications", b"k" * 100_000, bad_input.in_sized_blocks()),
        Written("applications", b"", codec.encode(bad_input.example("ApplicationWithdrawn"))),
    ]
    upstream.write(pipeline.connection, pipeline.prefix, good)
    pipeline.catch_up()
    assert len(logs(pipeline, "rejected")) == before
    logged = {codec.decode(record.value).event_id for record in logs(pipeline, "candidate-log")}
    assert {"largest", "bad-ApplicationSubmitted", "bad-ApplicationWithdrawn"} <= logged


def test_a_vacancy_of_an_unknown_job_group_is_held_until_its_profile_is_published(
    scene: Scene,
) -> None:
    pipeline = scene.pipeline
    opened = bad_input.example(
        "VacancyOpened", job_group="NEW", vacancy_id="v-new", stated_path="AD_HOC"
    )
    assessed = bad_input.example("AssessmentCompleted", job_group="NEW", grade=opened.grade)
    upstream.publish_by_librdkafka(pipeline.connection, pipeline.prefix, [opened, assessed])
    pipeline.catch_up()
    held = last_by_key(logs(pipeline, "proposals"))["v-new"]
    assert isinstance(held, ProposalHeld)
    assert f"profile NEW/{opened.grade} not published" in held.missing
    profile = bad_input.example("ProfilePublished", job_group="NEW", grade=opened.grade)
    upstream.publish_by_librdkafka(pipeline.connection, pipeline.prefix, [profile])
    pipeline.catch_up()
    listed = last_by_key(logs(pipeline, "proposals"))["v-new"]
    assert isinstance(listed, ProposalEmitted)
    assert listed.revision == held.revision + 1
    assert listed.counts.considered == 1
    assert profile.event_id in {cause.event_id for cause in listed.causes}


def test_an_empty_file_is_published_as_nothing(
    connection: Connection, prefix: str, topics: Mapping[str, Topic], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    done = CliRunner().invoke(publish, [str(empty), *where])
    assert done.exit_code == 0
    assert "There is no event in this file" in done.stdout
    assert not read_logs(connection, prefix, *UPSTREAM)
