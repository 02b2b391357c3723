"""The first page: what is open, what is new, what waits for a decision, how far the pools are."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from consumers.console.per_tick import Kept
from consumers.console.rendering import page
from consumers.console.session import OperatingVisitor, Visitor
from consumers.questions import decisions, progress, proposals, vacancies, waiting
from consumers.questions.exercises import exercises
from consumers.web.ports import Away
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter()

SHOWN = 8
"""Of each kind of thing that waits."""
NEWEST = 8
REFUSED_DAYS = 7


@router.get("/")
def today(request: Request, who: Visitor, kept: Kept) -> Response:
    values = kept.ask(_values) | {"private": may(who.role, "read_private")}
    return page(request, "today.html", values)


@router.get("/health")
def health(request: Request, who: OperatingVisitor, served: ServingNow) -> Response:
    """Asked by the page when it is there already: Kafka may take its time, or not answer."""
    try:
        status, trouble = served.ports.status(), ""
    except Away as error:
        status, trouble = {"units": []}, str(error)
    try:
        webhooks, webhooks_away = served.ports.webhooks(), ""
    except Away as error:
        webhooks, webhooks_away = [], str(error)
    values = {"status": status, "trouble": trouble, "webhooks_away": webhooks_away}
    return page(request, "health.html", values | {"webhooks": list(webhooks)})


def _values(connection: Connection) -> dict[str, Any]:
    """The same for everybody: what only some may see, the template shows only to them."""
    values = _figures(connection) | _lists(connection) | {"waiting": _waiting(connection)}
    return values | {"stated": _titles(connection, values)}


def _figures(connection: Connection) -> dict[str, Any]:
    day = progress.day_reached(connection)
    return {
        "day": day,
        "pools": progress.pools(connection),
        "counts": proposals.counts_by_status(connection),
        "told": proposals.told_on(connection, day) if day else 0,
        "refused_count": decisions.refused_since(connection, _days_before(day)),
        "refused": decisions.refusals_since(connection, _days_before(day), SHOWN),
    }


def _lists(connection: Connection) -> dict[str, Any]:
    newest = proposals.proposals(connection, [], [], NEWEST).items
    return {
        "newest": newest,
        "told_revisions": proposals.told_revisions(
            connection, [(one.vacancy_id, one.revision) for one in newest]
        ),
        "slates": [one for one in exercises(connection) if one.status == "PROPOSED"],
        "deferred": proposals.proposals(connection, ["DEFERRED"], [], SHOWN).items,
    }


def _waiting(connection: Connection) -> dict[str, Any]:
    count, offers = waiting.offers_out(connection, SHOWN)
    found = {
        "held": waiting.held(connection, SHOWN),
        "to_review": waiting.to_review(connection, SHOWN),
        "shortlisted": waiting.shortlisted(connection, SHOWN),
    }
    total = count + sum(one.count for one in found.values())
    return found | {"offers": offers, "offers_count": count, "total": total}


def _titles(connection: Connection, values: dict[str, Any]) -> dict[str, vacancies.Vacancy]:
    """Of vacancies whose last word is no list: it names neither title nor place."""
    named = {one.vacancy_id for one in (*values["newest"], *values["deferred"]) if not one.title}
    named |= {one.vacancy_id for one in values["refused"]}
    named |= {one.vacancy_id for one in values["waiting"]["held"].first}
    named |= {one.vacancy_id for one in values["waiting"]["offers"]}
    return vacancies.vacancies_named(connection, named)


def _days_before(day: date | None) -> date:
    return day - timedelta(days=REFUSED_DAYS) if day else date.min
