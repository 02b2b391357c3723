"""Proposals as server-sent events, for tools that have no Kafka client."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query
from pydantic import StringConstraints

from consumers.api.access import Reader
from consumers.api.parameters import VALUES_MAX, Grades, JobGroups
from consumers.questions.published import Cursor, Published
from consumers.wanted import Wanted
from consumers.web.event_stream import QUIET, QUIET_S, EventStream, event_bytes
from consumers.web.live import Live, advanced, cursor_of, spelled
from consumers.web.ports import Away
from consumers.web.read_model_away import NOT_READY
from consumers.web.roles import may
from consumers.web.serving import ServingNow
from schemas.events import DutyStationKey

router = APIRouter(tags=["proposals"])

PLACE_CHARACTERS_MAX = 4000

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events as they come",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}
_STATION = r"^[A-Z]{3}/[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}$"

Stations = Annotated[
    list[Annotated[str, StringConstraints(pattern=_STATION)]] | None,
    Query(
        max_length=VALUES_MAX,
        description="Only these: country and the city's code, such as `AFG/KA010`.",
        examples=[["AFG/KA010"]],
    ),
]


def start_of_stream(
    served: ServingNow,
    last_event_id: Annotated[
        str | None,
        Header(
            max_length=PLACE_CHARACTERS_MAX,
            description="The `id` of the last event that was handled.",
        ),
    ] = None,
    start: Annotated[
        str,
        Query(
            max_length=PLACE_CHARACTERS_MAX,
            description="Without that: `latest`, `earliest`, or an `id` from before.",
        ),
    ] = "latest",
) -> Cursor:
    given = last_event_id or start
    if given == "latest":
        if served.live.end is None:
            # Whoever began now, at nothing, would be told all of history once it can be read.
            raise Away(NOT_READY)
        return served.live.end
    try:
        return {} if given == "earliest" else cursor_of(given)
    except ValueError as error:
        raise HTTPException(422, f"{given!r} is no id of an event of this stream.") from error


@router.get("/stream/proposals", status_code=200, response_class=EventStream, responses=_STREAM)
async def stream_proposals(
    who: Reader,
    served: ServingNow,
    cursor: Annotated[Cursor, Depends(start_of_stream)],
    job_group: JobGroups = None,
    grade: Grades = None,
    duty_station: Stations = None,
) -> EventStream:
    """Every event on the topic of proposals, from there on, in the order of each vacancy.

    The `id` of an event is a place in the topic: whoever comes back with it in `Last-Event-ID`, as
    browsers do by themselves, misses nothing and gets nothing twice. `event` is the event's type
    and `data` the event as JSON; what is private is left out for roles that may not see it.

    Whoever got a list also learns that it changed or stands no more: what ends, holds or advises on
    a list names no duty station and comes for every one; and once anything but the opening was said
    of a vacancy, what follows comes for every grade and station of its job group, because another
    one may be just what is new.
    """
    wanted = Wanted(
        job_groups=frozenset(job_group or ()),
        grades=frozenset(grade or ()),
        duty_stations=frozenset(map(_station, duty_station or ())),
    )
    return EventStream(_events(served.live, cursor, wanted, private=may(who.role, "read_private")))


def _station(text: str) -> DutyStationKey:
    country, _, city_code = text.partition("/")
    return DutyStationKey(country=country, city_code=city_code)


def takes(wanted: Wanted, one: Published) -> bool:
    """As `Wanted.takes` has it for events, told here by their columns alone."""
    if wanted.job_groups and one.job_group not in wanted.job_groups:
        return False
    if one.vacancy_version is None:
        return True
    if one.vacancy_version > 1 and one.event_type != "ProposalEmitted":
        return True
    if wanted.grades and one.grade not in wanted.grades:
        return False
    if one.country is None or one.city_code is None or not wanted.duty_stations:
        return True
    return DutyStationKey(country=one.country, city_code=one.city_code) in wanted.duty_stations


async def _events(
    live: Live, cursor: Cursor, wanted: Wanted, *, private: bool
) -> AsyncIterator[bytes]:
    while not live.over:
        seen = live.tick
        new = await live.after(cursor)
        for one in new:
            if live.over:
                return
            cursor = advanced(cursor, [one])
            if takes(wanted, one):
                data = one.text if private else one.public_text
                yield event_bytes(one.event_type, data, spelled(cursor))
        if not new and await live.wait(seen, QUIET_S) == seen:
            yield QUIET
