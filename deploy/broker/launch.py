"""Bringing a broker up: its files written, its data formatted, its process started and awaited."""

import base64
import os
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.broker import logs, ports, process
from deploy.broker.errors import HomeError
from deploy.broker.jvm import Jvm, run_to_end
from deploy.broker.layout import BrokerFiles
from deploy.broker.process import Run
from deploy.broker.properties import Credentials, logging_properties, server_properties

_FREE_BYTES_MIN = 256 << 20
_FORMAT_TIMEOUT_S = 60.0


def prepare(files: BrokerFiles) -> None:
    """Makes the directory; HomeError when it cannot be written or its disk is nearly full."""
    try:
        files.data.mkdir(parents=True, exist_ok=True)
        files.directory.chmod(0o700)
        free = shutil.disk_usage(files.directory).free
    except OSError as error:
        raise HomeError(files.directory, error.strerror or str(error)) from error
    if free < _FREE_BYTES_MIN:
        needed = f"{_FREE_BYTES_MIN >> 20} MiB are needed"
        raise HomeError(files.directory, f"only {free >> 20} MiB are free there, {needed}")


@dataclass(frozen=True, slots=True)
class Launch:
    """All that a start needs to know."""

    files: BrokerFiles
    jvm: Jvm
    port: int | None
    credentials: Credentials | None

    def spawn(self) -> Run:
        """Starts the process; it is not ready yet."""
        try:
            chosen = self._write_files()
            if not (self.files.data / "meta.properties").exists():
                command = self.jvm.format(self.files, _cluster_id())
                run_to_end(command, self.files.directory, _FORMAT_TIMEOUT_S)
            return self._spawn(chosen.client)
        except OSError as error:
            raise HomeError(self.files.directory, error.strerror or str(error)) from error

    def _write_files(self) -> ports.Ports:
        files = self.files
        chosen = ports.choose(files.directory, ports.remembered(files.ports), self.port)
        text = server_properties(files.data, chosen.client, chosen.controller, self.credentials)
        _write_private(files.properties, text)
        files.logging.write_text(logging_properties(files.log))
        ports.remember(files.ports, chosen)
        logs.begin(files)
        files.training.unlink(missing_ok=True)
        return chosen

    def _spawn(self, port: int) -> Run:
        training = not self.jvm.cache.is_file()
        command = self.jvm.broker(self.files, self.files.training if training else None)
        run = Run(process.spawn(command, self.files), port, time.time(), training)
        run.write(self.files.run)
        return run


def _cluster_id() -> str:
    # Sixteen bytes as Kafka spells ids; the first is fixed, for none may begin with a dash.
    return base64.urlsafe_b64encode(b"p" + secrets.token_bytes(15)).decode()[:22]


def _write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
