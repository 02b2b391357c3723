"""Coverage: how strong the bench is, what ends, and what open vacancies ask of it."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from consumers.console.coverage_demand import by_hardship, by_profile
from consumers.console.coverage_figures import (
    active,
    ends_by_month,
    months_later,
    rated_profiles,
    ratings_in,
)
from consumers.console.coverage_impact import ProfileImpact, impact_by_profile
from consumers.console.per_tick import Kept, PerTick
from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions import coverage
from consumers.questions.coverage import Ending
from consumers.questions.progress import day_reached
from consumers.web.roles import may

router = APIRouter()

HORIZONS_MONTHS = (6, 12, 18)


@router.get("/coverage")
def coverage_page(request: Request, who: Visitor, kept: Kept) -> Response:
    """All of it is asked once for each state of the read model, however many look."""
    lines = kept.ask(coverage.coverage)
    needs = kept.ask(coverage.needs)
    day = kept.ask(day_reached)
    profiles = by_profile(lines, needs, kept.ask(_ending))
    values = {
        "day": day,
        "horizons": [(one, months_later(day, one)) for one in HORIZONS_MONTHS] if day else [],
        "profiles": profiles,
        "totals": {name: sum(getattr(line, name) for line in lines) for name in _COUNTED},
        "open": sum(one.open for one in profiles),
        "bare": [one for one in profiles if one.bare],
        "ratings": ratings_in(lines, active),
        "rated": rated_profiles(lines, active),
        "ends": ends_by_month(lines, active, day) if day else [],
        "hardship": by_hardship(needs, profiles),
        "impact": _impact(kept) if may(who.role, "read_private") else None,
    }
    return page(request, "coverage.html", values)


def _impact(kept: PerTick) -> list[ProfileImpact]:
    return impact_by_profile(kept.ask(coverage.adverse_impact))


_COUNTED = ("active", "on_hold", "suspended", "taken")


def _ending(connection: Connection) -> list[Ending]:
    day = day_reached(connection)
    if day is None:
        return []
    return coverage.ending(connection, [months_later(day, one) for one in HORIZONS_MONTHS])
