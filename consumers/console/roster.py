"""The roster: who may be considered, filtered and paged, with ratings and endings as charts."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from consumers.console.coverage_figures import (
    Ends,
    RatedProfile,
    ends_by_month,
    everybody,
    rated_profiles,
    ratings_in,
    ratings_in_order,
)
from consumers.console.per_tick import Kept, PerTick
from consumers.console.rendering import page
from consumers.console.roster_filters import Asked
from consumers.console.session import Visitor
from consumers.questions import coverage, progress, roster
from consumers.questions.roster import Choices
from consumers.web.serving import ServingNow

router = APIRouter()

PAGE = 50


@router.get("/roster")
def roster_page(
    request: Request,
    who: Visitor,
    served: ServingNow,
    kept: Kept,
    asked: Annotated[Asked, Query()],
) -> Response:
    wanted = asked.wanted()
    charts = _charts(kept, asked)
    with served.engine.connect() as connection:
        found = roster.memberships(connection, wanted, PAGE, asked.cursor or None)
        # To count all is to read all: where the charts have done it, nobody does it again.
        everyone = sum(one.total for one in charts.profiles)
        count = everyone if asked.charts_tell_all else roster.count_of(connection, wanted)
    values = {"asked": asked, "page": found, "count": count}
    return page(request, "roster.html", values | vars(charts))


@dataclass(frozen=True, kw_only=True)
class _Charts:
    """What the page shows beside the list, by the names under which its template knows it."""

    day: date | None
    choices: Choices
    rating_choices: list[str]
    ratings: list[str]
    profiles: list[RatedProfile]
    ends: list[Ends]


def _charts(kept: PerTick, asked: Asked) -> _Charts:
    """From the coverage, which is there for all visitors: they follow profile and rating."""
    choices = kept.ask(roster.choices)
    lines = asked.charted(kept.ask(coverage.coverage))
    day = kept.ask(progress.day_reached)
    return _Charts(
        day=day,
        choices=choices,
        rating_choices=ratings_in_order(choices.ratings),
        ratings=ratings_in(lines, everybody),
        profiles=rated_profiles(lines, everybody),
        ends=ends_by_month(lines, everybody, day) if day else [],
    )
