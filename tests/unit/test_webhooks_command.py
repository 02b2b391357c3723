"""`pathways webhooks` without Kafka: what stands where, the dead, and a test of an endpoint."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from consumers.projection.database import open_database
from consumers.webhooks.deliveries import Deliveries
from consumers.webhooks.ledger import Ledger
from deploy.__main__ import main
from tests.webhook_receiver import SECRET, Receiver, Reply, receiver
from tests.webhook_rows import pending, position

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def tool() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened


class Operator:
    """Somebody with a file of endpoints, a database and the secrets in the environment."""

    def __init__(self, folder: Path, url: str) -> None:
        self.file = folder / "endpoints.toml"
        self.file.write_text(
            f'[[endpoint]]\nname = "tool"\nurl = "{url}?token=hidden"\n'
            'secrets = ["TOOL_SECRET"]\nallow_private = true\n'
        )
        self.database = f"sqlite:///{folder / 'webhooks.db'}"

    def run(self, *arguments: str, secret: str = SECRET) -> Result:
        environment = {
            "PATHWAYS_WEBHOOKS_ENDPOINTS": str(self.file),
            "PATHWAYS_WEBHOOKS_DATABASE_URL": self.database,
            "TOOL_SECRET": secret,
        }
        return CliRunner().invoke(main, ["webhooks", *arguments], env=environment)

    def lines(self, *arguments: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def bury(self, *ids: str) -> None:
        """Dead webhooks, as a sender leaves them."""
        engine: Engine = open_database(self.database)
        ledger = Ledger.take_over(engine)
        deliveries = Deliveries(ledger, "tool")
        for number, one in enumerate(ids):
            ledger.note([pending(one, number, AT, "tool")], [position("tool")])
            due = deliveries.due(AT)
            assert due is not None
            deliveries.failed(due, AT, 500, "out of order", None)
        engine.dispose()


@pytest.fixture
def operator(tmp_path: Path, tool: Receiver) -> Operator:
    return Operator(tmp_path, tool.url)


def test_the_list_shows_every_endpoint_in_numbers(operator: Operator) -> None:
    operator.bury("w-1", "w-2")
    shown = operator.run("list")
    assert shown.exit_code == 0, shown.output
    assert "tool" in shown.stdout
    assert "hidden" not in shown.stdout
    (one,) = operator.lines("list")
    assert (one["endpoint"], one["pending"], one["dead"]) == ("tool", 0, 2)


def test_an_endpoint_that_left_the_file_is_still_told(operator: Operator) -> None:
    operator.bury("w-1")
    operator.file.write_text(operator.file.read_text().replace('"tool"', '"other"'))
    shown = operator.run("list").stdout
    assert "not in the file: nothing is sent" in shown
    assert [one["endpoint"] for one in operator.lines("list")] == ["other", "tool"]


def test_the_dead_are_listed_and_retried(operator: Operator) -> None:
    assert operator.run("dead").stdout == "No webhook is dead.\n"
    operator.bury("w-1", "w-2", "w-3")
    assert "out of order" in operator.run("dead", "tool").stdout
    assert [one["webhook_id"] for one in operator.lines("dead")] == ["w-1", "w-2", "w-3"]
    assert operator.lines("retry", "tool", "w-2") == [{"endpoint": "tool", "retried": 1}]
    refused = operator.run("retry", "tool", "w-2")
    assert refused.exit_code == 1
    assert "No dead webhook of tool has the id w-2" in refused.stderr
    assert operator.run("retry", "tool").stdout == "2 webhooks of tool are sent again.\n"
    assert operator.lines("dead") == []
    assert "Nothing was ever read for an endpoint tol" in operator.run("retry", "tol").stderr


def test_a_test_sends_one_signed_webhook_and_shows_the_answer(
    operator: Operator, tool: Receiver
) -> None:
    assert operator.run("test", "tool").exit_code == 0
    (one,) = tool.received
    assert one.verified()["type"] == "pathways.test"
    tool.reply = lambda _: Reply(401, body=b"signature is wrong")
    shown = operator.run("test", "tool")
    assert shown.exit_code == 1
    assert "401 signature is wrong" in shown.stdout
    assert "hidden" not in shown.stdout
    (told,) = operator.lines("test", "tool")
    assert (told["status"], told["accepted"]) == (401, False)


def test_what_is_wrong_is_told_clearly_and_without_a_secret(operator: Operator) -> None:
    assert "There is no endpoint desk; the file has tool" in operator.run("test", "desk").stderr
    shown = operator.run("test", "tool", secret="whsec_geheim!")
    assert shown.exit_code == 1
    assert "TOOL_SECRET is no secret" in shown.stderr
    assert "geheim" not in shown.output
    assert "TOOL_SECRET" in operator.run("test", "tool", secret="").stderr
