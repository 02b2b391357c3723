"""The console as one app: its pages, its files, its sessions."""

import secrets
from importlib.resources import files

from fastapi import FastAPI
from starlette.middleware.sessions import SessionMiddleware
from starlette.staticfiles import StaticFiles

from consumers.console import (
    coverage,
    deciding,
    edition,
    exercise,
    exercise_acting,
    horizon,
    leadership,
    nomination_answering,
    person,
    person_facts,
    rejected,
    reports,
    roster,
    rotation,
    signing,
    ticking,
    today,
    vacancies,
    vacancy,
    why_not,
)
from consumers.console.per_tick import PerTick
from consumers.console.problem_pages import told_as_pages
from consumers.console.sent import Sent
from consumers.console.session import COOKIE, HOURS, EndedSessions
from consumers.web.serving import Serving

ROUTERS = (
    signing.router,
    ticking.router,
    today.router,
    vacancies.router,
    vacancy.router,
    deciding.router,
    why_not.router,
    roster.router,
    person.router,
    person_facts.router,
    coverage.router,
    rotation.router,
    exercise.router,
    exercise_acting.router,
    horizon.router,
    leadership.router,
    edition.router,
    nomination_answering.router,
    rejected.router,
    reports.router,
)


def build_console(serving: Serving) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.state.serving = serving
    app.state.per_tick = PerTick(serving)
    app.state.ended_sessions = EndedSessions()
    app.state.sent = Sent()
    told_as_pages(app)
    app.add_middleware(
        SessionMiddleware,
        secret_key=serving.session_secret or secrets.token_urlsafe(32),
        session_cookie=COOKIE,
        max_age=HOURS * 3600,
        same_site="strict",
        https_only=serving.secure_cookies,
    )
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("consumers.console") / "static")))
    return app
