"""The same facts end in the same roster and the same proposals, whoever publishes them and how."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.topics import apply_topics, check_topics
from schemas.connection import Connection
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_outcome import Outcome, outcome, pipeline_on_the_day
from tests.broker.pipeline_worker import Pipeline

pytestmark = pytest.mark.broker

NEEDS_NO_DAY = {"ProposalWithdrawn", "ProposalDeferred"}


def assert_same(found: Outcome, expected: Outcome) -> None:
    assert found.roster == expected.roster
    assert found.proposals == expected.proposals


def test_the_facts_decide_something(expected: Outcome) -> None:
    """Otherwise sameness would say nothing."""
    kinds = [content.get("type", "a list") for content in expected.proposals.values()]
    statuses = {content["status"] for content in expected.roster.values()}
    assert len(kinds) >= 15
    assert {"a list", "ProposalWithdrawn", "ProposalDeferred"} <= set(kinds)
    assert {"ACTIVE", "COMMITTED", "EXPIRED", "ON_HOLD"} <= statuses
    assert any(content["ranked"] for content in expected.proposals.values() if "ranked" in content)


def test_librdkafka_with_its_partitioner_and_five_partitions(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    upstream.create_upstream_topics(connection, prefix, partitions=5)
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        assert not [it for it in check_topics(connection, prefix) if it.stops_workers]
        upstream.publish_by_librdkafka(connection, prefix, upstream.facts())
        pipeline.catch_up()
        assert_same(outcome(pipeline), expected)


def test_confluent_framing_under_ids_from_a_file(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    ids = tmp_path / "ids.json"
    upstream.write_schema_ids(ids)
    with pipeline_on_the_day(connection, prefix, tmp_path, "--schema-ids", str(ids)) as pipeline:
        upstream.publish_by_librdkafka(
            connection, prefix, upstream.facts(), upstream.confluent_framed
        )
        pipeline.catch_up()
        assert_same(outcome(pipeline), expected)


def test_both_framings_side_by_side_under_ids_from_a_registry(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    odd, even = upstream.facts()[1::2], upstream.facts()[::2]
    with (
        registry() as (address, asked),
        pipeline_on_the_day(connection, prefix, tmp_path, "--schema-registry", address) as pipeline,
    ):
        upstream.publish_by_librdkafka(connection, prefix, odd, upstream.confluent_framed)
        upstream.publish_by_librdkafka(connection, prefix, even)
        pipeline.catch_up()
        assert_same(outcome(pipeline), expected)
        kinds = {type(event).__name__ for event in odd}
    assert len(asked) == len(set(asked)) == len(kinds), "each id is asked for once"


def test_every_compression_that_kafka_knows(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    kinds = ("gzip", "lz4", "snappy", "zstd")
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        for number, kind in enumerate(kinds):
            records = map(upstream.record_of, upstream.facts()[number :: len(kinds)])
            upstream.write(connection, prefix, records, **{"compression.type": kind})
        pipeline.catch_up()
        assert_same(outcome(pipeline), expected)


def test_a_registry_that_is_away_is_waited_for(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    with registry() as (address, _):
        port = int(address.rpartition(":")[2])
    options = ("--schema-registry", address)
    with pipeline_on_the_day(connection, prefix, tmp_path, *options) as pipeline:
        upstream.publish_by_librdkafka(
            connection, prefix, upstream.facts(), upstream.confluent_framed
        )
        waiting = "reopening after NotYet"
        # A record that cannot be folded would have put its unit aside at the third failure.
        pipeline.wait_until(lambda: pipeline.log().count(waiting) > 20)
        assert "QUARANTINED" not in pipeline.log()
        with registry(port):
            pipeline.catch_up()
        assert_same(outcome(pipeline), expected)


def test_any_order_within_and_across_topics_with_duplicates(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    again = upstream.shuffled(upstream.facts(), seed=1)[:400]
    mixed = upstream.shuffled((*upstream.facts(), *again), seed=2)
    elsewhere = upstream.shuffled(upstream.facts(), seed=3)[:200]
    upstream.create_upstream_topics(connection, prefix, partitions=3)
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        upstream.publish_by_librdkafka(connection, prefix, mixed)
        upstream.publish_under_other_keys(connection, prefix, elsewhere)
        pipeline.catch_up()
        assert_same(outcome(pipeline), expected)
        lists = (it["ranked"] for it in expected.proposals.values() if it.get("ranked"))
        listed = [person["candidate_id"] for ranked in lists for person in ranked]
        voided = next(found for one in listed if (found := upstream.further_facts(one)))
        upstream.publish_by_librdkafka(connection, prefix, voided)
        pipeline.catch_up()
        other = outcome(pipeline)
        assert other.roster != expected.roster, "further facts would show"
        assert other.proposals != expected.proposals


def test_facts_that_come_before_any_day(
    connection: Connection, prefix: str, tmp_path: Path, expected: Outcome
) -> None:
    """Nothing is proposed before there is a day; then all is as if the day had come first.

    Only `as_of` tells: what needs no day to be said, that a vacancy is closed or left to the
    rotation exercise, was said as of the day on which the last fact was recorded.
    """
    apply_topics(connection, prefix)
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        pipeline.start_worker()
        upstream.publish_by_librdkafka(connection, prefix, upstream.facts())
        pipeline.catch_up()
        before = outcome(pipeline)
        assert not before.roster
        assert {it["type"] for it in before.proposals.values()} == {
            *NEEDS_NO_DAY,
            "ProposalHeld",
        }
        upstream.publish_by_librdkafka(connection, prefix, [upstream.today()])
        pipeline.catch_up()
        assert_same(without_as_of(outcome(pipeline)), without_as_of(expected))


def without_as_of(found: Outcome) -> Outcome:
    said = {
        key: {name: value for name, value in fields.items() if name != "as_of"}
        if fields.get("type") in NEEDS_NO_DAY
        else fields
        for key, fields in found.proposals.items()
    }
    return Outcome(found.roster, said)


@contextmanager
def registry(port: int = 0) -> Iterator[tuple[str, list[str]]]:
    """A schema registry as others run it: it keeps schemas with docs, spelled in its own way."""
    texts = upstream.registered_schemas()
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            text = texts.get(self.path.removeprefix("/schemas/ids/"))
            body = json.dumps({"schema": text} if text else {"error_code": 40403}).encode()
            self.send_response(200 if text else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", port), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()
        thread.join()
