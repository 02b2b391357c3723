"""The pinned jars of Apache Kafka: fetched once, verified by sha256, placed whole."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.broker.errors import HomeError, JarError

KAFKA_VERSION = "4.2.0"
LOCK_FILE = Path(__file__).with_name(f"kafka-{KAFKA_VERSION}-jars.txt")
_THREADS = 8
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Jar:
    """One artifact by its coordinate and the sha256 of its bytes."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def filename(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


class Fetch(Protocol):
    """Downloads one jar below a private directory and says where it lies."""

    def __call__(self, jar: Jar, into: Path) -> Path: ...


def read_lock(path: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """The pinned jars in the order of the file, which is the order of the classpath."""
    return tuple(_parse(line) for line in path.read_text().splitlines() if line.strip())


def _parse(line: str) -> Jar:
    coordinate, sha256 = line.split()
    group, artifact, version = coordinate.split(":")
    return Jar(group, artifact, version, sha256)


def fetch_from_registry(jar: Jar, into: Path) -> Path:
    """Downloads by the registry that jgo is set up with; jgo alone knows its address."""
    # Only the first start on a machine needs it, and its import takes longer than the rest of ours.
    from jgo.maven import MavenContext  # noqa: PLC0415

    context = MavenContext(repo_cache=into, timeout=30)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    return Path(component.artifact().resolve())


def ensure_jars(
    libs: Path,
    jars: Iterable[Jar] | None = None,
    fetch: Fetch = fetch_from_registry,
    console: Console | None = None,
) -> tuple[Path, ...]:
    """Every pinned jar below `libs`, fetching what is missing.

    A jar that is present was verified before it was moved there, so that a start costs no hashing.
    Raises JarError for a jar that cannot be had or has another hash, HomeError for the directory.
    """
    wanted = read_lock() if jars is None else tuple(jars)
    missing = [jar for jar in wanted if not (libs / jar.filename).is_file()]
    if missing:
        _fetch_all(missing, libs, fetch, console or Console(stderr=True))
    return tuple(libs / jar.filename for jar in wanted)


def _fetch_all(missing: list[Jar], libs: Path, fetch: Fetch, console: Console) -> None:
    with _staging(libs) as staging, ThreadPoolExecutor(_THREADS) as pool, _bar(console) as advance:
        places = [pool.submit(_place, jar, libs, staging, fetch) for jar in missing]
        advance(0, len(missing))
        try:
            for place in as_completed(places):
                place.result()
                advance(1, len(missing))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _staging(libs: Path) -> Iterator[Path]:
    """A private directory on the same file system, so that a move from it is atomic."""
    try:
        libs.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="fetch-", dir=libs.parent) as staging:
            yield Path(staging)
    except OSError as error:
        raise HomeError(libs, str(error)) from error


@contextmanager
def _bar(console: Console) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task(f"Fetching Apache Kafka {KAFKA_VERSION}", total=None)
        yield lambda count, total: progress.update(task, advance=count, total=total)


def _place(jar: Jar, libs: Path, staging: Path, fetch: Fetch) -> None:
    fetched = _fetch_with_retries(jar, staging, fetch)
    digest = hashlib.sha256(fetched.read_bytes()).hexdigest()
    if digest != jar.sha256:
        raise JarError(
            jar.coordinate,
            f"{jar.coordinate} has sha256 {digest}, but {jar.sha256} is pinned. "
            "Nothing was installed from it: the registry or the connection altered it.",
        )
    _flush_to_disk(fetched)
    fetched.replace(libs / jar.filename)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def _fetch_with_retries(jar: Jar, staging: Path, fetch: Fetch) -> Path:
    for attempt in range(1, _TRIES + 1):
        try:
            # A directory for each try: what an interrupted one left is never taken for whole.
            return fetch(jar, staging / f"{jar.filename}-{attempt}")
        except (OSError, RuntimeError) as error:
            last = error
    raise JarError(
        jar.coordinate,
        f"{jar.coordinate} could not be fetched in {_TRIES} tries: {last}. "
        "Check the network and start again: what was fetched already is kept.",
    ) from last
