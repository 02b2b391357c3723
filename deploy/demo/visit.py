"""The console beside the story: `pathways serve` as a process, and a sign-in link for each role."""

import socket
import time
from collections.abc import Mapping
from pathlib import Path

from consumers.web.roles import ROLES, Role
from consumers.web.tokens import new_token
from deploy.demo.processes import Processes
from deploy.serving.listening import address_of, listening_socket
from deploy.serving.token_table import token_table
from deploy.serving.tokens_of_a_run import sign_in_link

HOST = "127.0.0.1"
OPENS_S = 30.0


def open_console(
    running: Processes, folder: Path, database: str, port: int | None
) -> Mapping[Role, str]:
    """Starts it and waits until it listens; the link of each role.

    The tokens stand in no file: the server is given their hashes. Raises ProcessEnded or PortTaken.
    """
    with listening_socket(HOST, port) as free:
        address, number = address_of(free), free.getsockname()[1]
    made: dict[Role, str] = {role: new_token() for role in ROLES}
    file = folder / "tokens.toml"
    tables = [token_table(f"{role}-of-the-demo", role, token) for role, token in made.items()]
    file.write_text("\n".join(tables))
    options = {"--database": database, "--host": HOST, "--port": str(number), "--tokens": str(file)}
    running.start("serve", [word for option in options.items() for word in option])
    _wait(running, number)
    return {role: sign_in_link(address, token) for role, token in made.items()}


def _wait(running: Processes, port: int) -> None:
    """One that does not listen in time tells so to whoever opens its page."""
    end = time.monotonic() + OPENS_S
    while time.monotonic() < end:
        running.require_all()
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
