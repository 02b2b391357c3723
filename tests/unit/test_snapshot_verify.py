"""Whatever is done to a snapshot is found and named before anything of it is used."""

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from deploy.__main__ import main
from deploy.cli.history import history_options, history_told_clearly
from schemas.codec import decode, encode
from streams.history.errors import LogUnreadable
from streams.history.logs import Extent, Logs, Place
from streams.history.snapshot.errors import (
    PROBLEMS_MAX,
    DoesNotVerify,
    FolderInUse,
    NotASnapshot,
)
from streams.history.snapshot.files import write_file
from streams.history.snapshot.form import MANIFEST, SavedRecord
from streams.history.snapshot.manifest import read_manifest, to_json
from streams.history.snapshot.reading import SnapshotLogs
from streams.history.snapshot.verifying import Verified, verify
from tests.unit.written_history import Reading, WrittenHistory, write

FILE = "pool-log-0.avro"


def verified(folder: Path) -> Verified:
    return verify(folder, 1, lambda *_: None)


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(DoesNotVerify) as raised:
        verified(folder)
    return raised.value.problems


@pytest.fixture(scope="module")
def part(written_history: WrittenHistory) -> Reading:
    """One pool with its marks, and some of the roster: soon looked through."""
    reading = written_history.reading()
    kept = (Place("pool-log", 0), Place("evaluations", 0), Place("roster", 1))
    return {place: reading[place] for place in kept}


@pytest.fixture
def copied(part: Reading, tmp_path: Path) -> Path:
    """A copy to do damage to."""
    return write(tmp_path / "copied", part).folder


def doctored(part: Reading, place: Place, records: Sequence[SavedRecord], folder: Path) -> Path:
    return write(folder / "doctored", {**part, place: records}).folder


def one_bit(path: Path) -> None:
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    path.write_bytes(found)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def grown(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def resealed(folder: Path, **changed: object) -> None:
    """A manifest that somebody wrote anew, seal and all, with something else about FILE."""
    manifest = read_manifest(folder)
    files = [
        replace(one, **changed) if one.file == FILE else one  # type: ignore[arg-type]
        for one in manifest.files
    ]
    (folder / MANIFEST).write_bytes(to_json(replace(manifest, files=files)))


def test_what_was_written_verifies(written_history: WrittenHistory) -> None:
    found = verified(written_history.folder)
    with written_history.logs.open() as reader:
        for place, renumbering in found.renumberings.items():
            offsets = [one.offset for chunk in reader.read(Place(*place)) for one in chunk]
            assert [renumbering.of_record(one) for one in offsets] == [*range(len(offsets))]
    assert found.manifest.records > 10_000


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (one_bit, "checksum is not the manifest's"),
        (cut_short, "the manifest says"),
        (grown, "the manifest says"),
        (Path.unlink, "it is missing"),
    ],
)
def test_a_file_that_is_not_what_was_saved_is_named(
    copied: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(copied / FILE)
    (problem,) = problems(copied)
    assert problem.startswith(f"{FILE}: ")
    assert said in problem
    with SnapshotLogs(copied).open() as reader, pytest.raises(DoesNotVerify, match=FILE):
        list(reader.read(Place("pool-log", 0)))


def test_every_file_that_does_not_verify_is_named(copied: Path) -> None:
    one_bit(copied / FILE)
    (copied / "roster-1.avro").unlink()
    (copied / "roster-4.avro").write_bytes(b"")
    assert sorted(problem.partition(":")[0] for problem in problems(copied)) == [
        FILE,
        "roster-1.avro",
        "roster-4.avro",
    ]


def test_a_manifest_that_was_edited_is_not_believed(copied: Path) -> None:
    manifest = json.loads((copied / MANIFEST).read_text())
    (copied / MANIFEST).write_text(json.dumps(manifest | {"prefix": "other."}))
    assert problems(copied) == (f"{MANIFEST}: it was changed after it was sealed",)
    with pytest.raises(DoesNotVerify), SnapshotLogs(copied).open():
        pass


def test_a_manifest_that_is_only_indented_anew_is_believed(copied: Path) -> None:
    (copied / MANIFEST).write_text(json.dumps(json.loads((copied / MANIFEST).read_text())))
    assert verified(copied).manifest.prefix == "written."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"records": 1}, "records, the manifest says 1"),
        ({"last_offset": 5}, "first and last offset"),
        ({"file": "../elsewhere.avro"}, "no file of a snapshot is named so"),
    ],
)
def test_a_manifest_sealed_anew_does_not_hide_what_it_changes(
    copied: Path, changed: dict[str, object], said: str
) -> None:
    resealed(copied, **changed)
    assert said in problems(copied)[0]


def test_a_manifest_lists_every_topic_and_no_other(copied: Path) -> None:
    manifest = read_manifest(copied)
    files = [one for one in manifest.files if one.topic != "learning"]
    strange = replace(files[0], topic="payroll", partition=0, file="payroll-0.avro")
    (copied / MANIFEST).write_bytes(to_json(replace(manifest, files=[*files, strange])))
    found = problems(copied)
    assert f"{MANIFEST}: it lists no file of learning" in found
    assert f"{MANIFEST}: this program knows no topic payroll" in found
    assert "learning-0.avro: the manifest does not list it" in found


def test_a_manifest_of_other_fields_is_none(copied: Path) -> None:
    document = json.loads((copied / MANIFEST).read_text())
    del document["manifest_sha256"], document["files"]
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"))
    sealed = document | {"manifest_sha256": sha256(plain.encode()).hexdigest()}
    (copied / MANIFEST).write_text(json.dumps(sealed))
    with pytest.raises(NotASnapshot, match="has other fields"):
        verified(copied)


def test_a_log_under_the_name_of_another_is_no_copy_of_it(copied: Path) -> None:
    other = next(it for it in read_manifest(copied).files if it.file == "pool-log-1.avro")
    shutil.copy(copied / other.file, copied / FILE)
    resealed(copied, **{name: getattr(other, name) for name in ("bytes", "sha256", "records")})
    assert "it says that its pathways.partition is 1, not 0" in problems(copied)[0]


def test_a_record_of_our_own_that_no_schema_reads_is_named(part: Reading, tmp_path: Path) -> None:
    place = Place("pool-log", 0)
    records = list(part[place])
    records[7] = records[7]._replace(value=b"no Avro at all")
    (problem,) = problems(doctored(part, place, records, tmp_path))
    assert problem == f"{FILE}: record 8 is framed in no schema that this program knows"


def test_a_mark_whose_count_and_offset_name_different_places_is_named(
    part: Reading, tmp_path: Path
) -> None:
    place = Place("evaluations", 0)
    marks = list(part[place])
    said = decode(marks[-1].value or b"")
    marks[-1] = marks[-1]._replace(value=encode(replace(said, to_count=said.to_count - 1)))
    (problem,) = problems(doctored(part, place, marks, tmp_path))
    assert f"evaluations-0.avro: record {len(marks)} says that {said.to_count - 1:,}" in problem


def test_a_record_that_is_lost_is_missed_by_the_marks_behind_it(
    part: Reading, tmp_path: Path
) -> None:
    place = Place("pool-log", 0)
    left = [*part[place][:40], *part[place][41:]]
    found = problems(doctored(part, place, left, tmp_path))
    assert len(found) == PROBLEMS_MAX
    assert all("of pool-log/0, where" in problem for problem in found)


def test_what_is_no_snapshot_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / MANIFEST).write_text(
        json.dumps({"format": "pathways-snapshot", "format_version": 2})
    )
    for name, said in (
        ("nowhere", "no such folder"),
        ("file", "a file, not a folder"),
        (".", "no manifest.json"),
        ("later", "format version 2 is not 1"),
    ):
        with pytest.raises(NotASnapshot, match=said):
            verified(tmp_path / name)


def test_a_snapshot_is_for_its_owner_alone(written_history: WrittenHistory) -> None:
    modes = {path.stat().st_mode & 0o777 for path in written_history.folder.iterdir()}
    assert modes == {0o600}
    assert written_history.folder.stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_over_what_is_there(part: Reading, tmp_path: Path) -> None:
    with pytest.raises(FolderInUse):
        write(tmp_path, part)


FILLS_A_DISK = """
import os, resource, sys
from pathlib import Path
from streams.history.logs import Place
from streams.history.snapshot.errors import NoRoom
from streams.history.snapshot.files import write_file
from streams.history.snapshot.folder import new_folder
from streams.history.snapshot.form import SavedRecord

resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
chunks = ([SavedRecord("roster", 0, at, 0, None, os.urandom(100_000))] for at in range(50))
try:
    with new_folder(Path(sys.argv[1])) as making:
        write_file(making, Place("roster", 0), "", chunks, lambda *_: None)
except NoRoom as error:
    print(error)
"""


def test_a_disk_that_fills_leaves_nothing_and_says_how_much_room_there_was(
    tmp_path: Path,
) -> None:
    target = tmp_path / "full"
    done = subprocess.run(
        [sys.executable, "-c", FILLS_A_DISK, str(target)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert f"cannot write {target}: file too large after" in done.stdout
    assert f"{tmp_path} has" in done.stdout
    assert [*tmp_path.iterdir()] == []


def test_equal_logs_make_equal_files(
    part: Reading, written_history: WrittenHistory, tmp_path: Path
) -> None:
    place = Place("roster", 1)
    again = write_file(tmp_path, place, written_history.prefix, [part[place]], lambda *_: None)
    assert again == read_manifest(written_history.folder).file_of(place)


def test_the_command_names_what_does_not_verify_and_exits_with_1(copied: Path) -> None:
    verifying = ["snapshot", "verify", str(copied), "--processes", "1"]
    well = CliRunner().invoke(main, [*verifying, "--json"])
    assert well.exit_code == 0
    told = json.loads(well.stdout)
    assert told["verifies"] is True
    assert told["seal"] == json.loads((copied / MANIFEST).read_text())["manifest_sha256"]
    one_bit(copied / FILE)
    told = CliRunner().invoke(main, verifying)
    assert told.exit_code == 1
    assert f"{FILE}: its checksum" in told.stderr
    as_json = CliRunner().invoke(main, [*verifying, "--json"])
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["problems"][0].startswith(FILE)


@click.command()
@history_options
def count_proposals(*, logs: Logs, processes: int) -> None:
    """A command on history, as any other."""
    with history_told_clearly(), logs.open() as reader:
        places = [Place("proposals", number) for number in range(reader.partitions("proposals"))]
        click.echo(sum(len(chunk) for place in places for chunk in reader.read(place)))


def test_a_command_on_history_reads_a_snapshot_without_any_kafka(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    nowhere = {"PATHWAYS_BOOTSTRAP_SERVERS": "127.0.0.1:1"}
    found = CliRunner().invoke(count_proposals, written_history.options, env=nowhere)
    assert found.exit_code == 0
    assert int(found.stdout) > 50
    wrong = CliRunner().invoke(count_proposals, ["--snapshot", str(tmp_path)], env=nowhere)
    assert wrong.exit_code == 1
    assert "is no snapshot" in wrong.stderr


@pytest.mark.parametrize(
    "error",
    [
        DoesNotVerify(Path("saved"), ["a: b", "c: d"]),
        LogUnreadable(Place("roster", 1), 5, Extent(0, 9), "nothing came"),
    ],
)
def test_an_error_of_another_process_arrives_as_it_was(error: Exception) -> None:
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert arrived.__dict__ == error.__dict__
