"""The API's own document, made whole: problems, tags, limits, and a meaning for every field."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from consumers.api.contract import ABOUT_PROPOSALS, docs_of, records_in
from consumers.api.examples import EXAMPLES
from consumers.api.glossary import MEANINGS
from consumers.api.stage_glossary import STAGE_MEANINGS
from consumers.questions.private import PUBLIC
from consumers.web.problems import MEDIA, Problem

Json = dict[str, Any]

_HEADERS: Json = {
    "RateLimit-Remaining": {
        "description": "Requests that are left in this minute.",
        "schema": {"type": "integer"},
    },
    "ETag": {"description": "The tag of this very body.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "Location": {
        "description": "Where to ask how far it has come.",
        "schema": {"type": "string"},
    },
}
_IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "Tags of bodies that the caller has: where one of them still holds, 304.",
    "schema": {"type": "string"},
}


def document(app: FastAPI) -> Json:
    """What FastAPI tells of the app, and what it cannot know."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        servers=[{"url": "/api/v1"}],
    )
    _schemas(made["components"]["schemas"])
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _operation(path, method, operation)
    return made


def _operation(path: str, method: str, operation: Json) -> None:
    responses = operation["responses"]
    if "{" not in path:
        del responses["404"]
    if method == "get":
        del responses["400"]
    if "422" in responses:
        responses["422"] = _problem("Parts of the request cannot be used")
    for status, response in responses.items():
        if int(status) >= 400:
            schema = response.get("content", {}).get("application/json", {}).get("schema")
            response["content"] = {MEDIA: {"schema": schema or _ref(Problem.__name__)}}
        if status in ("429", "503"):
            response["headers"] = {"Retry-After": _HEADERS["Retry-After"]}
    answer = responses.get("200", {})
    if method == "get" and "application/json" in answer.get("content", {}):
        answer["headers"] = {name: _HEADERS[name] for name in ("ETag", "RateLimit-Remaining")}
        responses["304"] = {"description": "The body that the caller has still holds"}
        operation.setdefault("parameters", []).append(_IF_NONE_MATCH)
    if method == "post":
        for status in sorted(responses.keys() & {"200", "202", "409"}):
            responses[status].setdefault("headers", {})["Location"] = _HEADERS["Location"]


def _problem(description: str) -> Json:
    return {
        "description": description,
        "content": {"application/json": {"schema": _ref(Problem.__name__)}},
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas(schemas: Json) -> None:
    """Meanings for all fields; of a list's fields, only those are promised that all roles get."""
    for gone in ("HTTPValidationError", "ValidationError"):
        schemas.pop(gone, None)
    docs: dict[tuple[str, str], str] = {}
    for kind in ABOUT_PROPOSALS:
        docs |= docs_of(kind)
    told = {record for kind in ABOUT_PROPOSALS for record in records_in(kind)}
    meanings = {**MEANINGS, **STAGE_MEANINGS}
    for name, schema in schemas.items():
        for field, described in schema.get("properties", {}).items():
            meaning = docs.get((name.partition("-")[0], field)) or meanings.get(field)
            if meaning and "description" not in described:
                described["description"] = meaning
        if name in EXAMPLES:
            schema["examples"] = [EXAMPLES[name]]
        if name in told and "required" in schema:
            schema["required"] = [one for one in schema["required"] if one in PUBLIC]
