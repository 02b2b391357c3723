"""From facts to a decision that counts, through every process that an operator runs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.broker.local import LocalBroker
from deploy.topics import apply_topics
from producers.publisher import Publisher
from producers.story import Chapter, story
from schemas.connection import Connection
from schemas.days import day_started
from tests.broker.pipeline_worker import Pipeline
from tests.broker.served import Reader, Team, wait_until
from tests.golden_results import proposal, write, written

pytestmark = pytest.mark.broker


def chapters(as_of: date) -> dict[str, Chapter]:
    names = ("reference", "pool", "off_cycle", "lifted")
    return dict(zip(names, story(as_of), strict=False))


def decide(
    client: httpx.Client, key: str, kind: str, vacancy: str, wait_s: int = 30, **stated: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key, "Prefer": f"wait={wait_s}"}
    body = {"type": kind, "vacancy_id": vacancy} | stated
    return client.post("/api/v1/decisions", json=body, headers=headers, timeout=60)


def heard(reader: Reader, kind: str) -> list[dict[str, Any]]:
    return [event for event in reader.events if event["type"] == kind]


def test_a_list_arrives_a_decision_counts_and_a_stale_one_is_refused_with_a_remedy(
    connection: Connection, prefix: str, topics: object, tmp_path: Path
) -> None:
    today = datetime.now(UTC).date()
    told, vacancy = chapters(today), f"vacancy-juba-{today}"
    team = Team(connection, prefix, f"sqlite:///{tmp_path / 'model.db'}", tmp_path)
    try:
        with (
            Pipeline(connection, prefix, tmp_path) as pipeline,
            Publisher(connection, prefix) as publisher,
        ):
            pipeline.start_worker()
            publisher.publish_all([day_started(today), *told["reference"].events])
            publisher.publish_all(told["pool"].events)
            team.project()
            team.serve()
            # Whoever is still on the way into the pool would change the list a moment later.
            pipeline.catch_up()
            with team.reader("hr_partner") as reader, team.client("hr_partner") as client:
                publisher.publish_all(told["off_cycle"].events)
                wait_until(lambda: bool(heard(reader, "ProposalEmitted")), "the list")
                first = client.get(f"/api/v1/vacancies/{vacancy}/proposal").json()
                assert first["event_id"] == reader.events[0]["event_id"]
                chosen = first["ranked"][0]["candidate_id"]

                shortlisted = {"candidate_id": chosen, "revision_seen": 1, "override": False}
                counted = decide(client, "k-1", "CandidateShortlisted", vacancy, **shortlisted)
                assert (counted.status_code, counted.json()["state"]) == (200, "COUNTED")
                again = decide(client, "k-1", "CandidateShortlisted", vacancy, **shortlisted)
                assert again.json() == counted.json()

                # The second revision says that somebody is shortlisted: it is the same list, and
                # decisions on the first would count. The third one is another list.
                publisher.publish_all(told["lifted"].events)
                wait_until(lambda: len(heard(reader, "ProposalRevised")) == 2, "another list")
                accepted = {"revision_seen": 1, "override": False}
                stale = decide(client, "k-2", "ProposalAccepted", vacancy, **accepted)
                assert stale.status_code == 409
                refused = stale.json()
                assert (refused["revision_seen"], refused["revision_current"]) == (1, 3)
                assert "revision 3" in refused["remedy"]
                wait_until(lambda: bool(heard(reader, "DecisionRefused")), "the refusal")

                fresh = decide(
                    client, "k-3", "ProposalAccepted", vacancy, revision_seen=3, override=False
                )
                assert (fresh.status_code, fresh.json()["state"]) == (200, "COUNTED")
                history(client, vacancy, chosen)
            with team.client("viewer") as client:
                denied = decide(client, "k-4", "ProposalAccepted", vacancy, **accepted)
                assert denied.status_code == 403
            operated(team, prefix, vacancy, chosen)
    finally:
        team.close()


def history(client: httpx.Client, vacancy: str, candidate: str) -> None:
    why = client.get(f"/api/v1/vacancies/{vacancy}/candidates/{candidate}/explanation", timeout=60)
    assert why.status_code == 200
    assert "evidence" in why.text
    facts = client.get(f"/api/v1/people/{candidate}/facts", timeout=60)
    assert facts.status_code == 200
    assert client.get("/api/v1/people/nobody/facts", timeout=60).status_code == 404


def operated(team: Team, prefix: str, vacancy: str, candidate: str) -> None:
    """What the operator sees, and what the log keeps."""
    with team.client("operator") as client:
        status = client.get("/api/v1/status").json()
        assert (status["prefix"], status["missing"], status["quarantined"]) == (prefix, [], [])
        metrics = client.get("/api/v1/metrics").text
    for line in (
        "pathways_server_kafka_up 1.0",
        "pathways_server_read_model_up 1.0",
        'pathways_server_requests_total{method="POST",route="/api/v1/decisions",status="409"} 1.0',
    ):
        assert line in metrics
    log = team.log("serve")
    assert '"who": "hr_partner-desk"' in log
    assert "/api/v1/vacancies/{vacancy_id:path}/proposal" in log
    assert candidate not in log
    assert vacancy not in log
    assert "pw_" not in log
    assert "Traceback" not in log


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[LocalBroker]:
    broker = LocalBroker(tmp_path / "broker", leashed=True)
    broker.start()
    yield broker
    if broker.status().state == "running":
        broker.stop()


def test_while_kafka_is_away_pages_answer_decisions_wait_and_all_comes_back_by_itself(
    own_broker: LocalBroker, tmp_path: Path
) -> None:
    connection, prefix = own_broker.connection(), "x."
    apply_topics(connection, prefix)
    team = Team(connection, prefix, f"sqlite:///{tmp_path / 'model.db'}", tmp_path)
    waits = {"candidate_id": "c-1", "revision_seen": 1, "override": False}
    try:
        write(connection, prefix, [written(proposal("v-1"))])
        team.project()
        team.serve()
        with (
            team.reader() as reader,
            team.client("hr_partner") as client,
            team.client("operator") as operator,
        ):
            wait_until(lambda: reader.ids() == ["v-1-1"], "what stood before")
            first = decide(client, "k-1", "CandidateShortlisted", "v-1", 0, **waits)
            assert first.status_code == 202
            assert operator.get("/api/v1/status").status_code == 200

            own_broker.kill()
            away = decide(client, "k-2", "CandidateShortlisted", "v-1", 0, **waits)
            assert away.status_code == 503
            assert away.elapsed.total_seconds() < 8
            assert "Kafka does not answer" in away.json()["detail"]
            assert away.headers["Retry-After"]
            wait_until(lambda: operator.get("/api/v1/status").status_code == 503, "word of it")
            assert "pathways_server_kafka_up 0.0" in operator.get("/api/v1/metrics").text
            assert client.get("/").status_code == 200
            assert client.get("/api/v1/vacancies/v-1/proposal").status_code == 200
            assert client.get("/api/v1/health").status_code == 200
            path = "/api/v1/vacancies/v-1/candidates/c-1/explanation"
            assert client.get(path).status_code == 503

            own_broker.start()
            again = decide(client, "k-2", "CandidateShortlisted", "v-1", 0, **waits)
            assert again.status_code == 202
            wait_until(lambda: operator.get("/api/v1/status").status_code == 200, "Kafka's word")
            write(connection, prefix, [written(proposal("v-2"))])
            wait_until(lambda: reader.ids() == ["v-1-1", "v-2-1"], "what came afterwards")
        log = team.log("serve")
        # The client of Kafka itself shows one where a connection is cut while it reads or writes.
        cut = ("Error receiving network data closing socket", "Error sending request data")
        assert log.count("Traceback") == sum(map(log.count, cut)), log
    finally:
        team.close()
