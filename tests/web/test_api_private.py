"""What tells of a person's facts reaches nobody whose role may not read it."""

import dataclasses
import json
import typing
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from consumers.api.contract import TOLD
from consumers.questions.private import PUBLIC, without_private
from consumers.web.roles import ROLES, Role, may
from tests.web.house import TOKENS, House, asking

KEPT = frozenset(
    {
        # Facts, answers about facts, and what rests on them alone.
        "answers", "advisory", "criteria", "competencies", "profile_ahead", "learning", "warnings",
        "near_misses", "cannot_confirm", "tier_unconfirmed", "rule", "outcome", "required", "held",
        "evidence", "criterion", "raw", "normalised", "weight", "contribution", "code", "expected",
        "shown", "assessment_id", "kind", "status", "effective_from", "short_of", "edition_id",
        "missing", "waiver",
        # A tier follows from origin, gender or nationality, and so does an order that it gave.
        "tier_rule", "tier_rule_id", "vacancy_grade_from", "first", "clause", "origins", "genders",
        "nationality_list",
        "consideration_tier", "tier_clause", "tie_break", "first_tier", "second_tier",
        # Words in which the pool says why, and events that may be a person's.
        "reason", "remedy", "explanation", "causes", "event_type", "causation_id", "path_answer",
        "decision_event_id",
        # Small numbers by rule or kind: behind a one stands somebody.
        "excluded", "waived", "diversity", "shown_from", "cells", "dimension", "value", "pool",
        "listed",
        # What people have decided about a person, and not told them yet.
        "shortlisted", "offers_out", "offer_id", "reply_by",
    }
)  # fmt: skip
"""What no public reader gets, so that a new field of the contract asks for a decision."""

OTHERS = [role for role in ROLES if not may(role, "read_private")]


def fields_of(record: type[Any]) -> Iterator[str]:
    for name, hint in typing.get_type_hints(record).items():
        yield name
        for inner in (hint, *typing.get_args(hint)):
            if dataclasses.is_dataclass(inner):
                yield from fields_of(typing.cast("type[Any]", inner))


def names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


@pytest.fixture(scope="module")
def client(autumn: House) -> Iterator[httpx.Client]:
    with asking(autumn) as client:
        yield client


def get(client: httpx.Client, role: Role, path: str) -> Any:
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


def test_every_field_of_what_is_told_is_public_or_kept() -> None:
    told = {name for kind in TOLD for name in fields_of(kind)} | {"type"}
    assert not PUBLIC & KEPT
    assert told - PUBLIC - KEPT == set()
    assert (PUBLIC | KEPT) - told == set(), "these stand in no event any more"


def test_a_field_that_nobody_knows_is_kept() -> None:
    assert without_private({"vacancy_id": "v-1", "blood_group": "0"}) == {"vacancy_id": "v-1"}


@pytest.mark.parametrize("role", OTHERS)
def test_no_revision_gives_others_more_than_the_public_part(
    client: httpx.Client, autumn: House, role: Role
) -> None:
    for vacancy in autumn.vacancies():
        for told in get(client, role, f"/vacancies/{vacancy}/revisions")["items"]:
            assert told["reason"] is None
            path = f"/vacancies/{vacancy}/proposal?revision={told['revision']}"
            assert set(names_in(get(client, role, path))) <= PUBLIC


@pytest.mark.parametrize("role", OTHERS)
def test_the_order_and_the_points_are_there_for_all(
    client: httpx.Client, autumn: House, role: Role
) -> None:
    path = f"/vacancies/{autumn.vacancies()[0]}/proposal"
    whole, part = get(client, "auditor", path), get(client, role, path)
    assert whole["ranked"][0]["answers"]
    shown = [(one["rank"], one["candidate_id"], one["total"]) for one in part["ranked"]]
    assert shown == [(one["rank"], one["candidate_id"], one["total"]) for one in whole["ranked"]]


@pytest.mark.parametrize("role", OTHERS)
def test_lists_of_proposals_keep_the_reason_to_themselves(client: httpx.Client, role: Role) -> None:
    assert all(one["reason"] is None for one in get(client, role, "/proposals")["items"])
    assert all(one["reason"] for one in get(client, "hr_partner", "/proposals")["items"])


@pytest.mark.parametrize("role", OTHERS)
def test_a_near_miss_is_no_listing_for_others(
    client: httpx.Client, autumn: House, role: Role
) -> None:
    document = get(client, "auditor", f"/vacancies/{autumn.vacancies()[0]}/proposal")
    near, first = document["near_misses"][0], document["ranked"][0]
    assert "NEAR_MISS" in sections(client, "hr_partner", near["candidate_id"])
    assert sections(client, role, near["candidate_id"]) <= {"RANKED"}
    listed = get(client, role, f"/roster/{first['candidate_id']}")["lists"]
    assert listed
    assert all(one["remark"] is None for one in listed)


def sections(client: httpx.Client, role: Role, person: str) -> set[str]:
    return {one["section"] for one in get(client, role, f"/roster/{person}")["lists"]}


@pytest.mark.parametrize("role", ROLES)
def test_the_stream_tells_each_role_what_documents_tell_it(
    client: httpx.Client, role: Role
) -> None:
    told = list(first_events(client, role, 20))
    assert len(told) == 20
    if role in OTHERS:
        assert all(set(names_in(one)) <= PUBLIC for one in told)
    else:
        assert any("answers" in names_in(one) for one in told)


def first_events(client: httpx.Client, role: Role, count: int) -> Iterator[Any]:
    url = "/api/v1/stream/proposals?start=earliest"
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    with client.stream("GET", url, headers=headers) as response:
        for line in response.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))
                count -= 1
                if not count:
                    return


def test_no_gender_nor_nationality_stands_in_what_others_may_read(
    client: httpx.Client, autumn: House
) -> None:
    paths = ["/roster?limit=500", "/vacancies", "/proposals", "/coverage", "/health"]
    paths += [f"/vacancies/{one}/proposal" for one in autumn.vacancies()]
    for path in paths:
        names = set(names_in(get(client, "viewer", path)))
        assert not names & {"gender", "genders", "nationality", "nationalities", "nationality_list"}


def test_hidden_cells_of_the_panel_stay_hidden(client: httpx.Client) -> None:
    lines = get(client, "viewer", "/adverse-impact")["items"]
    assert lines
    for line in lines:
        shown = [line[name] for name in ("pool", "eligible", "listed") if line[name] is not None]
        assert all(count >= 5 for count in shown)
        if line["eligible"] is None:
            assert line["eligible_rate"] is None
