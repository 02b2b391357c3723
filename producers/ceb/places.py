"""Countries and cities of the UN system's lists: one place for each (country, city code)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from producers.ceb.rows import Row
from producers.ceb.settings import CebSettings
from producers.lines import Notice, Rejection
from schemas.events import DutyStationKey

COUNTRY_COLUMNS = ("ISO3", "COUNTRY_NAME", "COUNTRY_CODE", "OBSOLETE")
CITY_COLUMNS = (
    "CITY_CODE",
    "CITY_NAME",
    "CITY_COMMON_NAME",
    "COUNTRY_CODE",
    "REGION",
    "OBSOLETE",
)
_ISO_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A duty station of the list, with each name that it goes by."""

    line: int
    key: DutyStationKey
    name: str
    names: frozenset[str]
    """In small letters."""
    region: str | None
    """AFRICA, AMERICAS, ASIA, EUROPE or OCEANIA."""


@dataclass(frozen=True, slots=True)
class Countries:
    """ISO codes by the list's own numbers and by name, and why a number has none."""

    by_number: Mapping[str, str]
    by_name: Mapping[str, str]
    refused: Mapping[str, str]


def countries_of(rows: Sequence[Row], settings: CebSettings) -> Countries:
    """A row whose ISO code another row represents has none of its own."""
    live = [row for row in rows if row["OBSOLETE"] == "0"]
    shared = Counter(row["ISO3"] for row in live)
    numbers: dict[str, str] = {}
    names: dict[str, str] = {}
    refused = {row["COUNTRY_CODE"]: f"{row['COUNTRY_NAME']} is obsolete" for row in rows}
    for row in live:
        iso, name, number = row["ISO3"], row["COUNTRY_NAME"], row["COUNTRY_CODE"]
        holder = settings.represents.get(iso)
        if len(iso) != _ISO_LETTERS:
            refused[number] = f"{name} has no ISO code"
        elif (shared[iso] > 1 or holder) and name != holder:
            refused[number] = f"{name} shares {iso} with {holder or 'another country'}"
        else:
            numbers[number] = names[name] = iso
            del refused[number]
    return Countries(numbers, names, refused)


def places_of(
    rows: Sequence[Row], countries: Countries, settings: CebSettings
) -> Iterator[Place | Rejection | Notice]:
    """In the order of the list; a key that two rows in force have is neither's."""
    live: list[tuple[Row, DutyStationKey]] = []
    for row in rows:
        found = _key(row, countries, settings)
        if isinstance(found, DutyStationKey):
            live.append((row, found))
        else:
            yield found
    count = Counter(key for _, key in live)
    elsewhere = _elsewhere(live)
    for row, key in live:
        if count[key] > 1:
            what = f"{key.country}/{key.city_code} is ambiguous: {count[key]} rows in force have it"
            yield row.refused(what, "withdraw all but one in the settings")
            continue
        others = elsewhere[key.city_code, row["CITY_NAME"]] - {key.country}
        if others:
            what = f"{row['CITY_NAME']} {key.city_code} is in {key.country}"
            yield Notice(row.line, f"{row.file}: {what} and in {', '.join(sorted(others))}")
        yield _place(row, key)


def _key(
    row: Row, countries: Countries, settings: CebSettings
) -> DutyStationKey | Rejection | Notice:
    if row["OBSOLETE"] != "0":
        if row["OBSOLETE"]:
            return Notice(row.line, f"{row.file}: {row['CITY_NAME']} is obsolete, left out")
        return row.refused(
            f"{row['CITY_NAME']}: OBSOLETE is blank", "write 0 where it is in force, else 1"
        )
    iso = countries.by_number.get(row["COUNTRY_CODE"])
    if iso is None:
        number = row["COUNTRY_CODE"]
        why = countries.refused.get(number, f"no country has the number {number!r}")
        return row.refused(f"{row['CITY_NAME']} has no country: {why}", "see `represents`")
    reason = settings.withdrawn.get(f"{iso}/{row['CITY_CODE']}")
    if reason:
        what = f"{row['CITY_NAME']} {iso}/{row['CITY_CODE']} is withdrawn: {reason}"
        return Notice(row.line, f"{row.file}: {what}")
    return DutyStationKey(country=iso, city_code=row["CITY_CODE"])


def _elsewhere(live: list[tuple[Row, DutyStationKey]]) -> Mapping[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, key in live:
        found[key.city_code, row["CITY_NAME"]].add(key.country)
    return found


def _place(row: Row, key: DutyStationKey) -> Place:
    spelt = {row["CITY_NAME"], row["CITY_COMMON_NAME"]} - {""}
    return Place(
        row.line,
        key,
        row["CITY_COMMON_NAME"] or row["CITY_NAME"],
        frozenset(name.casefold() for name in spelt),
        row["REGION"].upper() or None,
    )
