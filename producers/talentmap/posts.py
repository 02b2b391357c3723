"""A position record as a post, or what is missing for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from producers.lines import Rejection
from producers.talentmap.days import day
from producers.talentmap.export import Export
from producers.talentmap.languages import asked_of
from producers.talentmap.places import Station, tour_of
from producers.talentmap.settings import Settings
from producers.talentmap.xml_records import Item
from schemas.events import LanguageRequirements


@dataclass(frozen=True, slots=True)
class Post:
    """A position of which everything is known that a post needs."""

    item: Item
    job_group: str
    """The code of its skill."""
    job_title: str
    grade: str
    title: str
    station: Station
    since: date
    standard_assignment_months: int | None
    languages: LanguageRequirements | None
    odd: tuple[str, ...]


def post_of(
    item: Item, export: Export, places: Mapping[str, Station], settings: Settings
) -> Post | Rejection:
    """Every fact from the position's own record or the lists that it names."""
    skill, grade = export.skills.get(item["skill_code"]), item["grade"]
    station, since = places.get(item["location_code"]), day(item["effective_date"])
    asked = asked_of(item, settings)
    missing = [
        what
        for lacks, what in (
            (skill is None, f"a skill for the code {item['skill_code']!r}"),
            (grade not in export.grades, f"a grade {grade!r}"),
            (not item["title"], "a title"),
            (station is None, f"a duty station for {item['location_code']!r}"),
            (since is None, f"a date, effective_date is {item['effective_date']!r}"),
        )
        if lacks
    ]
    missing.extend(asked.missing)
    if skill is None or station is None or since is None or missing:
        where = f"{item.file} position {item['pos_id']}"
        what = (
            f"incomplete, there is no {', no '.join(text.removeprefix('a ') for text in missing)}"
        )
        return Rejection(item.line, where, what, "complete the export or the settings")
    tour = tour_of(item, export.tours)
    return Post(
        item,
        skill["code"],
        skill["description"],
        grade,
        item["title"],
        station,
        since,
        tour.months,
        asked.languages,
        asked.odd + ((tour.odd,) if tour.odd else ()),
    )
