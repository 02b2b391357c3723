"""A server over the small written history: a real read model, real explanations, no Kafka."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, select

from consumers.delivery import Delivery, delivery
from consumers.projection.changes import changes
from consumers.projection.database import open_database, open_for_reading
from consumers.projection.pool_marks import pool_row
from consumers.projection.read_model import ReadModel
from consumers.projection.sources import TOPICS, takes
from consumers.projection.tables import PROPOSALS
from consumers.questions.progress import day_reached
from consumers.server import build_server
from consumers.web.live import Live
from consumers.web.ports import Away, Document, Ports
from consumers.web.rate import Rate
from consumers.web.roles import ROLES, Role
from consumers.web.serving import Serving
from consumers.web.tokens import Caller, Tokens, token_hash
from deploy.serving.ports import explaining, telling_of_people
from deploy.serving.running import IDLE_CONNECTION_S
from schemas.events import Event
from tests.made_once import made_once
from tests.unit.written_history import AS_OF, PREFIX, WrittenHistory
from tests.web.stage_story import STORY_OFFSET, TOLD_AT, stage_story

TOKENS: dict[Role, str] = {role: f"pw_{role}_of_the_tests" for role in ROLES}
"""One for each role."""
MANY = 100_000
"""Requests a minute: these tests are not about the limit."""


@dataclass
class House:
    """What tests look at: the app, the read model behind it, and what was published."""

    app: FastAPI
    serving: Serving
    published: list[Event] = field(default_factory=list)
    away: set[str] = field(default_factory=set)
    """Put `kafka` in, and whatever needs it does not answer."""

    def vacancies(self, status: str = "OPEN") -> list[str]:
        """Whose proposal has the status, by id."""
        query = select(PROPOSALS.c.vacancy_id).where(PROPOSALS.c.status == status)
        with self.serving.engine.connect() as connection:
            return sorted(connection.execute(query).scalars())


def project_history(history: WrittenHistory, url: str) -> None:
    """The read model as the projection makes it, from the files of a snapshot.

    An exercise, forecasts and a leadership programme are told behind it.
    """
    reading = history.reading()
    engine = open_database(url)
    model = ReadModel.take_over(engine, PREFIX, {PREFIX + place.topic: "id" for place in reading})
    for place, records in reading.items():
        if not records:
            continue
        positions = {(PREFIX + place.topic, place.partition): records[-1].offset + 1}
        if place.topic == "evaluations":
            marks = changes([])
            marks.pools.append(pool_row(records[-1]))
            model.apply(marks, positions)
        elif place.topic in TOPICS:
            wanted = [delivery(one, PREFIX) for one in records if takes(place.topic, one.value)]
            model.apply(changes(wanted), positions)
    for topic, events in stage_story().items():
        told = [
            Delivery(event, topic, 0, offset, None, TOLD_AT)
            for offset, event in enumerate(events, STORY_OFFSET)
        ]
        model.apply(changes(told), {(PREFIX + topic, 0): told[-1].offset + 1})
    engine.dispose()


@contextmanager
def house(history: WrittenHistory, url: str, *, per_minute: int = MANY) -> Iterator[House]:
    """`url`: of a read model that stands already."""
    engine: Engine = open_for_reading(url)
    published: list[Event] = []
    away: set[str] = set()

    def publish(event: Event) -> None:
        if "kafka" in away:
            raise Away("Kafka does not answer.")
        published.append(event)

    def status() -> Document:
        if "kafka" in away:
            raise Away("Kafka does not answer.")
        return {"type": "Status", "address": "nowhere:9092", "units": [], "topics": []}

    with engine.connect() as connection:
        day = day_reached(connection) or AS_OF
    ports = Ports(
        publish=publish,
        explain=explaining(history.logs),
        person=telling_of_people(history.logs, lambda: day),
        status=status,
        now=lambda: datetime.now(UTC),
    )
    callers = {token_hash(token): Caller(f"{role}-desk", role) for role, token in TOKENS.items()}
    serving = Serving(engine, Tokens(callers), ports, Live(engine), Rate(per_minute))
    try:
        yield House(build_server(serving), serving, published, away)
    finally:
        engine.dispose()


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The address of the app on a real socket."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            "127.0.0.1",
            0,
            log_level="warning",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=IDLE_CONNECTION_S,
        )
    )
    thread = threading.Thread(target=server.run, name="server", daemon=True)
    thread.start()
    end = time.monotonic() + 30
    while not server.started:
        assert thread.is_alive(), "the server ended at its start"
        assert time.monotonic() < end, "the server did not start in time"
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def asking(house: House, role: Role | None = None) -> Iterator[httpx.Client]:
    """A client of the house on a real socket, with the token of a role."""
    headers = {"Authorization": f"Bearer {TOKENS[role]}"} if role else {}
    with (
        listening(house.app) as address,
        httpx.Client(base_url=address, headers=headers, timeout=30) as client,
    ):
        yield client


@contextmanager
def furnished(history: WrittenHistory, folder: Path) -> Iterator[House]:
    """A house over SQLite, its read model made from the history: once, and copied from then on."""
    pattern = history.folder.with_name(f"{history.folder.name}.db")
    made_once(pattern, lambda place: project_history(history, f"sqlite:///{place}"))
    copy = shutil.copyfile(pattern, folder / "house.db")
    with house(history, f"sqlite:///{copy}") as made:
        yield made
