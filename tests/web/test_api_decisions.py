"""Decisions by the API: published once, judged by the pool, and told to whoever decided."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from consumers.api import once
from consumers.api.once import Once
from consumers.api.waiting import WAIT_S_MAX, wait_asked_for
from consumers.server import build_server
from consumers.web.live import Live
from consumers.web.tokens import Caller, Tokens, token_hash
from schemas.events import CandidateShortlisted, ProposalAccepted
from schemas.text import to_json
from tests.web.deciding import post
from tests.web.house import House, asking
from tests.web.written_on import WrittenOn, refusal_of, written_on

pytestmark = pytest.mark.usefixtures("nothing_published")


@pytest.fixture(scope="module")
def pool(autumn: House) -> Iterator[WrittenOn]:
    with written_on(str(autumn.serving.engine.url)) as writer:
        yield writer


def beside(other: House, tokens: Tokens) -> House:
    """A second server over the same read model and the same Kafka."""
    live = Live(other.serving.engine)
    serving = replace(other.serving, live=live, tokens=tokens)
    return House(build_server(serving), serving)


def test_a_decision_becomes_an_event_with_the_role_of_the_token(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    response = post(hr_client, shortlisting, "becomes")
    assert response.status_code == 202
    (event,) = autumn.published
    assert isinstance(event, CandidateShortlisted)
    assert (event.source, event.actor_role) == ("pathways.api", "hr-partner")
    assert (
        event.job_group
        == hr_client.get(f"/api/v1/vacancies/{event.vacancy_id}").json()["job_group"]
    )
    assert response.json() == {"event_id": event.event_id, "state": "PUBLISHED", "refusal": None}
    assert response.headers["location"] == f"/api/v1/decisions/{event.event_id}"
    assert hr_client.get(response.headers["location"]).json() == response.json()


def test_a_review_gets_its_proposal_from_the_read_model(
    hr_client: httpx.Client, autumn: House
) -> None:
    vacancy_id = autumn.vacancies()[0]
    last = hr_client.get(f"/api/v1/vacancies/{vacancy_id}/proposal").json()
    stated = {
        "type": "ProposalAccepted",
        "vacancy_id": vacancy_id,
        "revision_seen": last["revision"],
        "override": False,
    }
    assert post(hr_client, stated, "review").status_code == 202
    (event,) = autumn.published
    assert isinstance(event, ProposalAccepted)
    assert event.proposal_id == last["proposal_id"]


def test_a_request_that_comes_again_publishes_the_same_bytes(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    answers = [post(hr_client, shortlisting, "again") for _ in range(3)]
    assert len({answer.text for answer in answers}) == 1
    assert len({json.dumps(to_json(event)) for event in autumn.published}) == 1


def test_a_key_stands_for_one_decision(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    post(hr_client, shortlisting, "one")
    other = post(hr_client, shortlisting | {"override": True, "reason": "a reason"}, "one")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["detail"]
    assert len({event.event_id for event in autumn.published}) == 1


def test_another_server_knows_the_key_from_the_read_model(
    hr_client: httpx.Client, autumn: House, pool: WrittenOn, shortlisting: dict[str, Any]
) -> None:
    post(hr_client, shortlisting, "elsewhere")
    place = pool.take_in(autumn.published[0])
    with asking(beside(autumn, autumn.serving.tokens), "hr_partner") as elsewhere:
        assert post(elsewhere, shortlisting, "elsewhere").json()["state"] == "TAKEN_IN"
        assert (
            post(elsewhere, shortlisting | {"candidate_id": "c-2"}, "elsewhere").status_code == 422
        )
    assert len(autumn.published) == 1, "what was taken in is not published again"
    pool.look(place)


def test_two_desks_may_have_the_same_key(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    post(hr_client, shortlisting, "1")
    tokens = Tokens({token_hash("pw_other"): Caller("other-desk", "hr_partner")})
    with asking(beside(autumn, tokens)) as elsewhere:
        elsewhere.headers["Authorization"] = "Bearer pw_other"
        post(elsewhere, shortlisting, "1")
    assert len({event.event_id for event in autumn.published}) == 2


def test_a_decision_is_taken_in_and_counts(
    hr_client: httpx.Client, autumn: House, pool: WrittenOn, shortlisting: dict[str, Any]
) -> None:
    where = post(hr_client, shortlisting, "counts").headers["location"]
    place = pool.take_in(autumn.published[0])
    assert hr_client.get(where).json()["state"] == "TAKEN_IN"
    pool.look(place)
    assert hr_client.get(where).json()["state"] == "COUNTED"
    again = post(hr_client, shortlisting, "counts")
    assert (again.status_code, again.json()["state"]) == (200, "COUNTED")


def test_a_stale_revision_is_published_and_comes_back_refused(
    hr_client: httpx.Client, autumn: House, pool: WrittenOn, shortlisting: dict[str, Any]
) -> None:
    stale = shortlisting | {"revision_seen": 1}
    current = shortlisting["revision_seen"]
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(post(hr_client, stale, "stale", 20)))
    waiting.start()
    while not autumn.published:
        time.sleep(0.01)
    event = autumn.published[0]
    pool.look(pool.take_in(event), refusal_of(event, current))
    waiting.join(20)
    (answer,) = answers
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["detail"] == f"taken on revision 1: the last is revision {current}"
    assert told["remedy"] == f"look at revision {current} and decide again"
    assert (told["revision_seen"], told["revision_current"]) == (1, current)
    assert told["decision"]["state"] == "REFUSED"
    assert hr_client.get(answer.headers["location"]).json() == told["decision"]
    listed = hr_client.get(f"/api/v1/vacancies/{event.vacancy_id}/decisions").json()["items"]  # type: ignore[attr-defined]
    assert told["decision"]["refusal"] in [one["refusal"] for one in listed]


def test_whoever_waits_is_answered_when_the_pool_has_looked(
    hr_client: httpx.Client, autumn: House, pool: WrittenOn, shortlisting: dict[str, Any]
) -> None:
    answers: list[httpx.Response] = []
    begun = time.monotonic()
    waiting = threading.Thread(
        target=lambda: answers.append(post(hr_client, shortlisting, "waits", 20))
    )
    waiting.start()
    while not autumn.published:
        time.sleep(0.01)
    pool.look(pool.take_in(autumn.published[0]))
    waiting.join(20)
    assert answers[0].status_code == 200
    assert answers[0].json()["state"] == "COUNTED"
    assert answers[0].headers["preference-applied"] == "wait=20"
    assert time.monotonic() - begun < 10


def test_waiting_has_an_end(hr_client: httpx.Client, shortlisting: dict[str, Any]) -> None:
    begun = time.monotonic()
    answer = post(hr_client, shortlisting, "in-vain", 1)
    assert (answer.status_code, answer.json()["state"]) == (202, "PUBLISHED")
    assert 0.9 < time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("wait=5", 5),
        ("respond-async, wait=7", 7),
        ('WAIT = "3"; foo=bar', 3),
        ("wait=9999", WAIT_S_MAX),
        ("wait=-1", 0),
        ("wait=5x", 0),
        ("await=5", 0),
        ("wait=99999999999999999999", 0),
    ],
)
def test_how_long_is_waited(prefer: str | None, seconds: int) -> None:
    assert wait_asked_for(prefer) == seconds


def test_kafka_that_is_away_is_told_and_the_key_can_be_used_again(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    autumn.away.add("kafka")
    response = post(hr_client, shortlisting, "away")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"] == "5"
    autumn.away.clear()
    assert post(hr_client, shortlisting, "away").status_code == 202
    assert len(autumn.published) == 1


def test_only_so_many_first_events_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
    autumn: House,
    hr_client: httpx.Client,
    shortlisting: dict[str, Any],
) -> None:
    monkeypatch.setattr(once, "REMEMBERED_MAX", 2)
    post(hr_client, shortlisting, "kept")
    event = autumn.published[0]
    remembered = Once()
    for number in range(4):
        other = CandidateShortlisted(**vars(event) | {"event_id": f"e-{number}"})
        assert remembered.first(other) is other
    assert len(remembered._first) == 2
