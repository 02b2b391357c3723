"""Each answer is logged and counted by its route: nothing that a caller sent stands there."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from deploy.serving.metrics import ServerMetrics, WhatItNeeds
from deploy.serving.watched import Watched
from tests.unit.written_history import WrittenHistory
from tests.web.house import TOKENS, House, furnished, listening

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
STREAMED = "/api/v1/stream/proposals"


@pytest.fixture(scope="module")
def furnished_house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with furnished(written_history, tmp_path_factory.mktemp("watched")) as made:
        yield made


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def address(furnished_house: House, registry: CollectorRegistry) -> Iterator[str]:
    metrics = ServerMetrics(registry)
    app: Any = Watched(furnished_house.app, furnished_house.serving.tokens, metrics, lambda: NOW)
    with listening(app) as found:
        yield found


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(one.message) for one in caplog.records if one.name == "pathways.access"]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_line_names_desk_role_route_and_outcome_and_nothing_that_was_sent(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    proposals = httpx.get(f"{address}/api/v1/proposals", headers=bearer(TOKENS["auditor"])).json()
    vacancy = proposals["items"][0]["vacancy_id"]
    caplog.set_level(logging.INFO, "pathways.access")
    path = f"{address}/api/v1/vacancies/{vacancy}/proposal"
    assert httpx.get(path, headers=bearer(TOKENS["auditor"])).status_code == 200
    httpx.get(f"{address}/api/v1/roster?candidate_id=c-secret", headers=bearer("pw_wrong"))
    httpx.get(f"{address}/no/such/c-secret?x=c-secret")
    first, second, third = lines(caplog)
    assert first == first | {
        "at": "2026-03-14T09:30:00.000+00:00",
        "who": "auditor-desk",
        "role": "auditor",
        "method": "GET",
        "route": "/api/v1/vacancies/{vacancy_id:path}/proposal",
        "status": 200,
    }
    assert first["bytes"] > 1_000
    assert (second["who"], second["route"], second["status"]) == (None, "/api/v1/roster", 401)
    assert (third["route"], third["status"]) == ("(none)", 404)
    for sent in (vacancy, "c-secret", "pw_", "no/such"):
        assert sent not in caplog.text


def test_sessions_are_named_by_their_desk_and_files_are_not_logged(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pathways.access")
    with httpx.Client(base_url=address) as client:
        client.post("/sign-in", data={"token": TOKENS["viewer"], "next": "/"})
        client.get("/")
        client.get("/static/style.css")
    told = [(one["who"], one["method"], one["route"]) for one in lines(caplog)]
    assert told == [("viewer-desk", "POST", "/sign-in"), ("viewer-desk", "GET", "/")]


def test_answers_are_counted_by_route_and_streams_while_they_are_open(
    address: str, registry: CollectorRegistry
) -> None:
    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"pathways_server_{name}", labels)

    with httpx.stream("GET", f"{address}{STREAMED}", headers=bearer(TOKENS["viewer"])) as stream:
        assert stream.status_code == 200
        assert value("open_streams") == 1
    route = {"method": "GET", "route": STREAMED}
    for _ in range(3):
        httpx.request("BREW", f"{address}/x")
    with httpx.stream("GET", f"{address}{STREAMED}", headers=bearer("pw_wrong")):
        pass
    # An answer is counted when it has been sent: its reader may be ahead of that.
    end = time.monotonic() + 10
    while value("requests_total", status="401", **route) is None and time.monotonic() < end:
        time.sleep(0.01)
    assert value("requests_total", status="401", **route) == 1
    assert value("request_seconds_count", **route) == 1
    assert value("requests_total", method="OTHER", route="(none)", status="404") == 3


def test_what_the_server_needs_is_looked_at_when_somebody_asks(
    address: str, furnished_house: House, registry: CollectorRegistry
) -> None:
    registry.register(WhatItNeeds(furnished_house.serving))
    end = time.monotonic() + 10
    while furnished_house.serving.live.tick is None:
        assert time.monotonic() < end, f"nobody at {address} looks at the read model"
        time.sleep(0.01)
    assert registry.get_sample_value("pathways_server_kafka_up") == 1
    assert registry.get_sample_value("pathways_server_read_model_up") == 1
    behind = [one for one in registry.collect() if one.name.endswith("pool_behind_offsets")]
    assert [one.value for one in behind[0].samples] == [0] * len(behind[0].samples) != []
