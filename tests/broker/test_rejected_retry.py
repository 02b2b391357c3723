"""Dead letters published again to a real Kafka: as they were or put right, once or twice."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from schemas.codec import decode, encode
from schemas.connection import Connection
from schemas.framing import NoIds
from schemas.text import to_json
from streams.history.kafka import KafkaLogs
from streams.history.logs import places
from streams.intake.admission import Admission
from streams.intake.dead_letters import dead_letter
from streams.intake.refusal import Refused
from tests.broker.pipeline_bad_records import Bad, bad_records
from tests.golden_results import golden, write
from tests.scenarios.line import Line

pytestmark = [pytest.mark.broker, pytest.mark.usefixtures("topics")]


class Desk:
    """Whoever looks after dead letters under one prefix."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        self.connection, self.prefix = connection, prefix

    def reject(self, *records: tuple[str, bytes | None]) -> None:
        """Records of topics, as intake turns them away: all in one partition, in order."""
        write(
            self.connection,
            self.prefix,
            [("rejected", b"k", dead_letter_of(*record, at)) for at, record in enumerate(records)],
        )

    def run(self, *arguments: str, typed: str = "") -> Result:
        where = ["--bootstrap", self.connection.bootstrap_servers, "--prefix", self.prefix]
        return CliRunner().invoke(main, ["rejected", *arguments, *where], input=typed)

    def listed(self, *arguments: str) -> list[dict[str, Any]]:
        said = self.run("list", "--json", *arguments).stdout
        return [json.loads(line) for line in said.splitlines()]

    def places(self) -> list[str]:
        return [one["place"] for one in self.listed()]

    def published(self, topic: str) -> list[Any]:
        with KafkaLogs(self.connection, self.prefix).open() as reader:
            return [
                decode(record.value or b"")
                for place in places(reader, topic)
                for chunk in reader.read(place)
                for record in chunk
            ]


def dead_letter_of(topic: str, value: bytes | None, offset: int) -> bytes:
    record = Line(f"x.{topic}", 0, offset, b"k", value, (), 1_790_000_000_000)
    with pytest.raises(Refused) as caught:
        Admission(topic, NoIds()).admit(value, record.timestamp)
    return encode(dead_letter(record, topic, caught.value))


@pytest.fixture
def desk(connection: Connection, prefix: str) -> Desk:
    return Desk(connection, prefix)


def closes_too_early(name: str) -> Any:
    opened = golden("VacancyOpened")
    return replace(opened, event_id=name, closes_on=opened.opened_on - timedelta(days=1))


def test_a_corrected_event_arrives_and_to_retry_it_twice_sends_the_same(desk: Desk) -> None:
    desk.reject(("vacancies", encode(closes_too_early("e-1"))))
    (place,) = desk.places()
    order = ("retry", place, "--set", "closes_on=2026-12-24")
    assert [one["arrived"] for one in desk.listed("--arrived")] == [False]
    assert desk.run(*order, "--dry-run").exit_code == 0
    assert desk.run(*order, typed="n\n").exit_code == 1
    assert desk.published("vacancies") == []
    for _ in range(2):
        done = desk.run(*order, "--yes", "--json")
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout)["published"].startswith("vacancies/")
    first, second = desk.published("vacancies")
    assert first == second
    assert first.event_id == "e-1"
    assert [one["arrived"] for one in desk.listed("--arrived")] == [True]


def test_named_letters_are_published_all_or_not_at_all(desk: Desk) -> None:
    offer = golden("OfferMade")
    desk.reject(("assessments", encode(offer)), ("vacancies", encode(closes_too_early("e-2"))))
    done = desk.run("retry", *desk.places(), "--yes")
    assert done.exit_code == 1
    assert "would be refused again: closes_on" in done.stderr
    assert "Nothing was published" in done.stderr
    assert desk.published("decisions") == []
    assert desk.run("retry", desk.places()[0], "--yes").exit_code == 0
    assert desk.published("decisions") == [offer]


def test_all_of_a_reason_go_but_those_that_would_be_refused_again(desk: Desk) -> None:
    drafts_and_offers = [bad for bad in bad_records() if bad.reason == "WRONG_TOPIC"]
    desk.reject(*(_plain(bad) for bad in drafts_and_offers))
    done = desk.run("retry", "--all", "--reason", "WRONG_TOPIC", "--yes")
    assert done.exit_code == 1
    assert "left out" in done.stderr
    assert "MembershipActivated stands on roster, which Pathways writes" in done.stderr
    assert [type(event).__name__ for event in desk.published("decisions")] == ["OfferMade"]


def _plain(bad: Bad) -> tuple[str, bytes | None]:
    return bad.record.topic, bad.record.value


def test_a_whole_event_in_a_file_stands_for_bytes_that_say_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.reject(("applications", b"garbled"))
    event = golden("ApplicationSubmitted")
    file = tmp_path / "meant.json"
    order = ("retry", desk.places()[0], "--with-correction", str(file), "--yes")
    for text, says in (
        ("[]", "is no JSON object"),
        ("{", "is not JSON"),
        ("{}", "the whole event"),
    ):
        file.write_text(text)
        assert says in desk.run(*order).stderr
    file.write_text(json.dumps(to_json(event)))
    assert desk.run(*order).exit_code == 0
    (published,) = desk.published("applications")
    assert replace(published, causation_id=None) == event
    assert published.causation_id == desk.listed()[0]["event_id"]
