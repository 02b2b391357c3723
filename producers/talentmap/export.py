"""The files of one export, each record under its key; a key that stands twice is nobody's."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from producers.lines import Rejection
from producers.talentmap.xml_records import Item, read_items

_FILES = {
    # What it holds: the file, the tag of a record, the field that is its key.
    "openings": ("availableposition.xml", "availablePosition", "CP_ID"),
    "positions": ("position.xml", "position", "pos_id"),
    "cycles": ("cycle.xml", "cycle", "id"),
    "places": ("orgpost.xml", "orgpost", "location_code"),
    "countries": ("country.xml", "country", "location_prefix"),
    "skills": ("skill.xml", "skill", "code"),
    "grades": ("grade.xml", "grade", "code"),
    "tours": ("tods.xml", "tod", "code"),
}


@dataclass(frozen=True, slots=True)
class Export:
    """Records by their own keys."""

    openings: Mapping[str, Item]
    positions: Mapping[str, Item]
    cycles: Mapping[str, Item]
    places: Mapping[str, Item]
    countries: Mapping[str, Item]
    """By the two letters with which codes of places begin."""
    skills: Mapping[str, Item]
    grades: Mapping[str, Item]
    tours: Mapping[str, Item]
    unusable: tuple[Rejection, ...]
    """Records without a key, or with one that another has too."""


def read_export(folder: Path) -> Export:
    """Raises SourceUnreadable where a file is missing or is no XML."""
    tables: dict[str, dict[str, Item]] = {}
    unusable: list[Rejection] = []
    for name, (file, tag, key) in _FILES.items():
        items = read_items(folder / file, tag)
        count = Counter(item[key] for item in items)
        tables[name] = {item[key]: item for item in items if item[key] and count[item[key]] == 1}
        unusable.extend(_unusable(items, key, count))
    return Export(**tables, unusable=tuple(unusable))


def _unusable(items: tuple[Item, ...], key: str, count: Counter[str]) -> Iterator[Rejection]:
    for item in items:
        if not item[key]:
            yield Rejection(item.line, item.file, f"has no {key}", "export it with its key")
        elif count[item[key]] > 1:
            what = f"{key} {item[key]} stands {count[item[key]]} times, none of them was taken"
            yield Rejection(item.line, item.file, what, "keep the one that is meant")
