"""Slates asked for, changed and signed, and nominations answered: published once, by the right."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from consumers.api.acts import EXAMPLES, MODELS
from consumers.web.acting import ActKind, stated_fields_of
from consumers.web.roles import Role
from schemas.events import NominationDeclined, SlateAdjusted, SlateRequested, SlateSignedOff
from tests.web.house import TOKENS, House, asking
from tests.web.stage_story import CYCLE, EDITION, told
from tests.web.written_on import written_on

pytestmark = pytest.mark.usefixtures("nothing_published")

ASKED = {"type": "SlateRequested", "cycle_id": CYCLE, "method": "GLOBAL_ASSIGNMENT"}
ADJUSTED = {
    "type": "SlateAdjusted",
    "cycle_id": CYCLE,
    "run": 1,
    "revision_seen": 2,
    "post_id": "post-2",
    "candidate_id": None,
    "locked": False,
    "reason": "the post is frozen",
}
SIGNED = {"type": "SlateSignedOff", "cycle_id": CYCLE, "run": 1, "revision_seen": 2}
DECLINED = {"type": "NominationDeclined", "nomination_id": "n-1", "reason": "on leave then"}


@pytest.fixture(scope="module")
def client(autumn: House) -> Iterator[httpx.Client]:
    with asking(autumn) as client:
        yield client


def post(
    client: httpx.Client,
    stated: Mapping[str, Any],
    key: str,
    role: Role = "hr_partner",
    path: str = "exercise-acts",
    **headers: str,
) -> httpx.Response:
    sent = {"Authorization": f"Bearer {TOKENS[role]}", "Idempotency-Key": key} | headers
    return client.post(f"/api/v1/{path}", json=dict(stated), headers=sent)


def test_a_request_becomes_an_event_with_the_role_of_the_token(
    client: httpx.Client, autumn: House
) -> None:
    response = post(client, ASKED, "ask")
    assert response.status_code == 202
    (event,) = autumn.published
    assert isinstance(event, SlateRequested)
    assert (event.actor_role, event.source, event.correlation_id) == (
        "hr-partner",
        "pathways.api",
        CYCLE,
    )
    assert event.request_id == event.event_id
    where = response.headers["location"]
    assert where == f"/api/v1/exercise-acts/{event.event_id}"
    headers = {"Authorization": f"Bearer {TOKENS['auditor']}"}
    assert client.get(where, headers=headers).json()["state"] == "PUBLISHED"


def test_a_post_may_be_given_to_nobody_but_not_by_leaving_it_out(
    client: httpx.Client, autumn: House
) -> None:
    left_out = {name: value for name, value in ADJUSTED.items() if name != "candidate_id"}
    refused = post(client, left_out, "empty")
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.candidate_id")
    assert not autumn.published
    assert post(client, ADJUSTED, "empty").status_code == 202
    (event,) = autumn.published
    assert isinstance(event, SlateAdjusted)
    assert (event.slate_id, event.candidate_id) == (f"{CYCLE}/1", None)


def test_whoever_prepares_a_slate_does_not_sign_it(client: httpx.Client, autumn: House) -> None:
    assert post(client, SIGNED, "sign").status_code == 403
    assert post(client, ASKED, "sign", "director").status_code == 403
    assert not autumn.published
    assert post(client, SIGNED, "sign", "director").status_code == 202
    (event,) = autumn.published
    assert isinstance(event, SlateSignedOff)
    assert event.actor_role == "director"


def test_what_comes_again_is_published_once_and_a_key_stands_for_one_act(
    client: httpx.Client, autumn: House
) -> None:
    answers = [post(client, ADJUSTED, "again") for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert post(client, ADJUSTED | {"locked": True}, "again").status_code == 422
    assert post(client, ASKED, "again").status_code == 422
    assert len({event.event_id for event in autumn.published}) == 1
    assert len({event.recorded_at for event in autumn.published}) == 1


def test_what_the_read_model_has_is_not_published_again_and_the_answer_comes_with_it(
    client: httpx.Client, autumn: House
) -> None:
    post(client, ADJUSTED, "late")
    (event,) = autumn.published
    refusal = told(
        "ExerciseRemarked",
        f"{CYCLE}/remark/{event.event_id}",
        60,
        remark="STALE",
        refused=True,
        causation_id=event.event_id,
        detail="changed on revision 2: the last is revision 3",
    )
    with written_on(str(autumn.serving.engine.url)) as writer:
        writer.write("exercise-log", 0, event)
        writer.write("slates", 0, refusal)
    again = post(client, ADJUSTED, "late", Prefer="wait=5")
    assert again.status_code == 409
    assert again.json()["act"]["state"] == "REFUSED"
    assert again.json()["remedy"] == refusal.remedy
    assert again.headers["content-type"] == "application/problem+json"
    assert len(autumn.published) == 1
    assert post(client, ADJUSTED | {"reason": "another"}, "late").status_code == 422


def test_an_answer_names_the_person_and_the_edition_of_the_nomination(
    client: httpx.Client, autumn: House
) -> None:
    response = post(client, DECLINED, "decline", path="nomination-answers")
    assert response.status_code == 202
    (event,) = autumn.published
    assert isinstance(event, NominationDeclined)
    assert (event.candidate_id, event.edition_id) == ("c-1", EDITION)
    assert response.headers["location"] == f"/api/v1/nomination-answers/{event.event_id}"
    unknown = DECLINED | {"nomination_id": "n-nobody"}
    assert post(client, unknown, "x", path="nomination-answers").status_code == 422
    unexplained = {name: value for name, value in DECLINED.items() if name != "reason"}
    assert post(client, unexplained, "y", path="nomination-answers").status_code == 422
    assert len(autumn.published) == 1


def test_without_kafka_nothing_is_said_to_be_done(client: httpx.Client, autumn: House) -> None:
    autumn.away.add("kafka")
    assert post(client, ASKED, "away").status_code == 503


@pytest.mark.parametrize("wrong", [{"actor_role": "me"}, {"event_id": "e"}, {"method": "LOTTERY"}])
def test_what_nobody_may_state_is_refused(
    client: httpx.Client, autumn: House, wrong: dict[str, str]
) -> None:
    assert post(client, ASKED | wrong, "wrong").status_code == 422
    assert not autumn.published


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_document_are_acts(name: str) -> None:
    stated = EXAMPLES[name]["value"]
    MODELS[stated["type"]].model_validate(stated)


@pytest.mark.parametrize("kind", MODELS)
def test_each_act_is_stated_but_for_what_the_server_makes(kind: ActKind) -> None:
    assert set(MODELS[kind].model_fields) == stated_fields_of(kind) | {"type"}
