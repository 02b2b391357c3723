"""A snapshot folder as logs: every command on history reads it as it reads a Kafka."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streams.history.errors import NoSuchTopic
from streams.history.logs import Extent, Place
from streams.history.snapshot.errors import DoesNotVerify
from streams.history.snapshot.files import read_file, sha256_of
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.manifest import Manifest, SavedFile, read_manifest


@dataclass(frozen=True, slots=True)
class SnapshotLogs:
    """The topics as a snapshot holds them."""

    folder: Path

    @property
    def prefix(self) -> str:
        """Under which they were saved."""
        return read_manifest(self.folder).prefix

    @contextmanager
    def open(self) -> Iterator["SnapshotReader"]:
        yield SnapshotReader(self.folder)


class SnapshotReader:
    """Uses no file before its checksum is right; each is looked at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: Manifest = read_manifest(folder)
        self._partitions = self._manifest.partitions()
        self._checked: set[Place] = set()

    def partitions(self, topic: str) -> int:
        if topic not in self._partitions:
            raise NoSuchTopic(topic, str(self._folder))
        return self._partitions[topic]

    def extent(self, place: Place) -> Extent:
        saved = self._saved(place)
        if saved.first_offset is None or saved.last_offset is None:
            return Extent(0, 0)
        return Extent(saved.first_offset, saved.last_offset + 1)

    def offset_at(self, place: Place, milliseconds: int) -> int:
        for chunk in self.read(place):
            for record in chunk:
                if record.timestamp >= milliseconds:
                    return record.offset
        return self.extent(place).end

    def read(
        self, place: Place, start: int | None = None, end: int | None = None
    ) -> Iterator[Sequence[SavedRecord]]:
        saved = self._saved(place)
        self._check(saved)
        for chunk in read_file(self._folder / saved.file, place, self._manifest.prefix):
            part = _between(chunk, start, end)
            if part:
                yield part
            if end is not None and chunk[-1].offset >= end:
                return

    def _saved(self, place: Place) -> SavedFile:
        found = self._manifest.file_of(place)
        if found is None:
            raise NoSuchTopic(str(place), str(self._folder))
        return found

    def _check(self, saved: SavedFile) -> None:
        if saved.place in self._checked:
            return
        path = self._folder / saved.file
        if not path.is_file():
            raise DoesNotVerify(self._folder, [f"{saved.file}: it is missing"])
        if sha256_of(path) != saved.sha256:
            raise DoesNotVerify(self._folder, [f"{saved.file}: its checksum is another one"])
        self._checked.add(saved.place)


def _between(
    chunk: Sequence[SavedRecord], start: int | None, end: int | None
) -> Sequence[SavedRecord]:
    low = 0 if start is None else bisect_left(chunk, start, key=_offset)
    high = len(chunk) if end is None else bisect_left(chunk, end, key=_offset)
    return chunk[low:high]


def _offset(record: SavedRecord) -> int:
    return record.offset
