"""A real Apache Kafka on this machine: started, told about and stopped."""

import atexit
import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.broker import logs, ports, process
from deploy.broker.errors import (
    AlreadyRunning,
    BrokerCrashed,
    BrokerError,
    HomeError,
    NotRunning,
    StartTimeout,
    StopTimeout,
)
from deploy.broker.jars import ensure_jars
from deploy.broker.jvm import Jvm
from deploy.broker.launch import Launch, prepare
from deploy.broker.layout import BrokerFiles, Home, home_from
from deploy.broker.leash import Leash
from deploy.broker.process import Run
from deploy.broker.properties import HOST, Credentials
from deploy.broker.readiness import await_ready
from deploy.broker.status import BrokerStatus, State, data_bytes
from schemas.connection import Connection

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
        self._leash: Leash | None = None

    @property
    def directory(self) -> Path:
        return self._files.directory

    def start(self, timeout_s: float = 60.0) -> str:
        """Starts and waits until clients are served; gives the address.

        Raises AlreadyRunning, PortTaken, HomeError, JarError, BrokerCrashed or StartTimeout.
        """
        prepare(self._files)
        with self._locked():
            self._refuse_second_start()
            jvm = Jvm(ensure_jars(self._home.libs), self._home.kafka, self._heap_mib)
            run = self._start(jvm, timeout_s)
        self._port = run.port
        return f"{HOST}:{run.port}"

    def stop(self, timeout_s: float = 30.0) -> None:
        """Stops cleanly, by force after `timeout_s`; NotRunning when there is nothing to stop."""
        if not self._files.run.exists():
            raise NotRunning(self.directory)
        with self._locked():
            run = self._alive()
            if run is None:
                self._forget_run()
                raise NotRunning(self.directory)
            patience_s = timeout_s + (_TRAINING_S if run.training else 0)
            if process.end(run, self._files, signal.SIGTERM, patience_s):
                self._keep_cache(run)
            else:
                self._kill(run)
            self._forget_run()

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
        clean = logs.ended_cleanly(self._files)
        return self._status("stopped" if clean else "crashed", port=run.port)

    def connection(self) -> Connection:
        """How to reach this broker; NotRunning when it does not run."""
        run = self._alive()
        if run is None:
            raise NotRunning(self.directory)
        return self._connection(run.port)

    def last_lines(self, count: int = 20) -> tuple[str, ...]:
        return logs.last_lines(self._files, count)

    def follow(self) -> Iterator[str]:
        """New lines of the log as they come, without end."""
        return logs.follow(self._files.log)

    def _start(self, jvm: Jvm, timeout_s: float) -> Run:
        launch = Launch(self._files, jvm, self._port, self._credentials)
        try:
            run = self._launch(launch, timeout_s)
        except BrokerError as error:
            if not jvm.discard_bad_cache(str(error)):
                raise
            return self._launch(launch, timeout_s)
        # Passed over by the JVM, at the price of a slow start: the next clean stop makes it anew.
        jvm.discard_bad_cache(self._files.output.read_text(errors="replace"))
        return run

    def _launch(self, launch: Launch, timeout_s: float) -> Run:
        run = launch.spawn()
        self._put_on_leash(run)
        try:
            if await_ready(
                self._connection(run.port), lambda: process.is_alive(run, self._files), timeout_s
            ):
                return run
            raise self._failure(run, timeout_s)
        except BaseException:
            # Nothing half started is left behind, after an interrupt neither.
            self._kill(run)
            self._forget_run()
            raise

    def _failure(self, run: Run, timeout_s: float) -> BrokerError:
        lines = self.last_lines()
        if process.is_alive(run, self._files):
            return StartTimeout(timeout_s, self._files.log, lines)
        return BrokerCrashed(self._files.log, lines)

    def _status(
        self, state: State, port: int | None, pid: int | None = None, uptime_s: float | None = None
    ) -> BrokerStatus:
        size = data_bytes(self._files.data)
        return BrokerStatus(state, self.directory, self._files.log, size, pid, port, uptime_s)

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

    def _connection(self, port: int) -> Connection:
        address = f"{HOST}:{port}"
        return self._credentials.connection(address) if self._credentials else Connection(address)

    def _kill(self, run: Run) -> None:
        if not process.end(run, self._files, signal.SIGKILL, _KILL_TIMEOUT_S):
            raise StopTimeout(run.pid, _KILL_TIMEOUT_S)

    def _keep_cache(self, run: Run) -> None:
        if run.training and self._files.training.is_file():
            Jvm(ensure_jars(self._home.libs), self._home.kafka).keep_cache(self._files.training)

    def _forget_run(self) -> None:
        self._drop_leash()
        self._files.run.unlink(missing_ok=True)

    def _put_on_leash(self, run: Run) -> None:
        if self._leashed:
            self._leash = Leash(self._files, run.pid)
            atexit.register(self._drop_leash)

    def _drop_leash(self) -> None:
        if self._leash is not None:
            self._leash.drop()
            self._leash = None
