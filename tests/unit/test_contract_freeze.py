"""A frozen schema never changes, and what the dataclasses say is what the files say."""

import json
from pathlib import Path

import pytest

from schemas import authoring
from schemas.event_table import EVENT_TABLE, EventRow
from schemas.schema_files import versions_of
from schemas.topics import TOPICS

ROWS = sorted(EVENT_TABLE.values(), key=lambda row: row.name)
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def changed(directory: Path, digests: dict[str, str]) -> list[str]:
    """The frozen files that are gone or differ from what was frozen."""
    return sorted(
        name
        for name, digest in digests.items()
        if not (directory / name).exists() or authoring.digest(directory / name) != digest
    )


def test_no_frozen_schema_has_changed() -> None:
    assert changed(authoring.DIRECTORY, authoring.frozen_digests()) == []


def test_a_changed_or_missing_frozen_schema_is_found(tmp_path: Path) -> None:
    good, edited = tmp_path / "Good.v1.avsc", tmp_path / "Edited.v1.avsc"
    good.write_text("{}")
    edited.write_text("{}")
    digests = {path.name: authoring.digest(path) for path in (good, edited)}
    edited.write_text('{"doc": "a harmless word"}')
    assert changed(tmp_path, digests | {"Gone.v1.avsc": "0"}) == ["Edited.v1.avsc", "Gone.v1.avsc"]


def test_every_schema_that_a_stage_uses_is_frozen() -> None:
    frozen = {authoring.file_of(row).name for row in ROWS if row.status == "frozen"}
    assert frozen <= set(authoring.frozen_digests())


@every_row
def test_the_newest_schema_file_says_what_the_dataclass_says(row: EventRow) -> None:
    assert json.loads(authoring.file_of(row).read_text()) == authoring.schema_of(row.event)


@every_row
def test_versions_are_numbered_from_one_without_a_gap(row: EventRow) -> None:
    versions = [schema.version for schema in versions_of(row.name)]
    assert versions == list(range(1, row.version + 1))


@every_row
def test_each_record_has_a_topic_of_the_topic_table(row: EventRow) -> None:
    assert {row.topic, *(route.log for route in row.routes)} <= set(TOPICS)


def test_no_schema_file_is_without_a_row() -> None:
    names = {path.name.split(".")[0] for path in authoring.DIRECTORY.glob("*.avsc")}
    assert names == set(EVENT_TABLE)
