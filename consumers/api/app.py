"""The API as one app, mounted under `/api/v1`; its document is `/api/v1/openapi.json`."""

from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from consumers.api import (
    coverage,
    deciding,
    exercise_acts,
    exercises,
    horizon,
    leadership,
    nomination_answers,
    operation,
    people,
    proposals,
    rejected,
    roster,
    stream,
    vacancies,
)
from consumers.api.body_limit import BodyLimit
from consumers.api.document import document
from consumers.api.etags import ETags
from consumers.api.limit_told import LimitTold
from consumers.api.once import Once
from consumers.web.problems import Problem, told_as_problems
from consumers.web.serving import Serving

DESCRIPTION = """The roster, vacancies and match proposals of the Pathways Pool, its rotation
exercises, forecasts and leadership pipeline, and people's decisions about them. A proposal, a slate
and a nomination are recommendations; people decide.

People are pseudonyms. Moments are UTC. Lists come in pages, `{items, next}`: `next` is the `cursor`
of the page after, null on the last. Errors are `application/problem+json`. Answers carry an `ETag`.
What tells of a person's facts, or why somebody is on a list or not, is left out, or null, for roles
that may not read it."""

# The vacancy alone comes last: an id may hold a slash, so its route would take those before it.
ROUTERS = (
    roster.router,
    proposals.router,
    stream.router,
    deciding.router,
    people.router,
    coverage.router,
    exercise_acts.router,
    exercises.router,
    horizon.router,
    leadership.router,
    nomination_answers.router,
    rejected.router,
    operation.router,
    vacancies.router,
)

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (400, "The request cannot be read"),
        (401, "No token, or one that is not known"),
        (403, "The role does not allow it"),
        (404, "There is no such thing"),
        (422, "Parts of the request cannot be used"),
        (429, "Too many requests"),
        (503, "The read model or Kafka does not answer"),
    )
}


def build_api(serving: Serving) -> FastAPI:
    app = _routed()
    app.state.serving = serving
    app.state.once = Once()
    app.openapi = api_document  # type: ignore[method-assign]
    app.add_middleware(BodyLimit)
    app.add_middleware(ETags)
    app.add_middleware(LimitTold)
    told_as_problems(app)
    return app


@cache
def api_document() -> dict[str, Any]:
    """The same for every server; made when it is first asked for, by a request as a rule."""
    return document(_routed())


def _routed() -> FastAPI:
    app = FastAPI(
        title="Pathways",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        # A redirect would repeat the host that the caller names.
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses=_ERRORS,
    )
    for router in ROUTERS:
        app.include_router(router)
    return app


def _operation_id(route: APIRoute) -> str:
    """The function's name: `roster`, `decide`."""
    return route.name
