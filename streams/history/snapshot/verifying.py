"""Whether a snapshot is what was saved: every file, every record, every position in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from schemas.codec import name_of
from schemas.topics import TOPICS, UPSTREAM
from streams.history.logs import Place
from streams.history.processes import Tell, in_processes
from streams.history.snapshot.agreement import disagreements
from streams.history.snapshot.errors import PROBLEMS_MAX, DoesNotVerify
from streams.history.snapshot.files import read_file, sha256_of
from streams.history.snapshot.form import MANIFEST, SavedRecord
from streams.history.snapshot.manifest import Manifest, SavedFile, read_manifest
from streams.history.snapshot.renumbering import Renumbering, Renumberings


@dataclass(frozen=True, slots=True)
class Verified:
    """A snapshot whose every file is right."""

    folder: Path
    manifest: Manifest
    renumberings: Renumberings


def verify(folder: Path, processes: int, tell: Tell) -> Verified:
    """Raises NotASnapshot, or DoesNotVerify with all that is wrong."""
    manifest = read_manifest(folder)
    problems = [*_listed(folder, manifest)]
    tasks = [_File(folder, manifest.prefix, saved) for saved in manifest.files]
    looked = in_processes(_looked_through, tasks, processes, tell)
    for found in looked:
        problems += found.problems
    if problems:
        raise DoesNotVerify(folder, problems)
    renumberings: Renumberings = {
        task.saved.place: found.renumbering for task, found in zip(tasks, looked, strict=True)
    }
    problems += disagreements(folder, manifest, renumberings)
    if problems:
        raise DoesNotVerify(folder, problems)
    return Verified(folder, manifest, renumberings)


class _File(NamedTuple):
    folder: Path
    prefix: str
    saved: SavedFile

    def chunks(self) -> Iterator[Sequence[SavedRecord]]:
        return read_file(self.folder / self.saved.file, self.saved.place, self.prefix)


class _Looked(NamedTuple):
    problems: Sequence[str]
    renumbering: Renumbering


def _listed(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Whether the manifest lists whole topics, and the folder what the manifest lists."""
    listed = {one.file for one in manifest.files} | {MANIFEST}
    for path in sorted(folder.iterdir()):
        if path.name not in listed:
            yield f"{path.name}: the manifest does not list it"
    places = {one.place for one in manifest.files}
    for topic, count in manifest.partitions().items():
        if {Place(topic, number) for number in range(count)} != {
            place for place in places if place.topic == topic
        }:
            yield f"{MANIFEST}: the partitions of {topic} are not numbered from 0 on"
    for topic in sorted(TOPICS.keys() ^ manifest.partitions().keys()):
        missing = "it lists no file of" if topic in TOPICS else "this program knows no topic"
        yield f"{MANIFEST}: {missing} {topic}"


def _looked_through(task: _File, tell: Tell) -> _Looked:
    """The bytes first: what others wrote there is not worth decoding."""
    file, problems, renumbering = task.saved.file, _of_bytes(task), Renumbering()
    if not problems:
        try:
            renumbering = Renumbering.of(_offsets(task, problems, tell))
            problems += _of_extent(task.saved, renumbering)
        # Whatever the decoder stumbles over, the file is at fault: it knows many exceptions.
        except Exception as error:
            problems.append(f"its records cannot be read: {error}")
    return _Looked([f"{file}: {problem}" for problem in problems], renumbering)


def _of_bytes(task: _File) -> list[str]:
    path, saved = task.folder / task.saved.file, task.saved
    if not path.is_file():
        return ["it is missing"]
    size = path.stat().st_size
    if size != saved.bytes:
        return [f"it has {size:,} bytes, the manifest says {saved.bytes:,}"]
    if sha256_of(path) != saved.sha256:
        return ["its checksum is not the manifest's: bytes in it were changed"]
    return []


def _offsets(task: _File, problems: list[str], tell: Tell) -> Iterator[int]:
    count, last = 0, -1
    for chunk in task.chunks():
        for record in chunk:
            count += 1
            problem = _of_record(task.saved.topic, record, last)
            if problem and len(problems) < PROBLEMS_MAX:
                problems.append(f"record {count} {problem}")
            last = record.offset
            yield last
        tell(str(task.saved.place), count)


def _of_record(topic: str, record: SavedRecord, last: int) -> str | None:
    if record.offset <= last:
        return f"has the offset {record.offset}, the one before it {last}"
    # What upstream systems write may be anything: intake rejected it, and keeps it.
    if topic in UPSTREAM or record.value is None or name_of(record.value) is not None:
        return None
    return "is framed in no schema that this program knows"


def _of_extent(saved: SavedFile, renumbering: Renumbering) -> Iterator[str]:
    if renumbering.records != saved.records:
        yield f"it holds {renumbering.records:,} records, the manifest says {saved.records:,}"
    elif renumbering.extent != (saved.first_offset, saved.last_offset):
        yield "its first and last offset are not the manifest's"
