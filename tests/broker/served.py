"""Projection and server as an operator has them: processes of their own, and readers of streams."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from consumers.web.roles import ROLES, Role
from consumers.web.tokens import new_token
from deploy.cli.connection import environment_of
from deploy.serving.listening import address_of, listening_socket
from deploy.serving.token_table import token_table
from schemas.connection import Connection
from tests.ready_process import ReadyProcess

PATIENCE_S = 60.0
STREAM = "/api/v1/stream/proposals"


def wait_until(done: Callable[[], bool], what: str = "it") -> None:
    end = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)


class Team:
    """One database, one address; processes may be killed and started again."""

    def __init__(self, connection: Connection, prefix: str, database: str, folder: Path) -> None:
        self.connection, self.prefix, self.database = connection, prefix, database
        self._folder = folder
        self._started: list[ReadyProcess] = []
        with listening_socket("127.0.0.1", 0) as free:
            self.address, self._port = address_of(free), free.getsockname()[1]
        self._tokens: dict[Role, str] = {role: new_token() for role in ROLES}
        tables = [token_table(f"{role}-desk", role, token) for role, token in self._tokens.items()]
        self._file = folder / "tokens.toml"
        self._file.write_text("\n".join(tables))

    def project(self, *options: str) -> ReadyProcess:
        return self._start("project", "--database", self.database, *options)

    def serve(self, *options: str) -> ReadyProcess:
        """Answers when this returns."""
        where = ["--port", str(self._port), "--tokens", str(self._file)]
        process = self._start("serve", "--database", self.database, *where, *options)
        wait_until(lambda: self._answers(process), "the server")
        return process

    def headers(self, role: Role) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[role]}"}

    @contextmanager
    def client(self, role: Role) -> Iterator[httpx.Client]:
        """Of the API, and signed in to the console."""
        with httpx.Client(
            base_url=self.address, headers=self.headers(role), timeout=30, follow_redirects=True
        ) as client:
            client.post("/sign-in", data={"token": self._tokens[role], "next": "/sign-in"})
            yield client

    @contextmanager
    def reader(self, role: Role = "viewer", start: str = "earliest") -> Iterator["Reader"]:
        reader = Reader(self.address, self.headers(role), start)
        reader.thread.start()
        try:
            yield reader
        finally:
            reader.over.set()
            reader.thread.join(PATIENCE_S)

    def log(self, name: str) -> str:
        """What all processes of the name said."""
        return "".join(path.read_text() for path in sorted(self._folder.glob(f"{name}-*.log")))

    def close(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()

    def _answers(self, process: ReadyProcess) -> bool:
        assert process.poll() is None, self.log("serve")
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/sign-in").status_code == 200
        return False

    def _start(self, name: str, *options: str) -> ReadyProcess:
        log = self._folder / f"{name}-{len(self._started):02}.log"
        environment = os.environ | environment_of(self.connection, self.prefix)
        process = ReadyProcess("deploy", (name, *options), log, environment)
        self._started.append(process)
        return process


class Reader:
    """Reads the stream as a browser does: whatever ends it, it comes back with the last id."""

    def __init__(self, address: str, headers: dict[str, str], start: str) -> None:
        self.events: list[dict[str, Any]] = []
        self.connections = 0
        """How often it was let in."""
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._read, args=(address, headers), daemon=True)
        self._last = ""
        self._start = start

    def ids(self) -> list[str]:
        return [event["event_id"] for event in self.events]

    def _read(self, address: str, headers: dict[str, str]) -> None:
        while not self.over.is_set():
            # A read that waits for long is given up now and then, so that the end is noticed.
            patience = httpx.Timeout(5, read=2)
            with suppress(httpx.TransportError), httpx.Client(timeout=patience) as client:
                self._follow(client, f"{address}{STREAM}", headers)
            time.sleep(0.05)

    def _follow(self, client: httpx.Client, url: str, headers: dict[str, str]) -> None:
        came_back = {"Last-Event-ID": self._last} if self._last else {}
        query = {"start": self._start}
        with client.stream("GET", url, params=query, headers=headers | came_back) as answer:
            if answer.status_code != 200:
                return
            self.connections += 1
            told: dict[str, str] = {}
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                if line and name:
                    told[name] = value
                elif "data" in told:
                    # Only now the event is whole.
                    self.events.append(json.loads(told["data"]))
                    self._last, told = told["id"], {}
                if self.over.is_set():
                    return


def killed(process: ReadyProcess) -> None:
    process.kill()
    process.wait()
