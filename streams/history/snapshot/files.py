"""One partition as one file: written and read block by block, never as a whole."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Any

from fastavro import reader as avro_reader
from fastavro.write import Writer

from streams.engine.stage import Record
from streams.history.logs import Place
from streams.history.processes import Tell
from streams.history.snapshot import form
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.manifest import SavedFile

RECORDS_PER_CHUNK = 2_000


def write_file(
    folder: Path, place: Place, prefix: str, chunks: Iterable[Sequence[Record]], tell: Tell
) -> SavedFile:
    """The records in order, numbered from 1; on the disk when this returns."""
    path = folder / form.file_name(place)
    first, last, count = None, None, 0
    with _Sized(path) as sized:
        avro = _writer(sized, place, prefix)
        for chunk in chunks:
            for record in chunk:
                count += 1
                avro.write(_document(record, count))
            first, last = chunk[0].offset if first is None else first, chunk[-1].offset
            tell(str(place), count)
        avro.flush()
    return SavedFile(path.name, *place, count, first, last, sized.bytes, sized.digest.hexdigest())


def read_file(path: Path, place: Place, prefix: str) -> Iterator[list[SavedRecord]]:
    """The records in order, in chunks; raises ValueError for a file that is not this one's."""
    topic, partition = prefix + place.topic, place.partition
    with path.open("rb") as source:
        avro = avro_reader(source)
        _require(avro.metadata, form.metadata(place, prefix))
        chunk: list[SavedRecord] = []
        for count, it in enumerate(avro, 1):
            if it["count"] != count:
                raise ValueError(f"record {count} says that it is number {it['count']}")
            headers = [(one["name"], one["value"]) for one in it["headers"]]
            chunk.append(
                SavedRecord(
                    topic, partition, it["offset"], it["timestamp"], it["key"], it["value"], headers
                )
            )
            if len(chunk) == RECORDS_PER_CHUNK:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


def _require(found: Mapping[str, Any], wanted: Mapping[str, str]) -> None:
    for name, value in wanted.items():
        if found.get(name) != value:
            raise ValueError(f"it says that its {name} is {found.get(name)}, not {value}")


def private_file(path: Path) -> IO[bytes]:
    """A new file that only its owner may read: records are about people."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def sha256_of(path: Path) -> str:
    with path.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()


class _Sized:
    """A new file that counts and hashes what is written to it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.bytes, self.digest = 0, sha256()

    def __enter__(self) -> "_Sized":
        self._file = private_file(self._path)
        return self

    def __exit__(self, *error: object) -> None:
        try:
            if error == (None, None, None):
                self._file.flush()
                os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def write(self, data: bytes) -> int:
        self.bytes += len(data)
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def seekable(self) -> bool:
        """It only grows: Avro would otherwise look for a file to add to."""
        return False


def _writer(target: _Sized, place: Place, prefix: str) -> Any:
    return Writer(
        target,
        form.SCHEMA,
        form.CODEC,
        sync_interval=form.BLOCK_BYTES,
        metadata=dict(form.metadata(place, prefix)),
        sync_marker=form.sync_marker(place),
        compression_level=form.COMPRESSION_LEVEL,
    )


def _document(record: Record, count: int) -> dict[str, Any]:
    return {
        "count": count,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "key": record.key,
        "value": record.value,
        "headers": [{"name": name, "value": value} for name, value in record.headers],
    }
