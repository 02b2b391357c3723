"""A real Apache Kafka on this machine: started, told about and stopped."""

import atexit
import base64
import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.broker import logs, ports, process, readiness
from deploy.broker.errors import (
    AlreadyRunning,
    BrokerCrashed,
    HomeError,
    NotRunning,
    StartTimeout,
    StopTimeout,
)
from deploy.broker.jars import ensure_jars
from deploy.broker.jvm import Jvm, run_to_end
from deploy.broker.layout import BrokerFiles, Home, home_from
from deploy.broker.process import Run
from deploy.broker.properties import HOST, Credentials, logging_properties, server_properties
from deploy.broker.status import BrokerStatus, State, data_bytes
from schemas.connection import Connection

_FREE_BYTES_MIN = 256 << 20
_KILL_TIMEOUT_S = 10.0
# After its clean stop a JVM that trains assembles its cache, which takes some seconds of CPU.
_TRAINING_S = 60.0


class LocalBroker:
    """One broker, known by its directory; several processes may hold a LocalBroker of it."""

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        *,
        home: Home | None = None,
        heap_mib: int = 512,
        credentials: Credentials | None = None,
        leashed: bool = False,
    ) -> None:
        """`leashed`: the broker ends with the process that starts it, even if that is killed."""
        self._files = BrokerFiles(directory.absolute())
        self._port = port
        self._home = home or home_from()
        self._heap_mib = heap_mib
        self._credentials = credentials
        self._leashed = leashed
        self._leash: process.Leash | None = None

    @property
    def directory(self) -> Path:
        return self._files.directory

    def start(self, timeout_s: float = 60.0) -> str:
        """Starts and waits until clients are served; gives the address.

        Raises AlreadyRunning, PortTaken, HomeError, JarError, BrokerCrashed or StartTimeout.
        """
        self._prepare_directory()
        with self._locked():
            self._refuse_second_start()
            jars = ensure_jars(self._home.libs)
            run = self._launch(Jvm(jars, self._home.kafka, self._heap_mib))
            self._await_ready(run, timeout_s)
        self._port = run.port
        return f"{HOST}:{run.port}"

    def stop(self, timeout_s: float = 30.0) -> None:
        """Stops cleanly, by force after `timeout_s`; NotRunning when there is nothing to stop."""
        if not self._files.run.exists():
            raise NotRunning(self.directory)
        with self._locked():
            run = self._alive()
            if run is None:
                self._files.run.unlink(missing_ok=True)
                raise NotRunning(self.directory)
            patience_s = timeout_s + (_TRAINING_S if run.training else 0)
            if process.end(run, self._files, signal.SIGTERM, patience_s):
                self._keep_cache(run)
            else:
                self._kill(run)
            self._drop_leash()
            self._files.run.unlink(missing_ok=True)

    def kill(self) -> None:
        """Ends the broker at once, as a crash would; the next start recovers its data."""
        run = self._alive()
        if run is None:
            raise NotRunning(self.directory)
        self._kill(run)
        self._drop_leash()

    def status(self) -> BrokerStatus:
        run = process.read_run(self._files.run)
        if run is None:
            last = ports.remembered(self._files.ports)
            return self._status("stopped", port=last.client if last else None)
        if process.is_alive(run, self._files):
            uptime_s = time.time() - run.started_at_s
            return self._status("running", port=run.port, pid=run.pid, uptime_s=uptime_s)
        return self._status("crashed", port=run.port)

    def connection(self) -> Connection:
        """How to reach this broker; NotRunning when it does not run."""
        run = self._alive()
        if run is None:
            raise NotRunning(self.directory)
        return self._connection(run.port)

    def last_lines(self, count: int = 20) -> tuple[str, ...]:
        return logs.last_lines(self._files, count)

    def follow(self) -> Iterator[str]:
        return logs.follow(self._files.log)

    def _status(
        self, state: State, port: int | None, pid: int | None = None, uptime_s: float | None = None
    ) -> BrokerStatus:
        size = data_bytes(self._files.data)
        return BrokerStatus(state, self.directory, self._files.log, size, pid, port, uptime_s)

    def _prepare_directory(self) -> None:
        try:
            self._files.data.mkdir(parents=True, exist_ok=True)
            self.directory.chmod(0o700)
            free = shutil.disk_usage(self.directory).free
        except OSError as error:
            raise HomeError(self.directory, error.strerror or str(error)) from error
        if free < _FREE_BYTES_MIN:
            need = f"{_FREE_BYTES_MIN >> 20} MiB"
            raise HomeError(self.directory, f"only {free >> 20} MiB are free there, {need} needed")

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One start or stop at a time, whichever process asks; others wait."""
        try:
            descriptor = os.open(self._files.lock, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise HomeError(self.directory, error.strerror or str(error)) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _refuse_second_start(self) -> None:
        run = self._alive()
        if run is not None:
            raise AlreadyRunning(self.directory, run.pid, f"{HOST}:{run.port}")

    def _alive(self) -> Run | None:
        run = process.read_run(self._files.run)
        return run if run is not None and process.is_alive(run, self._files) else None

    def _launch(self, jvm: Jvm) -> Run:
        files = self._files
        chosen = ports.choose(self.directory, ports.remembered(files.ports), self._port)
        text = server_properties(files.data, chosen.client, chosen.controller, self._credentials)
        try:
            _write_private(files.properties, text)
            files.logging.write_text(logging_properties(files.log))
            ports.remember(files.ports, chosen)
            files.output.write_text("")
            if not (files.data / "meta.properties").exists():
                run_to_end(jvm.format(files, _cluster_id()), timeout_s=60)
            training = not jvm.cache.is_file()
            command = jvm.broker(files, files.training if training else None)
            pid = process.spawn(command, files)
            run = Run(pid, chosen.client, time.time(), training)
            run.write(files.run)
        except OSError as error:
            raise HomeError(self.directory, error.strerror or str(error)) from error
        self._put_on_leash(run)
        return run

    def _await_ready(self, run: Run, timeout_s: float) -> None:
        connection = self._connection(run.port)
        if readiness.await_ready(connection, lambda: process.is_alive(run, self._files), timeout_s):
            return
        lines = self.last_lines()
        crashed = not process.is_alive(run, self._files)
        if not crashed:
            self._kill(run)
        self._drop_leash()
        self._files.run.unlink(missing_ok=True)
        if crashed:
            raise BrokerCrashed(self._files.log, lines, _advice(lines))
        raise StartTimeout(timeout_s, self._files.log, lines)

    def _connection(self, port: int) -> Connection:
        if self._credentials is None:
            return Connection(f"{HOST}:{port}")
        return Connection(
            f"{HOST}:{port}",
            security_protocol="SASL_PLAINTEXT",
            sasl_mechanism="PLAIN",
            sasl_username=self._credentials.username,
            sasl_password=self._credentials.password,
        )

    def _kill(self, run: Run) -> None:
        if not process.end(run, self._files, signal.SIGKILL, _KILL_TIMEOUT_S):
            raise StopTimeout(run.pid, _KILL_TIMEOUT_S)

    def _keep_cache(self, run: Run) -> None:
        """Moves a cache that was made at this stop to where all brokers find it."""
        if not run.training or not self._files.training.is_file():
            return
        cache = Jvm(ensure_jars(self._home.libs), self._home.kafka).cache
        part = cache.with_suffix(f".{run.pid}.part")
        shutil.move(self._files.training, part)
        part.replace(cache)

    def _put_on_leash(self, run: Run) -> None:
        if self._leashed:
            self._leash = process.Leash(run.pid)
            atexit.register(self._drop_leash)

    def _drop_leash(self) -> None:
        if self._leash is not None:
            self._leash.drop()
            self._leash = None


def _cluster_id() -> str:
    # Sixteen bytes as Kafka spells ids; the first is fixed, for none may begin with a dash.
    return base64.urlsafe_b64encode(b"p" + secrets.token_bytes(15)).decode()[:22]


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def _advice(lines: tuple[str, ...]) -> str:
    text = "\n".join(lines)
    if "No space left on device" in text:
        return "Its disk is full: free some space and start again."
    if "Address already in use" in text:
        return "Another program took its port meanwhile: start again."
    if "OutOfMemoryError" in text:
        return "Its memory was too small: give it more with --heap-mib."
    return "Its last lines say why; its data is kept."
