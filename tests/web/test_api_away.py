"""What the API says while the read model or Kafka is away, and to whoever asks too often."""

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from consumers.server import build_server
from consumers.web.roles import Role
from schemas.events import Event
from tests.unit.written_history import WrittenHistory
from tests.web.house import TOKENS, House, asking, house

READS = ("roster", "vacancies", "proposals", "coverage", "adverse-impact", "health", "rejected")


@pytest.fixture
def database(shared_house: House, tmp_path: Path) -> Path:
    """A copy of the read model, to take away."""
    file = tmp_path / "house.db"
    with sqlite3.connect(str(shared_house.serving.engine.url.database)) as whole:
        whole.execute("VACUUM INTO ?", (str(file),))
    whole.close()
    return file


@pytest.fixture
def own_house(written_history: WrittenHistory, database: Path) -> Iterator[House]:
    with house(written_history, f"sqlite:///{database}") as made:
        yield made


def test_a_read_model_that_is_away_is_told_and_back_when_it_is_back(
    own_house: House, database: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside.db"
    with asking(own_house, "auditor") as client:
        whole = client.get("/api/v1/roster").text
        database.rename(aside)
        own_house.serving.engine.dispose()
        for path in READS:
            response = client.get(f"/api/v1/{path}")
            assert response.status_code == 503, path
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["retry-after"] == "5"
            assert "read model" in response.json()["detail"]
        assert client.get("/api/v1/me").status_code == 200, "who asks is known all the same"
        own_house.serving.engine.dispose()
        database.unlink(missing_ok=True)
        aside.rename(database)
        assert client.get("/api/v1/roster").text == whole


def test_a_decision_that_kafka_has_is_no_error_when_the_read_model_goes(
    own_house: House, database: Path
) -> None:
    stated = {
        "type": "CandidateShortlisted",
        "vacancy_id": "vac-2026-031",
        "candidate_id": "c-1",
        "revision_seen": 1,
        "override": False,
    }
    published: list[Event] = []

    def publish(event: Event) -> None:
        published.append(event)
        database.rename(database.with_suffix(".gone"))
        own_house.serving.engine.dispose()

    serving = replace(own_house.serving, ports=replace(own_house.serving.ports, publish=publish))
    with asking(House(build_server(serving), serving), "hr_partner") as client:
        key = {"Idempotency-Key": "gone"}
        response = client.post("/api/v1/decisions", json=stated, headers=key)
    assert (response.status_code, response.json()["state"]) == (202, "PUBLISHED")
    assert len(published) == 1


def test_a_stream_outlives_a_read_model_that_goes_and_comes_back(
    own_house: House, database: Path, tmp_path: Path
) -> None:
    aside = tmp_path / "aside.db"
    with asking(own_house, "viewer") as client:
        while own_house.serving.live.end is None:
            time.sleep(0.01)
        url = "/api/v1/stream/proposals?start=earliest"
        with client.stream("GET", url) as response:
            lines = response.iter_lines()
            assert next(lines)
            database.rename(aside)
            own_house.serving.engine.dispose()
            assert client.get("/api/v1/health").status_code == 503
            assert next(lines), "what was read before still comes"
            own_house.serving.engine.dispose()
            database.unlink(missing_ok=True)
            aside.rename(database)
            assert client.get("/api/v1/health").status_code == 200


def test_a_read_model_that_was_never_made_is_told(
    written_history: WrittenHistory, own_house: House, tmp_path: Path
) -> None:
    database = Path(str(own_house.serving.engine.url.database))
    database.rename(tmp_path / "aside.db")
    own_house.serving.engine.dispose()
    with asking(own_house, "viewer") as client:
        response = client.get("/api/v1/roster")
        assert response.status_code == 503
        # Whoever began a stream now, at nothing, would be told all of history later.
        assert client.get("/api/v1/stream/proposals").status_code == 503


def test_whoever_asks_too_often_is_asked_to_wait(
    written_history: WrittenHistory, shared_house: House
) -> None:
    url = str(shared_house.serving.engine.url)
    with house(written_history, url, per_minute=3) as strict, asking(strict, "viewer") as client:
        left = [client.get("/api/v1/me").headers["ratelimit-remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        response = client.get("/api/v1/me")
        assert response.status_code == 429
        assert response.headers["content-type"] == "application/problem+json"
        assert 1 <= int(response.headers["retry-after"]) <= 60
        assert response.headers["ratelimit-remaining"] == "0"
        assert others_may_still_ask(client, "operator")


def others_may_still_ask(client: httpx.Client, role: Role) -> bool:
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    return client.get("/api/v1/me", headers=headers).status_code == 200


def test_whoever_tries_tokens_is_slowed_down_too(
    written_history: WrittenHistory, shared_house: House
) -> None:
    url = str(shared_house.serving.engine.url)
    with house(written_history, url, per_minute=3) as strict, asking(strict) as client:
        headers = [{"Authorization": f"Bearer pw_{number}"} for number in range(4)]
        statuses = [client.get("/api/v1/me", headers=one).status_code for one in headers]
        assert statuses == [401, 401, 401, 429]
        assert others_may_still_ask(client, "viewer"), "who is known counts for itself"
