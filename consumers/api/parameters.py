"""What callers may ask with: each parameter's form, and that no other one is passed over."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import StringConstraints

from consumers.questions.paging import LIMIT_MAX
from schemas.fields import CODE

CODE_PATTERN = f"^{CODE.pattern}$"
VALUES_MAX = 50

Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
"""An id or a code of the contract: nothing that a database, a header or a path could trip over."""

Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="How many items a page has at most.")]
PageCursor = Annotated[
    str | None,
    Query(min_length=1, max_length=2000, description="`next` of the page before; else the first."),
]
JobGroups = Annotated[
    list[Code] | None,
    Query(max_length=VALUES_MAX, description="Only these, such as `COM`.", examples=[["COM"]]),
]
Grades = Annotated[
    list[Code] | None,
    Query(max_length=VALUES_MAX, description="Only these, such as `P-5`.", examples=[["P-5"]]),
]
EventId = Annotated[Code, Path(description="Of the decision, as `Location` had it.")]
VacancyId = Annotated[Code, Path(description="Which vacancy.")]
CandidateId = Annotated[Code, Path(description="Who, a pseudonym.")]
CycleId = Annotated[Code, Path(description="Which exercise.")]
Run = Annotated[int, Path(ge=1, le=2**31 - 1, description="Of the exercise, from 1.")]
EditionId = Annotated[Code, Path(description="Of which programme, once.")]
NominationId = Annotated[Code, Path(description="Which nomination.")]
OneRevision = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Which revision; else the last.")
]
OneCandidate = Annotated[Code | None, Query(description="Only this person, a pseudonym.")]

IdempotencyKey = Annotated[
    str,
    Header(
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Made once for what is decided once, such as a UUID, and sent again with "
        "every repetition: the decision is then published once.",
        examples=["5f0c1b1e-9d0b-4c57-a1ce-7d0c0d4b5a11"],
    ),
]
Prefer = Annotated[
    str | None,
    Header(max_length=200, description="`wait=5`: answer when it is answered; at most 30 s."),
]


async def only_known_parameters(request: Request) -> None:
    """Refuses what the document does not name, and single values that are given twice.

    Raises RequestValidationError: a misspelt filter that is passed over would list everybody.
    """
    lists = _query_parameters(request)
    given = request.query_params
    errors = [_wrong(name, "there is no such parameter") for name in given if name not in lists]
    errors += [
        _wrong(name, "it is given more than once")
        for name in given
        if lists.get(name) is False and len(given.getlist(name)) > 1
    ]
    if errors:
        raise RequestValidationError(errors)


def _query_parameters(request: Request) -> dict[str, bool]:
    """Of the route, by name, whether it may be given more than once."""
    operations = request.app.openapi()["paths"][request.scope["route"].path_format]
    parameters = operations[request.method.lower()].get("parameters", ())
    return {one["name"]: _is_list(one["schema"]) for one in parameters if one["in"] == "query"}


def _is_list(schema: Mapping[str, Any]) -> bool:
    return any(one.get("type") == "array" for one in (schema, *schema.get("anyOf", ())))


def _wrong(name: str, message: str) -> dict[str, Any]:
    return {"type": "value_error", "loc": ("query", name), "msg": message, "input": None}
