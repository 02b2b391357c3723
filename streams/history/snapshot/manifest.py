"""What a snapshot says of itself, sealed so that nobody changes it unseen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from streams.history.logs import Place
from streams.history.snapshot.errors import DoesNotVerify, NotASnapshot
from streams.history.snapshot.form import FORMAT, FORMAT_VERSION, MANIFEST, file_name

SEAL = "manifest_sha256"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """One partition, and how its file can be told from any other."""

    file: str
    topic: str
    """Without the prefix."""
    partition: int
    records: int
    first_offset: int | None
    last_offset: int | None
    """Of the records; null where there are none."""
    bytes: int
    sha256: str

    @property
    def place(self) -> Place:
        return Place(self.topic, self.partition)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole snapshot: every partition of every topic of the table."""

    pathways_version: str
    taken_at: str
    """ISO 8601, UTC."""
    prefix: str
    decision_versions: Mapping[str, int]
    """Of the program that saved it, by stage; what decided stands in the records themselves."""
    files: Sequence[SavedFile]

    def file_of(self, place: Place) -> SavedFile | None:
        return next((one for one in self.files if one.place == place), None)

    def partitions(self) -> dict[str, int]:
        """How many each topic has."""
        counts: dict[str, int] = {}
        for one in self.files:
            counts[one.topic] = counts.get(one.topic, 0) + 1
        return counts

    @property
    def records(self) -> int:
        return sum(one.records for one in self.files)

    @property
    def bytes(self) -> int:
        return sum(one.bytes for one in self.files)


def to_json(manifest: Manifest) -> bytes:
    document = _document_of(manifest)
    return (json.dumps(document | {SEAL: _seal(document)}, indent=1) + "\n").encode()


def seal_of(manifest: Manifest) -> str:
    """One SHA-256 for the whole snapshot: noted elsewhere, it tells a copy from a forgery."""
    return _seal(_document_of(manifest))


def read_manifest(folder: Path) -> Manifest:
    """Raises NotASnapshot, or DoesNotVerify where somebody has edited it."""
    document = _document(folder)
    if document.get("format") != FORMAT:
        raise NotASnapshot(folder, f"its {MANIFEST} is not one of {FORMAT}")
    if document.get("format_version") != FORMAT_VERSION:
        found = document.get("format_version")
        problem = f"format version {found} is not {FORMAT_VERSION}, the one known here"
        raise NotASnapshot(folder, problem)
    sealed = document.pop(SEAL, None)
    if sealed != _seal(document):
        raise DoesNotVerify(folder, [f"{MANIFEST}: it was changed after it was sealed"])
    manifest = _manifest(folder, document)
    strange = [one.file for one in manifest.files if one.file != file_name(one.place)]
    if strange:
        raise DoesNotVerify(
            folder, [f"{file}: no file of a snapshot is named so" for file in strange]
        )
    return manifest


def _document(folder: Path) -> dict[str, Any]:
    try:
        document = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        problem = "there is no such folder" if not folder.is_dir() else f"it has no {MANIFEST}"
        raise NotASnapshot(folder, problem) from error
    except NotADirectoryError as error:
        raise NotASnapshot(folder, "it is a file, not a folder") from error
    except ValueError as error:
        raise NotASnapshot(folder, f"its {MANIFEST} is no JSON ({error})") from error
    if not isinstance(document, dict):
        raise NotASnapshot(folder, f"its {MANIFEST} is no JSON object")
    return document


def _document_of(manifest: Manifest) -> dict[str, Any]:
    return {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(manifest)}


def _manifest(folder: Path, document: dict[str, Any]) -> Manifest:
    try:
        kept = {name: document[name] for name in Manifest.__slots__}
        return Manifest(**kept | {"files": tuple(SavedFile(**one) for one in kept["files"])})
    except (KeyError, TypeError) as error:
        raise NotASnapshot(folder, f"its {MANIFEST} has other fields ({error})") from error


def _seal(document: Mapping[str, Any]) -> str:
    """Over the content, not the spelling: an editor that only indents anew breaks nothing."""
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
