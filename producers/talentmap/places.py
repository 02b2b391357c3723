"""Places of the export as duty stations: country and code, hardship class, length of a tour.

A place is described by its own record and by each position there. What they say differently is
nobody's word: it is told and taken as unknown.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from producers.lines import Notice, Rejection
from producers.talentmap.export import Export
from producers.talentmap.settings import Named, Settings
from producers.talentmap.xml_records import Item
from schemas.events import DutyStationKey, HardshipClass

_YEARS = re.compile(r"(\d{1,2}) YRS?(?![A-Z])")


@dataclass(frozen=True, slots=True)
class Station:
    """A duty station, as all records about it together describe it."""

    line: int
    key: DutyStationKey
    name: str
    hardship_class: HardshipClass
    standard_assignment_months: int | None


@dataclass(frozen=True, slots=True)
class Tour:
    """The length of a tour of duty, and what is odd about it."""

    months: int | None
    odd: str | None = None


@dataclass(frozen=True, slots=True)
class _Word:
    """What one record says of a place."""

    item: Item
    name: str


def stations(export: Export, settings: Settings) -> Iterator[Station | Rejection | Notice]:
    """Every place, in the order of its code, with what is odd about it before it."""
    words: dict[str, list[_Word]] = defaultdict(list)
    for code, item in export.places.items():
        words[code].append(_Word(item, item["location"]))
    for item in export.positions.values():
        if item["location_code"]:
            words[item["location_code"]].append(_Word(item, item["organization"]))
    for code in sorted(words):
        yield from _station(code, words[code], export, settings)


def tour_of(item: Item, tours: Mapping[str, Item]) -> Tour:
    """By the code of the tour and by its words: where both say something, they must agree."""
    code, words = item["tod_code"], item["tour_of_duty"]
    listed = tours[code]["months"] if code in tours else ""
    by_code = int(listed) if listed.isdecimal() else None
    years = _YEARS.match(words)
    by_words = int(years.group(1)) * 12 if years else None
    if by_code and by_words and by_code != by_words:
        return Tour(None, f"tour {code} has {by_code} months, but its words are {words!r}")
    if by_code or by_words:
        odd = None if by_code else f"tour {code} is not in tods.xml, its words {words!r} are"
        return Tour(by_code or by_words, odd and f"{odd} taken")
    return Tour(None, f"how long the tour {code} {words!r} is, is not said")


def _station(
    code: str, words: list[_Word], export: Export, settings: Settings
) -> Iterator[Station | Rejection | Notice]:
    first = words[0]
    where = f"{first.item.file} place {code}"
    country = _country(code, export, settings)
    names = sorted({word.name for word in words})
    if country is None:
        what = f"no country is known by the letters {code[:2]!r} of {names[0]!r}"
        yield Rejection(first.item.line, where, what, "add it to `countries` in the settings")
        return
    strangers = [name for name in names if _country_in(name) != country.name.casefold()]
    if strangers:
        what = f"{strangers[0]!r} is not in {country.name}, where the code leads"
        yield Rejection(first.item.line, where, what, "correct the code or the settings")
        return
    odd: list[str] = []
    if len(names) > 1:
        odd.append(f"is called {' and '.join(names)}: the first was taken")
    found = Station(
        first.item.line,
        DutyStationKey(country=country.code, city_code=code),
        names[0],
        _hardship(words, settings, odd),
        _months(words, export, odd),
    )
    for each in odd:
        yield Notice(first.item.line, f"{where}: {each}")
    yield found


def _country(code: str, export: Export, settings: Settings) -> Named | None:
    listed = export.countries.get(code[:2])
    if listed is not None:
        return Named(listed["short_name"], listed["code"])
    return settings.countries.get(code[:2])


def _country_in(name: str) -> str:
    return name.rpartition(",")[2].strip().casefold()


def _hardship(words: list[_Word], settings: Settings, odd: list[str]) -> HardshipClass:
    rates = sorted({word.item["differential_rate"] for word in words})
    if len(rates) > 1:
        odd.append(f"has the differentials {' and '.join(rates)}: UNCLASSIFIED")
        return "UNCLASSIFIED"
    if rates[0] not in settings.differentials:
        odd.append(f"the differential {rates[0]!r} has no class in the settings: UNCLASSIFIED")
        return "UNCLASSIFIED"
    return settings.differentials[rates[0]]


def _months(words: list[_Word], export: Export, odd: list[str]) -> int | None:
    found = [tour_of(word.item, export.tours) for word in words]
    odd.extend(sorted({tour.odd for tour in found if tour.odd}))
    lengths = sorted({tour.months for tour in found if tour.months})
    if len(lengths) > 1:
        odd.append(f"has tours of {' and '.join(map(str, lengths))} months: unknown")
    return lengths[0] if len(lengths) == 1 else None
