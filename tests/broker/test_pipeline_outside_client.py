"""A client with nothing of ours but the schema files publishes a vacancy and reads the answer."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from schemas.connection import Connection
from schemas.schema_files import DIRECTORY
from schemas.topics import Topic
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_worker import Pipeline

pytestmark = pytest.mark.broker

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "outside_client.py"


@pytest.fixture
def pipeline(
    connection: Connection, prefix: str, topics: Mapping[str, Topic], tmp_path: Path
) -> Iterator[Pipeline]:
    with Pipeline(connection, prefix, tmp_path) as running:
        running.start_worker()
        upstream.publish_by_librdkafka(connection, prefix, (upstream.today(), *upstream.facts()))
        running.catch_up()
        yield running


def ask(pipeline: Pipeline, folder: Path, *place: str) -> dict[str, Any]:
    """From a directory where nothing of ours can be imported, with a copy of the schemas."""
    schemas = shutil.copytree(DIRECTORY, folder / "avro", dirs_exist_ok=True)
    where = (pipeline.connection.bootstrap_servers, pipeline.prefix, str(schemas))
    done = subprocess.run(
        [sys.executable, "-P", str(SCRIPT), *where, *place],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_vacancy_from_outside_is_answered_with_a_list(pipeline: Pipeline, tmp_path: Path) -> None:
    proposal = ask(pipeline, tmp_path, "RMO", "P-4", "KEN", "NBO")
    assert proposal["type"] == "ProposalEmitted"
    assert proposal["revision"] == 1
    assert proposal["path"] == "AD_HOC"
    assert proposal["counts"]["eligible"] >= len(proposal["ranked"]) > 0
    first = proposal["ranked"][0]
    assert {answer["outcome"] for answer in first["answers"]} == {"PASS"}
    assert proposal["recommendation"].startswith("A recommendation only")


def test_a_vacancy_of_an_unknown_job_group_is_answered_with_what_is_missing(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    proposal = ask(pipeline, tmp_path, "XYZ", "P-4", "KEN", "NBO")
    assert proposal["type"] == "ProposalHeld"
    assert proposal["missing"] == ["profile XYZ/P-4 not published"]


def test_the_script_imports_nothing_of_ours() -> None:
    tree = ast.parse(SCRIPT.read_text())
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported = {name.partition(".")[0] for name in names}
    ours = {"schemas", "producers", "streams", "consumers", "deploy", "tests"}
    assert imported & {"confluent_kafka", "fastavro"}
    assert not imported & ours
