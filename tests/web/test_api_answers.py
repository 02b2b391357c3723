"""What each route of the API answers, over a real read model."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry

from consumers.server import build_server
from deploy.serving.metrics import ServerMetrics, WhatItNeeds
from deploy.serving.watched import Watched
from schemas.events import LogPosition, MembershipActivated
from tests.unit.written_history import WrittenHistory
from tests.web.earlier import furnished_earlier
from tests.web.house import TOKENS, House, asking, listening
from tests.web.written_on import WrittenOn, written_on


@pytest.fixture(scope="module")
def client(shared_house: House) -> Iterator[httpx.Client]:
    with asking(shared_house, "auditor") as client:
        client.base_url = client.base_url.join("/api/v1/")
        yield client


def get(client: httpx.Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json()


def walked(client: httpx.Client, path: str, limit: int) -> Iterator[Any]:
    """Every item, page by page."""
    cursor: dict[str, str] = {}
    while True:
        page = client.get(path, params={"limit": limit, **cursor}).json()
        assert len(page["items"]) <= limit
        yield from page["items"]
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}


def test_the_roster_tells_memberships_and_takes_every_filter(client: httpx.Client) -> None:
    everybody = get(client, "roster?limit=500")["items"]
    one = next(item for item in everybody if item["valid_until"] and item["rating"])
    for name in ("candidate_id", "job_group", "grade", "status", "rating"):
        found = get(client, f"roster?limit=500&{name}={one[name]}")["items"]
        assert found == [item for item in everybody if item[name] == one[name]]
    found = get(client, f"roster?limit=500&ends_by={one['valid_until']}")["items"]
    assert one in found
    assert all(item["valid_until"] <= one["valid_until"] for item in found)


def test_several_values_of_a_filter_are_either_and_several_filters_all(
    client: httpx.Client,
) -> None:
    found = get(client, "roster?limit=500&grade=P-4&grade=P-5&job_group=COM")["items"]
    assert {item["grade"] for item in found} == {"P-4", "P-5"}
    assert {item["job_group"] for item in found} == {"COM"}


def test_ended_memberships_come_only_where_they_are_asked_for(client: httpx.Client) -> None:
    assert all(item["status"] != "EXPIRED" for item in get(client, "roster?limit=500")["items"])
    assert get(client, "roster?status=REMOVED&status=EXPIRED&status=WITHDRAWN")["items"]


@pytest.mark.parametrize("path", ["roster", "vacancies", "proposals", "rejected"])
@pytest.mark.parametrize("limit", [1, 2, 7])
def test_pages_have_every_row_once(client: httpx.Client, path: str, limit: int) -> None:
    whole = get(client, f"{path}?limit=500")
    assert whole["next"] is None
    assert list(walked(client, path, limit)) == whole["items"]


def test_a_person_has_memberships_history_and_lists(client: httpx.Client) -> None:
    who = get(client, "roster?limit=1")["items"][0]["candidate_id"]
    person = get(client, f"roster/{who}")
    assert person["candidate_id"] == who
    assert person["memberships"]
    versions = [one["recorded_at"] for one in person["history"]]
    assert versions == sorted(versions, reverse=True)


def test_a_vacancy_has_its_proposal_revisions_and_decisions(client: httpx.Client) -> None:
    for last in get(client, "proposals")["items"]:
        of = f"vacancies/{last['vacancy_id']}"
        assert get(client, of)["job_group"] == last["job_group"]
        document = get(client, f"{of}/proposal")
        assert (document["type"], document["revision"]) == (last["kind"], last["revision"])
        told = get(client, f"{of}/revisions")["items"]
        assert told[0]["revision"] == last["revision"]
        first = get(client, f"{of}/proposal?revision={told[-1]['revision']}")
        assert first["reason"] == told[-1]["reason"]
        for one in get(client, f"{of}/decisions")["items"]:
            assert one["decision"]["vacancy_id"] == last["vacancy_id"]
            if one["refusal"]:
                assert one["refusal"]["decision_event_id"] == one["decision"]["event_id"]


def test_filters_of_vacancies_and_proposals(client: httpx.Client) -> None:
    vacancies = get(client, "vacancies?state=FILLED&job_group=COM")["items"]
    assert {(one["state"], one["job_group"]) for one in vacancies} <= {("FILLED", "COM")}
    proposals = get(client, "proposals?status=WITHDRAWN&job_group=COM")["items"]
    assert {(one["status"], one["job_group"]) for one in proposals} == {("WITHDRAWN", "COM")}


@pytest.mark.parametrize(
    "path",
    [
        "vacancies/v-nowhere",
        "vacancies/v-nowhere/proposal",
        "vacancies/v-nowhere/revisions",
        "vacancies/v-nowhere/decisions",
        "roster/c-nobody",
        "people/c-nobody/facts",
        "vacancies/v-nowhere/candidates/c-nobody/explanation",
        "rejected/staffing/0/999999",
        "nothing/here",
    ],
)
def test_what_nobody_knows_is_told_to_be_unknown(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_an_explanation_has_every_rule_and_its_events(client: httpx.Client) -> None:
    vacancy = next(
        one for one in get(client, "proposals")["items"] if one["status"] == "WITHDRAWN"
    )["vacancy_id"]
    document = get(client, f"vacancies/{vacancy}/proposal?revision=1")
    person = document["ranked"][0]["candidate_id"]
    told = get(client, f"vacancies/{vacancy}/candidates/{person}/explanation")
    assert told["type"] == "PersonExplained"
    assert told["then"]["judged"]["answers"]
    assert told["evidence"]


def test_facts_of_a_person_come_with_their_events(client: httpx.Client) -> None:
    who = get(client, "roster?limit=1")["items"][0]["candidate_id"]
    assert get(client, f"people/{who}/facts")["candidate_id"] == who


def test_coverage_adds_up_to_the_roster(client: httpx.Client) -> None:
    lines = get(client, "coverage")["items"]
    counted = sum(
        line[name] for line in lines for name in ("active", "on_hold", "suspended", "taken")
    )
    assert counted == len(get(client, "roster?limit=500")["items"])


def test_a_rejected_record_comes_with_its_bytes(client: httpx.Client) -> None:
    letters = get(client, "rejected")["items"]
    assert {one["reason"] for one in letters} == {"UNDECODABLE", "UNKNOWN_FRAMING"}
    one = next(one for one in letters if one["reason"] == "UNKNOWN_FRAMING")
    place = f"{one['topic']}/{one['topic_partition']}/{one['topic_offset']}"
    whole = get(client, f"rejected/{place}")
    assert len(base64.b64decode(whole["value"])) == one["value_size"]
    assert base64.b64decode(whole["key"]) == b"c-garbled"
    assert get(client, "rejected?reason=UNDECODABLE")["items"] != letters


def test_health_tells_how_far_each_pool_is(client: httpx.Client) -> None:
    told = get(client, "health")
    assert told["day"] == "2025-06-01"
    assert {pool["behind"] for pool in told["pools"]} == {0}


def test_status_is_what_kafka_says(client: httpx.Client) -> None:
    assert get(client, "status")["type"] == "Status"


def test_metrics_are_those_of_the_server_around(shared_house: House) -> None:
    registry = CollectorRegistry()
    serving = replace(shared_house.serving, metrics=registry)
    registry.register(WhatItNeeds(serving))
    app = Watched(build_server(serving), serving.tokens, ServerMetrics(registry), serving.ports.now)
    headers = {"Authorization": f"Bearer {TOKENS['operator']}"}
    with listening(app) as address, httpx.Client(base_url=address, headers=headers) as client:  # type: ignore[arg-type]
        client.get("/api/v1/vacancies/v-nowhere/proposal")
        response = client.get("/api/v1/metrics")
    assert response.headers["content-type"].startswith("text/plain; version=")
    asked = 'route="/api/v1/vacancies/{vacancy_id:path}/proposal",status="404"'
    assert f'pathways_server_requests_total{{method="GET",{asked}}} 1.0' in response.text
    assert "pathways_server_pool_behind_offsets" in response.text


def test_an_answer_that_did_not_change_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("roster")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache, private"
    assert first.headers["vary"] == "Authorization"
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get("roster", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for unknown in ('"other"', tag.strip('"'), ""):
        assert client.get("roster", headers={"If-None-Match": unknown}).content == first.content


def test_roles_that_see_other_things_have_other_tags(shared_house: House) -> None:
    with asking(shared_house) as client:
        tags = {
            client.get("/api/v1/proposals", headers={"Authorization": f"Bearer {token}"}).headers[
                "etag"
            ]
            for role, token in TOKENS.items()
            if role in ("viewer", "hr_partner")
        }
    assert len(tags) == 2


def test_errors_and_streams_have_no_tag(client: httpx.Client) -> None:
    assert "etag" not in client.get("roster/c-nobody").headers
    with client.stream("GET", "stream/proposals") as response:
        assert "etag" not in response.headers
        assert response.headers["cache-control"] == "no-store"


def test_a_method_that_there_is_not_is_told_with_those_that_there_are(
    client: httpx.Client,
) -> None:
    for method in ("DELETE", "PUT", "PATCH", "HEAD"):
        response = client.request(method, "roster")
        assert response.status_code == 405
        assert response.headers["allow"] == "GET"
        assert response.headers["content-type"] == "application/problem+json"


@pytest.fixture
def changing(
    written_history: WrittenHistory, tmp_path: Path
) -> Iterator[tuple[httpx.Client, WrittenOn]]:
    with (
        furnished_earlier(written_history, tmp_path) as made,
        asking(made, "auditor") as client,
        written_on(str(made.serving.engine.url)) as writer,
    ):
        client.base_url = client.base_url.join("/api/v1/")
        yield client, writer


def member(candidate_id: str, version: int = 1) -> MembershipActivated:
    at = datetime(2025, 6, 1, tzinfo=UTC)
    return MembershipActivated(
        event_id=f"m-{candidate_id}-{version}",
        occurred_at=at,
        recorded_at=at,
        source="pathways.pool",
        candidate_id=candidate_id,
        job_group="COM",
        grade="P-5",
        version=version,
        status="ACTIVE",
        rating="TIER_1",
        bases=("ASSESSED",),
        valid_from=date(2025, 6, 1),
        valid_until=None,
        reason=f"assessed TIER_1, said {version} times",
        as_of=date(2025, 6, 1),
        position=LogPosition(log="pool-log", partition=0, count=1),
    )


def test_a_walk_meets_each_row_once_while_rows_come_and_change(
    changing: tuple[httpx.Client, WrittenOn],
) -> None:
    client, writer = changing
    before = {one["candidate_id"] for one in get(client, "roster?limit=500")["items"]}
    walk = walked(client, "roster", 3)
    met = []
    for number, one in enumerate(walk):
        met.append((one["candidate_id"], one["job_group"], one["grade"]))
        if number % 5 == 0:
            # One before all, one behind all, and one that was met already says something new.
            writer.memberships(
                member(f"a-{number}"), member(f"z-{number}"), member(one["candidate_id"], 999)
            )
    assert len(met) == len(set(met))
    assert before <= {candidate for candidate, _, _ in met}
    assert {"z-0", "z-5"} <= {candidate for candidate, _, _ in met}


def test_a_tag_no_longer_holds_once_something_was_written(
    changing: tuple[httpx.Client, WrittenOn],
) -> None:
    client, writer = changing
    tag = client.get("roster?candidate_id=c-new").headers["etag"]
    writer.memberships(member("c-new"))
    again = client.get("roster?candidate_id=c-new", headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again.json()["items"][0]["candidate_id"] == "c-new"
