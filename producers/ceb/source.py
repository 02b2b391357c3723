"""The lists as classified duty stations, and each row that is not one, with the reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from producers.ceb import hardship
from producers.ceb.places import CITY_COLUMNS, COUNTRY_COLUMNS, Place, countries_of, places_of
from producers.ceb.rows import read_rows
from producers.ceb.settings import CebSettings
from producers.content_id import content_id
from producers.lines import Line, Notice, Rejection, SeenIds, judged
from schemas.events import DutyStationClassified, DutyStationKey, HardshipClass


def read_ceb(
    folder: Path, classes: Path | None, settings: CebSettings, recorded_at: datetime
) -> Iterator[Line]:
    """A place without a class is UNCLASSIFIED, never that of a place with a similar name.

    Raises SourceUnreadable where a list is missing or is not the one that is meant.
    """
    listed = settings.countries
    rows = list(read_rows(folder / listed.file, listed.encoding, COUNTRY_COLUMNS))
    countries = countries_of(rows, settings)
    listed = settings.cities
    cities = list(read_rows(folder / listed.file, listed.encoding, CITY_COLUMNS))
    places: list[Place] = []
    for found in places_of(cities, countries, settings):
        if isinstance(found, Place):
            places.append(found)
        else:
            yield found
    known: dict[DutyStationKey, HardshipClass] = {}
    if classes is not None:
        wanted = list(read_rows(classes, "utf-8", hardship.COLUMNS))
        known, refused = hardship.classes_of(wanted, places, countries, settings)
        yield from refused
    yield from _classified(places, known, settings, recorded_at)


def _classified(
    places: list[Place],
    known: dict[DutyStationKey, HardshipClass],
    settings: CebSettings,
    recorded_at: datetime,
) -> Iterator[Line]:
    without = sum(place.key not in known for place in places)
    yield Notice(0, f"{len(places) - without} places have a class, {without} are UNCLASSIFIED")
    seen = SeenIds()
    for place in places:
        event = _event(place, known.get(place.key, "UNCLASSIFIED"), settings, recorded_at)
        for line in judged(place.line, event, seen):
            if isinstance(line, Rejection):
                yield replace(line, where=f"{settings.cities.file} {line.where}")
            else:
                yield line


def _event(
    place: Place, hardship_class: HardshipClass, settings: CebSettings, recorded_at: datetime
) -> DutyStationClassified:
    key, since = place.key, settings.effective_from
    what = {
        "duty_station": key,
        "name": place.name,
        "hardship_class": hardship_class,
        "effective_from": since,
        "region": place.region,
    }
    occurred_at = datetime.combine(since, time(), UTC)
    return DutyStationClassified(
        event_id=content_id(f"ceb-{key.country}-{key.city_code}", occurred_at, what),
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        source=settings.source,
        duty_station=key,
        name=place.name,
        hardship_class=hardship_class,
        effective_from=since,
        region=place.region,
    )
