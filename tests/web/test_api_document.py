"""The API's document is whole and true: what it says is what the server does."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from consumers.api.app import api_document
from consumers.api.examples import EXAMPLES
from consumers.web.roles import Role
from tests.unit.written_history import WrittenHistory
from tests.web.house import TOKENS, House, asking, house, listening

DOCUMENT = api_document()
STREAM = "/stream/proposals"
"""Never ends, so that it has tests of its own."""
OPERATIONS = sorted(
    (path, method)
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if path != STREAM
)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
MODES = list(GenerationMode)
REQUESTS = 6
"""For each operation and mode: hundreds of requests in all, the same ones each time."""


@pytest.fixture(scope="module")
def address(written_history: WrittenHistory, shared_house: House) -> Iterator[str]:
    """Of a house of its own over the same read model: here something is published."""
    url = str(shared_house.serving.engine.url)
    with house(written_history, url) as own, listening(own.app) as address:
        yield address


@pytest.fixture(scope="module")
def schema(address: str) -> Any:
    return schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


def plain(path: str, method: str) -> bool:
    """No schema says which decision contradicts itself, nor which text a page gave as cursor."""
    parameters = DOCUMENT["paths"][path][method].get("parameters", ())
    return method == "get" and all(one["name"] != "cursor" for one in parameters)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_of_the_document_finds_a_mistake(
    schema: Any, address: str, path: str, method: str, mode: GenerationMode
) -> None:
    role: Role = "hr_partner" if method == "post" else "auditor"
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    checks = [one for one in CHECKS if one is not positive_data_acceptance or plain(path, method)]
    operation = schema[path][method.upper()]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=REQUESTS,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any]) -> None:
        response = case.call(base_url=f"{address}/api/v1", headers=headers)
        case.validate_response(response, checks=checks)

    ask()


def test_every_field_and_parameter_says_what_it_means() -> None:
    for name, described in DOCUMENT["components"]["schemas"].items():
        for field, one in described.get("properties", {}).items():
            assert "description" in one, f"{name}.{field}"
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], f"{path} {parameter['name']}"


def test_operations_are_called_by_readable_names_of_their_own() -> None:
    names = [
        operation["operationId"]
        for operations in DOCUMENT["paths"].values()
        for operation in operations.values()
    ]
    assert len(set(names)) == len(names)
    assert {"roster", "proposal", "decide", "state_of_decision"} <= set(names)
    assert all(name.isidentifier() for name in names)


def test_every_operation_asks_for_a_token_and_tells_errors_as_problems() -> None:
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            assert operation["security"] == [{"token": []}]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


def test_the_document_is_one_of_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    for described in DOCUMENT["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**described, "$schema": DRAFT})


DRAFT = "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_of_answers_are_as_described(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    jsonschema_rs.validator_for({**schema, "$schema": DRAFT}).validate(EXAMPLES[name])


@pytest.mark.parametrize("role", ["viewer", "hr_partner"])
def test_every_document_of_a_proposal_is_as_described(autumn: House, role: Role) -> None:
    """Of all revisions there are, for a role that gets all of it and one that gets a part."""
    described = DOCUMENT["paths"]["/vacancies/{vacancy_id}/proposal"]["get"]["responses"]["200"]
    schema = described["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for(
        {**schema, "components": DOCUMENT["components"], "$schema": DRAFT}
    )
    seen = set()
    with asking(autumn, role) as client:
        for one in client.get("/api/v1/proposals?limit=500").json()["items"]:
            path = f"/api/v1/vacancies/{one['vacancy_id']}/proposal?revision="
            for revision in range(1, one["revision"] + 1):
                document = client.get(f"{path}{revision}").json()
                validator.validate(document)
                seen.add(document["type"])
    assert len(seen) >= 3
