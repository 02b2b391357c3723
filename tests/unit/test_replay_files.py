"""A part of history in files: whole or not there, and gone on with to the very byte."""

import io
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import fastavro
import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from producers.json_lines import read_lines
from producers.lines import Good
from schemas.codec import decode
from schemas.event_table import EVENT_TABLE
from schemas.schema_files import versions_of
from schemas.text import to_json
from schemas.topics import TOPICS
from streams.history.logs import Place, places
from streams.history.replay.container import schema
from streams.history.replay.order import Replay
from streams.history.replay.selection import Selection
from tests.unit.written_history import WrittenHistory

ONE_PROCESS = ["--processes", "1"]
CHOSEN = ("proposals", "applications")
POOL = Place("pool-log", 4)
"""A small one: to decide it again takes less than a second."""
AGAIN = ("--again", "--from", f"{POOL}:1")


def replay(history: WrittenHistory, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["replay", *arguments, *history.options, *ONE_PROCESS])


def written(history: WrittenHistory, path: Path, *arguments: str) -> Path:
    done = replay(history, *arguments, "--to", str(path))
    assert done.exit_code == 0, done.output
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def standing(history: WrittenHistory, *topics: str) -> list[tuple[str, int, int, bytes | None]]:
    with history.logs.open() as reader:
        return [
            (place.topic, place.partition, record.offset, record.value)
            for topic in topics
            for place in places(reader, topic)
            for chunk in reader.read(place)
            for record in chunk
        ]


def in_json(value: bytes | None) -> Any:
    try:
        return to_json(decode(value or b""))
    except Exception:
        return None


def test_lines_say_all_that_stands_in_the_topics_and_where(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    said = lines(written(written_history, tmp_path / "a.jsonl", *CHOSEN))
    expected = standing(written_history, *CHOSEN)
    assert [(one["topic"], one["partition"], one["offset"]) for one in said] == [
        one[:3] for one in expected
    ]
    assert [one["event"] for one in said] == [in_json(one[3]) for one in expected]
    positions = [one["position"] for one in said if one["topic"] == "applications"]
    assert positions.count(1) == TOPICS["applications"].partitions
    (garbled,) = (one for one in said if one["event"] is None)
    assert garbled["value_base64"] == "bm8gQXZybyBhdCBhbGw="
    assert "14 bytes that begin with 6e 6f" in garbled["problem"]


def test_events_of_lines_can_be_published(written_history: WrittenHistory, tmp_path: Path) -> None:
    said = lines(written(written_history, tmp_path / "a.jsonl", "assessments"))
    events = tmp_path / "events.jsonl"
    events.write_text("".join(json.dumps(one["event"]) + "\n" for one in said))
    with events.open("rb") as file:
        assert sum(isinstance(line, Good) for line in read_lines(file)) == len(said) > 50


def test_a_container_says_the_same_to_any_reader_of_avro(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    path = written(written_history, tmp_path / "a.avro", *CHOSEN)
    with path.open("rb") as file:
        said: list[Any] = list(fastavro.reader(file))
    expected = standing(written_history, *CHOSEN)
    assert [(one["topic"], one["partition"], one["offset"]) for one in said] == [
        one[:3] for one in expected
    ]
    for one, (*_, value) in zip(said, expected, strict=True):
        if one["event"] is None:
            assert one["value"] == value == b"no Avro at all"
        else:
            event = decode(value or b"")
            assert one["type"] == type(event).__name__
            assert one["event"]["event_id"] == event.event_id
            assert set(one["event"]) == set(vars(event))


def test_one_schema_holds_every_event_of_every_topic() -> None:
    parsed: Any = fastavro.parse_schema(schema(TOPICS))
    (union,) = (field["type"] for field in parsed["fields"] if field["name"] == "event")
    named = {one["name"].rpartition(".")[2] for one in union if isinstance(one, dict)}
    named |= {one.rpartition(".")[2] for one in union if isinstance(one, str)} - {"null"}
    assert named == {row.name for row in EVENT_TABLE.values() if row.status == "frozen"}


def test_records_that_events_share_are_spelled_alike_in_their_newest_schemas() -> None:
    """Otherwise one container could not hold both."""
    spelled: dict[str, set[str]] = {}
    for row in EVENT_TABLE.values():
        if row.status == "frozen":
            for name, record in versions_of(row.name)[-1].named.items():
                fields = [(field["name"], _shape(field["type"])) for field in record["fields"]]
                spelled.setdefault(name, set()).add(json.dumps(fields))
    assert {name for name, found in spelled.items() if len(found) > 1} == set()


def _shape(part: Any) -> Any:
    if isinstance(part, list):
        return [_shape(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part["type"] == "record":
        return part["name"]
    return {key: _shape(part[key]) for key in ("type", "items", "logicalType") if key in part}


def test_keys_job_groups_and_types_choose(written_history: WrittenHistory, tmp_path: Path) -> None:
    every = lines(written(written_history, tmp_path / "all.jsonl", "pool-log"))
    groups = (one["event"].get("job_group") for one in every)
    group = Counter(filter(None, groups)).most_common(1)[0][0]
    chosen = ("--job-group", group, "--type", "MembershipRecorded")
    some = lines(written(written_history, tmp_path / "some.jsonl", "pool-log", *chosen))
    assert some == [
        one
        for one in every
        if one["event"]["type"] == "MembershipRecorded" and one["event"]["job_group"] == group
    ]
    key = some[0]["key"]
    of_key = lines(written(written_history, tmp_path / "key.jsonl", "pool-log", "--key", key))
    assert of_key == [one for one in every if one["key"] == key]
    assert 0 < len(some) < len(every)


def test_what_cannot_be_told_is_left_out_and_counted(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    chosen = ("--type", "ApplicationSubmitted", "--json", "--to", str(tmp_path / "a.jsonl"))
    done = json.loads(replay(written_history, "applications", *chosen).stdout)
    assert done["left_out_unreadable"] == 1
    assert [one["type"] for one in done["kinds"]] == ["ApplicationSubmitted"]


def test_a_dry_run_says_what_is_then_written_and_writes_nothing(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    order = ("proposals", "--from", "2", "--to", str(tmp_path / "a.jsonl"), "--json")
    planned = json.loads(replay(written_history, *order, "--dry-run").stdout)
    assert list(tmp_path.iterdir()) == []
    done = json.loads(replay(written_history, *order).stdout)
    assert planned.pop("dry_run") is True
    assert done.pop("dry_run") is False
    assert done.pop("seconds") >= 0
    assert planned == done
    assert {one["first"]["position"] for one in done["from"]} == {2}
    assert done["records"] == len(lines(tmp_path / "a.jsonl"))


def test_a_file_that_is_there_is_never_written_over(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("mine")
    done = replay(written_history, "proposals", "--to", str(path))
    assert (done.exit_code, path.read_text()) == (1, "mine")
    assert "exists already" in done.stderr


@pytest.mark.parametrize("name", ["a.jsonl", "a.avro"])
def test_what_was_interrupted_anywhere_ends_in_the_same_file(
    written_history: WrittenHistory, tmp_path: Path, name: str
) -> None:
    order = ("proposals", "rejected")
    whole = written(written_history, tmp_path / name, *order).read_bytes()
    for size in (100, len(whole) // 2 + 1, len(whole) - 1):
        ends_the_same(written_history, tmp_path / name, order, whole, whole[:size])


def test_what_was_interrupted_while_deciding_again_ends_in_the_same_file(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    path, order = tmp_path / "a.jsonl", ("proposals", "roster")
    whole = written(written_history, path, *order, *AGAIN).read_bytes()
    ends_the_same(written_history, path, order, whole, whole[: len(whole) // 3], *AGAIN)


def ends_the_same(
    history: WrittenHistory,
    path: Path,
    topics: tuple[str, ...],
    whole: bytes,
    part: bytes,
    *manner: str,
) -> None:
    """With only `part` written, --resume makes the whole of it."""
    path.unlink()
    start = {POOL: 1} if manner else None
    digest = Replay(
        str(history.folder), topics, start, None, Selection(), again=bool(manner)
    ).digest
    path.with_name(f"{path.name}.{digest[:8]}.part").write_bytes(part)
    written(history, path, *topics, *manner, "--resume")
    assert content_of(path.read_bytes(), path.name) == content_of(whole, path.name)
    assert list(path.parent.iterdir()) == [path]


def content_of(data: bytes, name: str) -> Any:
    """Of a container the records: where its blocks end is nobody's business."""
    if name.endswith(".jsonl"):
        return data
    return list(fastavro.reader(io.BytesIO(data)))


def interrupted(
    history: WrittenHistory, path: Path, bytes_max: int, *order: str
) -> subprocess.CompletedProcess[str]:
    """The command where no file may grow beyond so many bytes: as on a full disk."""
    program = (
        "import resource, sys; from deploy.__main__ import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes_max}, {bytes_max})); main()"
    )
    arguments = ["replay", *order, "--to", str(path), *history.options, *ONE_PROCESS]
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_full_disk_is_told_and_leaves_what_can_be_gone_on_with(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    done = interrupted(written_history, path, 20_000, "assessments")
    assert done.returncode == 1
    assert "file too large" in done.stderr
    assert "run the same command with --resume" in done.stderr
    assert not path.exists()
    again = replay(written_history, "assessments", "--to", str(path))
    assert "an earlier replay was interrupted" in again.stderr
    other = replay(written_history, "roster", "--to", str(path), "--resume")
    assert "was begun by another replay" in other.stderr
    written(written_history, path, "assessments", "--resume")
    fresh = written(written_history, tmp_path / "b.jsonl", "assessments")
    assert path.read_bytes() == fresh.read_bytes()


def test_a_full_standard_output_is_told(written_history: WrittenHistory) -> None:
    command = [sys.executable, "-m", "deploy", "replay", "proposals", "--to", "-"]
    with Path(os.devnull).with_name("full").open("wb") as full:
        done = subprocess.run(
            [*command, *written_history.options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_folding_again_says_what_stands_in_the_topics(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    again = lines(written(written_history, tmp_path / "again.jsonl", "--again"))
    topics = ("roster", "proposals", "evaluations", "horizon")
    stood = lines(written(written_history, tmp_path / "stood.jsonl", *topics))
    assert said(again) == said(stood)
    assert all(one["made_from"][0] == "pool-log" for one in again)


def test_slates_and_nominations_decided_again_are_those_that_stand_there(
    exercised: WrittenHistory, tmp_path: Path
) -> None:
    topics = ("slates", "nominations")
    again = lines(written(exercised, tmp_path / "again.jsonl", *topics, "--again"))
    stood = lines(written(exercised, tmp_path / "stood.jsonl", *topics))
    assert said(again) == said(stood)
    assert {one["made_from"][0] for one in again} == {"exercise-log", "leadership-log"}


def test_memberships_decided_again_are_those_that_the_pool_was_told(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    again = lines(written(written_history, tmp_path / "again.jsonl", "pool-log", "--again"))
    told = ("pool-log", "--type", "MembershipRecorded")
    stood = lines(written(written_history, tmp_path / "stood.jsonl", *told))
    assert said(again) == said(stood)


def test_deciding_again_from_a_position_says_what_came_after_it(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    topics = ("proposals", "roster", "evaluations", "--again")
    whole = lines(written(written_history, tmp_path / "a.jsonl", *topics, "--from", f"{POOL}:1"))
    before = (*topics, "--until", f"{POOL}:80")
    after = (*topics, "--from", f"{POOL}:81")
    parts = [
        *lines(written(written_history, tmp_path / "b.jsonl", *before)),
        *lines(written(written_history, tmp_path / "c.jsonl", *after)),
    ]
    assert said(parts) == said(whole)


def said(documents: list[dict[str, Any]]) -> list[str]:
    """In an order of their own: several pools write to one partition."""
    what = ("topic", "partition", "key", "event")
    return sorted(json.dumps([one[name] for name in what]) for one in documents)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--to", "-"), "Name the topics"),
        (("proposals",), "Say where to"),
        (("applications", "--again", "--to", "-"), "those are facts"),
        (("proposals", "--through-intake"), "only what upstream systems write"),
        (("applications", "--through-intake", "--to", "-"), "goes with no --to"),
        (("applications", "--to", "-", "--append", "--resume"), "give one of them"),
        (("applications", "--to", "a.csv"), "is none of"),
        (("applications", "--to", "topics:"), "Kafka takes letters"),
        (("applications", "--to", "nowhere/a.jsonl"), "the folder nowhere does not exist"),
        (("applicants", "--to", "-"), "'applicants' is not one of"),
    ],
)
def test_what_does_not_go_together_is_a_wrong_use(
    written_history: WrittenHistory, arguments: tuple[str, ...], says: str
) -> None:
    done = replay(written_history, *arguments)
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--from", "2019-01-01"), "lies before the logs"),
        (("--from", "proposals/0:9999"), "has no record 9999"),
        (("--key", "nobody"), "nothing between these bounds was chosen"),
        (("--from", "proposals/0:2", "--until", "proposals/0:1"), "no record between these bounds"),
        (("--append",), "a file is written once"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    written_history: WrittenHistory, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = replay(written_history, "proposals", "--to", str(tmp_path / "a.jsonl"), *arguments)
    assert done.exit_code == 1
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []
