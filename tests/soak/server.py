"""The real server as its own process, over a read model alone."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from consumers.web.tokens import token_hash

TOKEN = "pw_soak"
START_S = 30.0


@dataclass(frozen=True)
class Served:
    address: str
    process: "subprocess.Popen[bytes]"

    def resident_mib(self) -> float:
        return float(psutil.Process(self.process.pid).memory_info().rss) / (1 << 20)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def served(folder: Path, url: str) -> Iterator[Served]:
    tokens = folder / "tokens.toml"
    tokens.write_text(
        f'[[token]]\nname = "soak"\nrole = "hr_partner"\nsha256 = "{token_hash(TOKEN)}"\n'
    )
    port = free_port()
    command = [sys.executable, "-m", "deploy", "serve", "--port", str(port)]
    options = ["--database", url, "--tokens", str(tokens), "--bootstrap", "127.0.0.1:9"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, *options], stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _await(address, process, folder)
        yield Served(address, process)
    finally:
        process.terminate()
        process.wait(20)


def _await(address: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            log = (folder / "server.log").read_text()
            raise RuntimeError(f"the server ended with status {process.returncode}: {log}")
        try:
            httpx.get(f"{address}/sign-in")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")
