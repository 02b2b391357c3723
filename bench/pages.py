"""The server over a large read model: how long each page takes there, beside its bare SQL."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import httpx
import uvicorn
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.furnished import furnish
from consumers.projection.database import open_database, open_for_reading
from consumers.server import build_server
from consumers.web.live import Live
from consumers.web.ports import Ports
from consumers.web.rate import Rate
from consumers.web.serving import Serving
from consumers.web.tokens import Caller, Tokens, token_hash

TOKEN = "pw_bench"
PAGES: Mapping[str, str] = {
    "today": "/",
    "vacancy": "/vacancies/v-{number:08x}",
    "roster": "/roster",
    "roster_filtered": "/roster?job_group=COM&grade=P-5&status=ACTIVE&rating=STAR",
    "person": "/people/c-{number:08x}",
    "coverage": "/coverage",
    "api_roster": "/api/v1/roster?limit=100",
    "api_proposal": "/api/v1/vacancies/v-{number:08x}/proposal",
    "api_vacancies": "/api/v1/vacancies?limit=100",
}
"""By name; `number` differs from request to request."""


@dataclass
class PageTimes:
    """Milliseconds of one page: at the server, and of the same SQL asked bare."""

    server_ms: list[float] = field(default_factory=list)
    sql_ms: list[float] = field(default_factory=list)


class _Timed:
    """Around the app: from the request's arrival until the last byte was handed over."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.last_ms = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        await self._app(scope, receive, send)
        if scope["type"] == "http":
            self.last_ms = (time.perf_counter() - began) * 1000


def page_times(people: int, vacancies: int, requests: int) -> Mapping[str, PageTimes]:
    """Each page so many times, one request after the other; the first one does not count."""
    with TemporaryDirectory(prefix="pathways-bench-") as folder:
        url = f"sqlite:///{Path(folder, 'pages.db')}"
        writer = open_database(url)
        furnish(writer, people, vacancies)
        writer.dispose()
        engine = open_for_reading(url)
        asked = _listen(engine)
        timed = _Timed(build_server(_serving(engine)))
        with _listening(timed) as address, _signed_in(address) as client:
            return {
                name: _times(client, timed, engine, asked, path, vacancies, requests)
                for name, path in PAGES.items()
            }


def _times(
    client: httpx.Client,
    timed: _Timed,
    engine: Engine,
    asked: list[tuple[str, Any]],
    path: str,
    vacancies: int,
    requests: int,
) -> PageTimes:
    times = PageTimes()
    for number in range(requests + 1):
        asked.clear()
        client.get(path.format(number=number * 37 % vacancies)).raise_for_status()
        if number:
            times.server_ms.append(timed.last_ms)
            times.sql_ms.append(_bare_ms(engine, [*asked]))
    return times


def _bare_ms(engine: Engine, asked: Sequence[tuple[str, Any]]) -> float:
    """The same statements by the driver alone, every row fetched."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        began = time.perf_counter()
        for statement, parameters in asked:
            cursor.execute(statement, parameters)
            cursor.fetchall()
        return (time.perf_counter() - began) * 1000
    finally:
        connection.close()


def _listen(engine: Engine) -> list[tuple[str, Any]]:
    """The statements that pages ask, as the driver gets them."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        # What looks for news asks `generations`, whoever comes; BEGIN is no question.
        if statement.startswith("SELECT") and "generations" not in statement:
            asked.append((statement, parameters))

    return asked


def _serving(engine: Engine) -> Serving:
    """Nothing of other processes is asked for here."""

    def nothing(*_: Any) -> Any:
        return {}

    ports = Ports(nothing, nothing, nothing, nothing, lambda: datetime.now(UTC))
    tokens = Tokens({token_hash(TOKEN): Caller("bench", "hr_partner")})
    return Serving(engine, tokens, ports, Live(engine), Rate(1_000_000))


@contextmanager
def _listening(app: ASGIApp) -> Iterator[str]:
    config = uvicorn.Config(app, "127.0.0.1", 0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _signed_in(address: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=address, timeout=60, headers=headers) as client:
        answer = client.post("/sign-in", data={"token": TOKEN})
        if answer.status_code != 303:
            raise RuntimeError(f"signing in gave {answer.status_code}")
        yield client
