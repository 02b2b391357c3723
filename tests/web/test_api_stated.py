"""What is no decision, whatever comes later, is refused at once; and what may be stated."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import httpx
import pytest

from consumers.api.bodies import EXAMPLES, KNOWN, MODELS
from consumers.web.deciding import DecisionKind
from schemas.event_table import EVENT_TABLE
from schemas.events import Event
from tests.web.deciding import post
from tests.web.house import House

pytestmark = pytest.mark.usefixtures("nothing_published")

ENVELOPE = {field.name for field in fields(Event)}


WRONG: Mapping[str, dict[str, Any]] = {
    "an unknown field": {"colour": "red"},
    "an id of the envelope": {"event_id": "e-1"},
    "a role in the body": {"actor_role": "chief-of-mission"},
    "a time in the body": {"occurred_at": "2026-01-01T00:00:00Z"},
    "an override without a reason": {"override": True},
    "revision 0": {"revision_seen": 0},
    "a revision as text": {"revision_seen": "3"},
    "a NUL": {"reason": "a\0b"},
    "a reason of blanks": {"reason": "  \n "},
    "too long a reason": {"reason": "x" * 4001},
    "an id with a bar": {"candidate_id": "c|1"},
    "an id with a line break": {"candidate_id": "c-1\r\nX: y"},
    "another type": {"type": "CandidateErased"},
    "no type": {"type": None},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_later_fact_cures_is_refused_at_once(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any], wrong: str
) -> None:
    response = post(hr_client, shortlisting | WRONG[wrong], wrong.replace(" ", "-"))
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"]
    assert not autumn.published


def test_a_vacancy_of_another_job_group_is_refused(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    assert post(hr_client, shortlisting | {"job_group": "XYZ"}, "group").status_code == 409
    assert not autumn.published


def test_a_vacancy_that_is_not_known_yet_needs_its_job_group(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any]
) -> None:
    unknown = shortlisting | {"vacancy_id": "v-tomorrow"}
    assert "job_group" in post(hr_client, unknown, "unknown").text
    assert post(hr_client, unknown | {"job_group": "COM"}, "unknown").status_code == 202
    assert len(autumn.published) == 1


@pytest.mark.parametrize("key", [None, "", "two words", "x" * 201, "ä".encode()])
def test_a_decision_needs_a_key(
    hr_client: httpx.Client, autumn: House, shortlisting: dict[str, Any], key: Any
) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    response = hr_client.post("/api/v1/decisions", json=shortlisting, headers=headers)
    assert response.status_code == 422
    assert not autumn.published


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_the_document_are_decisions(name: str) -> None:
    stated = EXAMPLES[name]["value"]
    MODELS[stated["type"]].model_validate(stated)


@pytest.mark.parametrize("kind", MODELS)
def test_each_decision_of_the_contract_is_stated_but_for_what_the_server_knows(
    kind: DecisionKind,
) -> None:
    of_contract = {field.name for field in fields(EVENT_TABLE[kind].event)}
    stated = set(MODELS[kind].model_fields) - {"type"}
    assert stated == of_contract - ENVELOPE - {"actor_role"}
    required = {name for name, one in MODELS[kind].model_fields.items() if one.is_required()}
    assert not required & KNOWN
