"""Errors as pages for people."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from consumers.console.address import here
from consumers.console.rendering import page
from consumers.console.session import SignInFirst
from consumers.questions.paging import NoCursor
from consumers.web.ports import Away, NotKnown
from consumers.web.read_model_away import READ_MODEL_ERRORS, read_model_away

_TOLD = (400, 403, 404, 409, 422, 429, 503)


def told_as_pages(app: FastAPI) -> None:
    app.add_exception_handler(SignInFirst, _sign_in_first)
    app.add_exception_handler(HTTPException, _http)
    for kind, status in (
        (RequestValidationError, 422),
        (NoCursor, 422),
        (NotKnown, 404),
        (Away, 503),
    ):
        app.add_exception_handler(kind, _answering(status))
    for error in READ_MODEL_ERRORS:
        app.add_exception_handler(error, _read_model_away)


async def _sign_in_first(request: Request, error: Exception) -> Response:
    wanted = quote(here(request)) if request.method == "GET" else "/"
    target = f"/sign-in?next={wanted}"
    if "hx-request" in request.headers:
        # A part of an open page asks: the whole page goes to sign in, not that part of it.
        return Response(None, 204, {"HX-Redirect": target})
    return RedirectResponse(target, 303)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem_page(request, error.status_code, str(error.detail))


def _answering(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        told = str(error) if isinstance(error, (NotKnown, Away)) else ""
        return problem_page(request, status, told)

    return answer


async def _read_model_away(request: Request, error: Exception) -> Response:
    return problem_page(request, 503, read_model_away(error))


def problem_page(request: Request, status: int, detail: str = "") -> Response:
    """What went wrong, in the catalogue's words; `csrf`, or words for people, say more."""
    key = f"problem.e{status if status in _TOLD else 400}"
    # What does not answer now may do so soon: the page asks again when the read model has news.
    again = here(request) if status == 503 and request.method == "GET" else ""
    values = {"key": key, "detail": detail, "again": again}
    return page(request, "problem.html", values, status)
