"""A file that becomes the result when all is written, and can be gone on with until then."""

import errno
import fcntl
import os
from pathlib import Path
from typing import Any, Protocol, Self

from streams.history.logs import Place
from streams.history.replay.errors import NoRoom, OtherReplay, Taken
from streams.history.replay.records import Done, Group, Point
from streams.history.replay.stretches import Stretch

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Whole = tuple[int, Place | None, Point]
"""The bytes of a file that are whole, and the source and place of the last record in them."""


class Form(Protocol):
    """How records stand in a file."""

    def beginning(self) -> bytes:
        """What comes before the first record."""

    def encoded(self, group: Group) -> bytes: ...

    def whole(self, path: Path) -> Whole:
        """Of a file whose writer was interrupted anywhere after its beginning."""


class PartFile:
    """A Sink. The unfinished file's name tells which replay it belongs to."""

    def __init__(self, path: Path, digest: str, form: Form) -> None:
        self._path, self._form = path, form
        self._part = path.with_name(f"{path.name}.{digest[:8]}.part")
        self._last: tuple[Place, Point] | None = None

    def require_free(self, *, resume: bool) -> None:
        """Raises Taken, or OtherReplay where something else was interrupted here."""
        if self._path.exists():
            raise Taken(f"{self._path} exists already: give another name, or remove it")
        begun = sorted(self._path.parent.glob(f"{self._path.name}.*.part"))
        if others := [one for one in begun if one != self._part]:
            raise OtherReplay(str(others[0]))
        if begun and not resume:
            raise Taken(
                f"an earlier replay was interrupted and left {self._part}: go on with it by "
                "--resume, or remove that file"
            )

    def __enter__(self) -> Self:
        # Records are about people: nobody but the owner may read the file.
        self._file = os.open(self._part, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._lock()
            self._settle()
        except BaseException:
            os.close(self._file)
            raise
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._file)

    def remaining(self, parts: list[Stretch]) -> tuple[list[Stretch], Done]:
        """Sources are written one after the other: those before the last one are complete."""
        if self._last is None:
            return parts, {}
        place, point = self._last
        index = next((at for at, it in enumerate(parts) if it.place == place), None)
        if index is None:
            raise OtherReplay(str(self._part))
        return parts[index:], {place: point}

    def write(self, group: Group) -> None:
        self._append(self._form.encoded(group))

    def finish(self) -> None:
        os.fsync(self._file)
        if self._path.exists():
            raise Taken(f"{self._path} came into being meanwhile: the replay is in {self._part}")
        self._part.rename(self._path)

    def drop(self) -> None:
        """Where there was nothing to write."""
        self._part.unlink()

    def _lock(self) -> None:
        """The lock goes with the process, however that ends."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(f"another replay is writing {self._part} right now") from error

    def _settle(self) -> None:
        """Cuts off what is only half there."""
        beginning = self._form.beginning()
        if not beginning.startswith(os.pread(self._file, len(beginning), 0)):
            raise OtherReplay(str(self._part))
        if os.fstat(self._file).st_size <= len(beginning):
            os.ftruncate(self._file, 0)
            self._append(beginning)
            return
        end, place, point = self._form.whole(self._part)
        os.ftruncate(self._file, end)
        os.lseek(self._file, end, os.SEEK_SET)
        self._last = (place, point) if place else None

    def _append(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            if error.errno in _FULL:
                raise NoRoom(self._part, error.strerror or "the disk is full") from error
            raise


class LinesOut:
    """A Sink: JSON Lines to a stream that somebody else reads."""

    def __init__(self, form: Form, out: Any) -> None:
        self._form, self._out = form, out

    def write(self, group: Group) -> None:
        self._out.write(self._form.encoded(group))
        self._out.flush()

    def finish(self) -> None:
        self._out.flush()
