"""How webhooks stand, to operators: on the page, and in the metrics."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from consumers.projection.database import open_database
from consumers.web.ports import Away
from consumers.webhooks.deliveries import Deliveries
from consumers.webhooks.ledger import Ledger
from deploy.serving.metrics import WhatItNeeds
from deploy.serving.webhook_standings import WebhookStandings
from tests.web.console import visiting, with_other_ports
from tests.web.house import House
from tests.webhook_rows import pending, position

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def sent(url: str) -> None:
    """One webhook hangs at an endpoint, and another endpoint wants no more."""
    engine = open_database(url)
    ledger = Ledger.take_over(engine)
    for endpoint in ("hangs", "gone"):
        rows = [pending(f"{endpoint}-{number}", number, AT, endpoint) for number in range(2)]
        ledger.note(rows, [position(endpoint)])
    gone = Deliveries(ledger, "gone")
    due = gone.due(AT)
    assert due is not None
    gone.gone(due, AT, 410, "410 Gone")
    engine.dispose()


def beside(house: House, url: str) -> House:
    """The same house, told of webhooks."""
    told = with_other_ports(house, webhooks=WebhookStandings(url))
    return replace(told, serving=replace(told.serving, metrics=CollectorRegistry()))


def test_an_endpoint_that_hangs_or_is_gone_is_told(shared_house: House, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'webhooks.db'}"
    sent(url)
    house = beside(shared_house, url)
    with visiting(house, "operator") as client:
        text = client.get("/health").text
    assert "waiting since 14 Mar 2026, 09:30 UTC" in text
    assert "wants no more" in text
    assert "410 Gone" in text
    house.serving.metrics.register(WhatItNeeds(house.serving))
    told = generate_latest(house.serving.metrics).decode()
    assert 'pathways_server_webhooks{endpoint="hangs",state="pending"} 2.0' in told
    assert 'pathways_server_webhooks{endpoint="gone",state="disabled"} 1.0' in told


def test_where_nobody_sends_webhooks_nothing_is_told_and_no_file_made(
    shared_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "webhooks.db"
    with visiting(beside(shared_house, f"sqlite:///{file}"), "operator") as client:
        answer = client.get("/health")
    assert answer.status_code == 200
    assert "Webhooks" not in answer.text
    assert not file.exists()


def test_a_database_of_webhooks_that_cannot_be_read_is_told(
    shared_house: House, tmp_path: Path
) -> None:
    file = tmp_path / "webhooks.db"
    file.write_text("this is no database, and longer than the head of one has to be" * 20)
    standings = WebhookStandings(f"sqlite:///{file}")
    with pytest.raises(Away):
        standings()
    house = beside(shared_house, f"sqlite:///{file}")
    with visiting(house, "operator") as client:
        answer = client.get("/health")
    assert answer.status_code == 200
    assert "The database of the webhooks does not answer" in answer.text
    house.serving.metrics.register(WhatItNeeds(house.serving))
    assert "pathways_server_webhooks{" not in generate_latest(house.serving.metrics).decode()
