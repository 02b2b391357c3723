"""The horizon: what each job group will have to fill in a year, and who will be there."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from consumers.console.filters import Text
from consumers.console.horizon_figures import Outlook, benches, months_ahead, outlook
from consumers.console.per_tick import Kept
from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions import horizon
from consumers.questions.horizon import Forecast
from consumers.questions.progress import day_reached
from consumers.questions.vacancies import vacancies_named
from consumers.web.ports import NotKnown
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter()


@router.get("/horizon")
def horizon_page(request: Request, who: Visitor, kept: Kept) -> Response:
    """All of it is asked once for each state of the read model, however many look."""
    values = {"outlooks": kept.ask(_outlooks), "day": kept.ask(day_reached)}
    return page(request, "horizon.html", values)


@router.get("/horizon/{job_group:path}")
def forecast_page(
    request: Request,
    job_group: Text,
    who: Visitor,
    served: ServingNow,
    made_in: Annotated[date | None, Query()] = None,
) -> Response:
    private = may(who.role, "read_private")
    with served.engine.connect() as connection:
        found = horizon.forecast(connection, job_group, made_in)
        if found is None:
            raise NotKnown("")
        values = _of_forecast(connection, found, private=private)
        values["months"] = horizon.months_of(connection, job_group)
    return page(request, "forecast.html", values | {"forecast": found, "private": private})


def _of_forecast(connection: Connection, of: Forecast, *, private: bool) -> dict[str, Any]:
    """Behind a small number stands somebody: what a role may not see, it is not given."""
    openings = horizon.openings(connection, of)
    strength = horizon.strength(connection, of)
    if not private:
        openings = [replace(one, cannot_confirm=None) for one in openings]
        strength = [one for one in strength if one.dimension == "ALL"]
    return {
        "outlook": outlook(of.made_in, openings, strength),
        "ahead": months_ahead(of.made_in, openings),
        "benches": benches(strength),
        "told": vacancies_named(connection, [one.vacancy_id for one in openings]),
    }


def _outlooks(connection: Connection) -> list[tuple[Forecast, Outlook]]:
    return [
        (one, outlook(one.made_in, horizon.openings(connection, one), _strength(connection, one)))
        for one in horizon.forecasts(connection)
    ]


def _strength(connection: Connection, of: Forecast) -> list[horizon.Strength]:
    return [one for one in horizon.strength(connection, of) if one.dimension == "ALL"]
