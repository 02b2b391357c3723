"""Hardship classes by country and name, for exactly the places that the list means."""

import typing
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from producers.ceb.places import Countries, Place
from producers.ceb.rows import Row
from producers.ceb.settings import CebSettings
from producers.lines import Rejection
from schemas.events import DutyStationKey, HardshipClass

COLUMNS = ("station", "country", "hardship_class")
_CLASSES = frozenset(typing.get_args(HardshipClass)) - {"UNCLASSIFIED"}

Named = Mapping[tuple[str, str], set[DutyStationKey]]


def classes_of(
    rows: Sequence[Row], places: Sequence[Place], countries: Countries, settings: CebSettings
) -> tuple[dict[DutyStationKey, HardshipClass], list[Rejection]]:
    """The classes found, and each row that found no place or not a single one."""
    known: dict[tuple[str, str], set[DutyStationKey]] = defaultdict(set)
    for place in places:
        for name in place.names:
            known[place.key.country, name].add(place.key)
    keys = {place.key for place in places}
    stated: dict[DutyStationKey, list[Row]] = defaultdict(list)
    refused: list[Rejection] = []
    for row in rows:
        found = _key(row, known, keys, countries, settings)
        if isinstance(found, Rejection):
            refused.append(found)
        else:
            stated[found].append(row)
    refused.extend(_contradictions(stated))
    return {
        key: cast(HardshipClass, each[0]["hardship_class"])
        for key, each in stated.items()
        if len({row["hardship_class"] for row in each}) == 1
    }, refused


def _key(
    row: Row,
    known: Named,
    keys: set[DutyStationKey],
    countries: Countries,
    settings: CebSettings,
) -> DutyStationKey | Rejection:
    station, country = row["station"], row["country"]
    where = f"{station}, {country}"
    if row["hardship_class"] not in _CLASSES:
        return row.refused(f"{where}: no class {row['hardship_class']!r}", "correct it")
    iso = settings.country_names.get(country) or countries.by_name.get(country)
    if iso is None:
        return row.refused(f"{where}: no such country", "add it to `country_names`")
    alias = settings.station_names.get(f"{iso}/{station.casefold()}")
    if alias:
        key = DutyStationKey(country=iso, city_code=alias)
        wrong = row.refused(f"{where}: its alias {iso}/{alias} is no place", "correct the alias")
        return key if key in keys else wrong
    return _by_name(row, iso, known.get((iso, station.casefold()), set()))


def _by_name(row: Row, iso: str, found: set[DutyStationKey]) -> DutyStationKey | Rejection:
    if len(found) == 1:
        return next(iter(found))
    where, remedy = f"{row['station']}, {row['country']}", "name its code in `station_names`"
    if found:
        codes = ", ".join(sorted(key.city_code for key in found))
        return row.refused(f"{where} is ambiguous: {codes}", remedy)
    return row.refused(f"{where}: no such place in {iso}", remedy)


def _contradictions(stated: Mapping[DutyStationKey, list[Row]]) -> Iterator[Rejection]:
    for rows in stated.values():
        classes = sorted({row["hardship_class"] for row in rows})
        if len(classes) > 1:
            for row in rows:
                what = f"{row['station']}, {row['country']}: is {' and '.join(classes)}"
                yield row.refused(what, "keep the row that is right")
