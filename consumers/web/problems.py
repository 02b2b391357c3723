"""Errors as RFC 9457 has them: `application/problem+json` with what, why and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from consumers.questions.paging import NoCursor
from consumers.web.deciding import DECISION_KINDS, WrongDecision
from consumers.web.ports import Away, NotKnown
from consumers.web.read_model_away import READ_MODEL_ERRORS, read_model_away

TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Who asks is not known",
    403: "The role does not allow it",
    404: "There is no such thing",
    405: "Not done this way",
    409: "It does not fit what stands",
    413: "It is too large",
    422: "The request cannot be used as it is",
    429: "Too many requests",
    500: "A mistake of ours",
    503: "Not to be had now",
}


_BY_THE_FRAMEWORK: Mapping[str, str] = {
    "Not Found": "Nothing is at this path; the document at /api/v1/openapi.json has them all.",
    "There was an error parsing the body": "The body is no JSON that can be read.",
    "Method Not Allowed": "The header Allow says what can be done here.",
}
MEDIA = "application/problem+json"
ERRORS_MAX = 20
TEXT_MAX = 300


class Wrong(BaseModel):
    """One part of the request."""

    where: str
    """Such as `query.limit` or `body.reason`."""
    problem: str
    """What is wrong with it."""


class Problem(BaseModel):
    """What went wrong."""

    title: str
    """The kind of error, the same for each status."""
    status: int
    """The status of the answer once more."""
    detail: str
    """What happened here, and what can be done."""
    errors: list[Wrong] = []
    """Which parts of the request are wrong, one by one; at most 20."""


def problem(
    status: int,
    detail: str,
    errors: Sequence[Wrong] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """`more`: JSON values that this kind of problem tells beside."""
    content: dict[str, Any] = {
        "title": TITLES.get(status, "It did not work"),
        "status": status,
        "detail": _clean(detail),
        "errors": [
            {"where": _clean(one.where), "problem": _clean(one.problem)}
            for one in errors[:ERRORS_MAX]
        ],
    }
    return JSONResponse(content | more, status, dict(headers or {}), media_type=MEDIA)


def _clean(text: str) -> str:
    """What a caller sent may stand in it: halves of characters, or a book."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= TEXT_MAX else whole[: TEXT_MAX - 1] + "\N{HORIZONTAL ELLIPSIS}"


def told_as_problems(app: FastAPI) -> None:
    """Every error of the app leaves it in this form."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(NoCursor, _no_cursor)
    app.add_exception_handler(WrongDecision, _wrong_decision)
    app.add_exception_handler(NotKnown, _not_known)
    app.add_exception_handler(Away, _away)
    for kind in READ_MODEL_ERRORS:
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, _mistake)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    told = _BY_THE_FRAMEWORK.get(str(error.detail), str(error.detail))
    return problem(error.status_code, told, headers=error.headers)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [Wrong(where=_where(one["loc"]), problem=str(one["msg"])) for one in error.errors()]
    return problem(422, "These parts of the request cannot be used.", errors)


def _where(path: Sequence[str | int]) -> str:
    """Which of several kinds of decision was tried is no part of the body."""
    return ".".join(str(part) for part in path if part not in DECISION_KINDS)


async def _no_cursor(request: Request, error: Exception) -> JSONResponse:
    wrong = Wrong(where="query.cursor", problem="it is not what a page gave as `next`")
    return problem(422, "Begin again without a cursor.", [wrong])


async def _wrong_decision(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WrongDecision)
    errors = [Wrong(where=f"body.{one.field}", problem=one.text) for one in error.problems]
    return problem(422, "This is no decision that could be published.", errors)


async def _not_known(request: Request, error: Exception) -> JSONResponse:
    return problem(404, str(error))


async def _away(request: Request, error: Exception) -> JSONResponse:
    return problem(503, str(error), headers={"Retry-After": "5"})


async def _database(request: Request, error: Exception) -> JSONResponse:
    return problem(503, read_model_away(error), headers={"Retry-After": "5"})


async def _mistake(request: Request, error: Exception) -> JSONResponse:
    """Whatever it is, it is in the server's log, and of no use to the caller."""
    return problem(500, "This was not foreseen. The server's log says more; tell its operator.")
