"""A folder of exports as events, and each record that is not enough for one, with what is missing.

Order: what cannot be used at all, stations, profiles and posts, cycles, vacancies.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from producers.errors import SourceUnreadable
from producers.lines import Good, Line, Notice, Rejection, SeenIds, judged
from producers.talentmap.days import day, moment
from producers.talentmap.export import Export, read_export
from producers.talentmap.facts import Cycle, Facts, Opening
from producers.talentmap.places import Station, stations
from producers.talentmap.posts import Post, post_of
from producers.talentmap.settings import Settings
from producers.talentmap.xml_records import Item

Fact = tuple[Item | Station, Any]


def read_talentmap(folder: Path, settings: Settings) -> Iterator[Line]:
    """Every record's fate; raises SourceUnreadable where a file is missing or is no XML."""
    export = read_export(folder)
    facts = Facts(settings, _taken_on(export, folder))
    seen = SeenIds()
    for found in _found(export, facts, settings):
        if isinstance(found, Rejection | Notice):
            yield found
            continue
        origin, event = found
        for line in judged(origin.line, event, seen):
            yield line if isinstance(line, Good) else _placed(line, origin)


def _taken_on(export: Export, folder: Path) -> date:
    named = [day(item["DATE_UPDATED"]) for item in export.openings.values()]
    named += [day(item["update_date"]) for item in export.positions.values()]
    if not any(named):
        what = "no record has a date of its last update"
        raise SourceUnreadable(str(folder), what, "export the dates too")
    return max(each for each in named if each)


def _found(export: Export, facts: Facts, settings: Settings) -> Iterator[Fact | Rejection | Notice]:
    yield from export.unusable
    places: dict[str, Station] = {}
    for found in stations(export, settings):
        if isinstance(found, Station):
            places[found.key.city_code] = found
            yield found, facts.station(found)
        else:
            yield found
    posts: dict[str, Post] = {}
    for item in export.positions.values():
        post = post_of(item, export, places, settings)
        if isinstance(post, Rejection):
            yield post
        else:
            posts[item["pos_id"]] = post
    yield from _posts(posts, facts)
    yield from _cycles(export, posts, facts)
    for item in export.openings.values():
        yield from _opening(item, export, posts, facts, settings)


def _posts(posts: Mapping[str, Post], facts: Facts) -> Iterator[Fact | Notice]:
    profiles: dict[tuple[str, str], list[Post]] = defaultdict(list)
    for post in posts.values():
        profiles[post.job_group, post.grade].append(post)
    for members in profiles.values():
        yield members[0].item, facts.profile(members)
    for post in posts.values():
        for odd in post.odd:
            item = post.item
            yield Notice(item.line, f"{item.file} position {item['pos_id']}: {odd}")
        yield post.item, facts.post(post)


def _cycles(export: Export, posts: Mapping[str, Post], facts: Facts) -> Iterator[Fact | Rejection]:
    members: dict[str, list[Item]] = defaultdict(list)
    for item in export.openings.values():
        members[item["CYCLE_ID"]].append(item)
    for number, item in export.cycles.items():
        cycle = _cycle(item, members[number], posts)
        yield cycle if isinstance(cycle, Rejection) else (item, facts.cycle(cycle))


def _cycle(item: Item, openings: list[Item], posts: Mapping[str, Post]) -> Cycle | Rejection:
    """The window opens with the cycle's first opening and closes when bids are due."""
    due, begins = _date_of(item, "BIDDUE"), _date_of(item, "CYCLE")
    created = [found for each in openings if (found := day(each["DATE_CREATED"]))]
    groups = {
        posts[each["POSITION_ID"]].job_group for each in openings if each["POSITION_ID"] in posts
    }
    missing = [
        what
        for lacks, what in (
            (due is None, "date when bids are due"),
            (begins is None, "date when it begins"),
            (not created, "opening that says since when it is open"),
            (not groups, "opening with a complete position, which would say its job groups"),
        )
        if lacks
    ]
    if due is None or begins is None or missing:
        where = f"{item.file} cycle {item['id']} {item['name']!r}"
        what = f"incomplete, there is no {', no '.join(missing)}"
        return Rejection(item.line, where, what, "complete the export, or publish it by hand")
    return Cycle(item, tuple(sorted(groups)), min(created), due, begins)


def _date_of(cycle: Item, kind: str) -> date | None:
    rows = [row for row in cycle.rows if row.get("DATA_TYPE") == kind]
    return day(rows[0].get("BEGIN_DATE", "")) if len(rows) == 1 else None


def _opening(
    item: Item, export: Export, posts: Mapping[str, Post], facts: Facts, settings: Settings
) -> Iterator[Fact | Rejection | Notice]:
    where = f"{item.file} opening {item['CP_ID']}"
    if item["STATUS_CODE"] not in settings.open_statuses:
        what = f"{where}: left out, its status is {item['STATUS_CODE']} {item['STATUS']}"
        yield Notice(item.line, what)
        return
    post = posts.get(item["POSITION_ID"])
    posted = moment(item["CP_POST_DT"], settings.zone)
    updated = moment(item["DATE_UPDATED"], settings.zone)
    needed = day(item["TED"])
    missing = [
        what
        for lacks, what in (
            (post is None, _no_post(item, export)),
            (posted is None, "date when it was posted (CP_POST_DT)"),
            (updated is None, "date of its last update (DATE_UPDATED)"),
            (needed is None, "day when the incumbent's tour ends (TED)"),
        )
        if lacks
    ]
    if post is None or posted is None or updated is None or needed is None:
        what = f"incomplete, there is no {', no '.join(missing)}"
        yield Rejection(item.line, where, what, "add what is missing to the export")
        return
    yield item, facts.vacancy(Opening(item, post, posted, updated, needed))


def _no_post(item: Item, export: Export) -> str:
    number = item["POSITION_ID"]
    known = number in export.positions
    return f"complete position {number}" if known else f"record of its position {number}"


def _placed(line: Rejection | Notice, origin: Item | Station) -> Rejection | Notice:
    """Says which record it is about, for several files have lines of the same number."""
    if isinstance(line, Notice):
        return line
    file = origin.file if isinstance(origin, Item) else "place"
    return replace(line, where=f"{file} {line.where}")
