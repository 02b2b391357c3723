"""Forecasts: openings ahead, and how strong the bench would be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from consumers.api.access import Reader
from consumers.api.pages import everything, known
from consumers.api.parameters import Code
from consumers.questions import horizon as questions
from consumers.questions.horizon import Forecast, Opening, Strength
from consumers.questions.paging import Page
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter(tags=["horizon"])

JobGroup = Annotated[Code, Path(description="Such as `COM`.")]
MadeIn = Annotated[
    date | None,
    Query(
        description="The first day of the month in which it was made; else the latest.",
        examples=["2027-02-01"],
    ),
]


@dataclass(frozen=True, kw_only=True)
class WholeForecast:
    """What a pool foresaw: a forecast, no promise."""

    forecast: Forecast
    months: Sequence[date]
    foreseen: Sequence[Opening]
    strength: Sequence[Strength]


@router.get("/horizon")
def forecasts(who: Reader, served: ServingNow) -> Page[Forecast]:
    """The latest forecast of each job group, in brief."""
    with served.engine.connect() as connection:
        return everything(questions.forecasts(connection))


@router.get("/horizon/{job_group:path}")
def forecast(
    who: Reader, served: ServingNow, job_group: JobGroup, made_in: MadeIn = None
) -> WholeForecast:
    """Openings of the months ahead with how many could take each, and the bench month by month.

    The bench by language and by hardship class, and of whom a fact is missing, is for roles that
    may read private facts: behind a small number stands somebody.
    """
    which = job_group if made_in is None else f"{job_group} of {made_in}"
    with served.engine.connect() as connection:
        found = known(questions.forecast(connection, job_group, made_in), "forecast", which)
        whole = WholeForecast(
            forecast=found,
            months=questions.months_of(connection, job_group),
            foreseen=questions.openings(connection, found),
            strength=questions.strength(connection, found),
        )
    return whole if may(who.role, "read_private") else _public(whole)


def _public(whole: WholeForecast) -> WholeForecast:
    return replace(
        whole,
        foreseen=[replace(one, cannot_confirm=None) for one in whole.foreseen],
        strength=[one for one in whole.strength if one.dimension == "ALL"],
    )
