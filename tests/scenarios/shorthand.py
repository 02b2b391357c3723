"""The short forms of the catalogue, written out as the contract has them.

A document is the JSON form of an event. Short forms only ever abbreviate: a field of the contract
may always stand as it is.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import yaml

from tests.scenarios.places import COMMON

ABILITIES = ("LISTENING", "READING", "SPEAKING", "WRITING")
Document = dict[str, Any]


@cache
def common(name: str) -> Mapping[str, Any]:
    """What all scenarios share, by the name of its file."""
    read: Mapping[str, Any] = yaml.safe_load((COMMON / f"{name}.yaml").read_text())
    return read


def written_out(short: Mapping[str, Any]) -> Document:
    """The document with every short form in it replaced."""
    document: Document = {}
    for name, value in short.items():
        document |= _FORMS[name](value) if name in _FORMS else {name: value}
    return {name: plain(value) for name, value in document.items()}


def plain(value: Any) -> Any:
    """Values as JSON has them: YAML knows dates, JSON does not."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def profile(text: str) -> Document:
    job_group, grade = text.split("/")
    return {"job_group": job_group, "grade": grade}


def station_key(name: str) -> Document:
    country, city_code = common("stations")[name]["key"].split("/")
    return {"country": country, "city_code": city_code}


def requirement(text: str) -> Document:
    """`fr III`, `fr B2 tested`, `ar II speaking`."""
    language, level, *more = text.split()
    abilities = [word.upper() for word in more if word != "tested"]
    return {
        "language": language,
        "framework": framework_of(level),
        "level": level,
        "ability": abilities[0] if abilities else None,
        "tested": "tested" in more,
    }


def framework_of(level: str) -> str:
    return "CEFR" if level[0] in "ABC" else "UN"


def tier_rule(name: str | Document) -> Document:
    if not isinstance(name, str):
        return name
    number = 1 + list(common("tier-rules")).index(name)
    return {"tier_rule_id": f"published-{number}", "first": common("tier-rules")[name]}


def competencies(shown: Mapping[str, Any]) -> list[Document]:
    """By code: the level expected and the level shown, for an assessment."""
    return [
        {"code": code, "level_expected": expected, "level_shown": level}
        for code, (expected, level) in shown.items()
    ]


def _languages(asked: Mapping[str, Any]) -> Document:
    named = {part: [requirement(text) for text in texts] for part, texts in asked.items()}
    return {"all_of": named.get("all_of", []), "any_of": named.get("any_of", [])}


def _levels(level: str | Mapping[str, str]) -> list[Document]:
    by_ability = dict.fromkeys(ABILITIES, level) if isinstance(level, str) else level
    return [{"ability": name.upper(), "level": one} for name, one in by_ability.items()]


def _framework(level: str | Mapping[str, str]) -> str:
    return framework_of(level if isinstance(level, str) else next(iter(level.values())))


def _entries(key: str, value: str) -> Callable[[Mapping[str, Any]], list[Document]]:
    """A list of records written as a mapping."""
    return lambda entries: [{key: name, value: one} for name, one in entries.items()]


def _detailed(key: str) -> Callable[[Mapping[str, Any]], list[Document]]:
    return lambda entries: [{key: name, **(one or {})} for name, one in entries.items()]


def _language_ranks(frameworks: Mapping[str, Mapping[str, int]]) -> list[Document]:
    return [
        {"framework": framework, "level": level, "rank": rank}
        for framework, ranks in frameworks.items()
        for level, rank in ranks.items()
    ]


def _field(name: str, form: Callable[[Any], Any]) -> Callable[[Any], Document]:
    """A field of the contract in short form."""
    return lambda value: {name: form(value)}


def _stations(names: list[str]) -> list[Document]:
    return [station_key(name) for name in names]


def _posts(shorts: list[Mapping[str, Any]]) -> list[Document]:
    """Posts of a catalogue; a title may be left out, as the id says as much."""
    return [{"title": short["post_id"], **written_out(short)} for short in shorts]


_FORMS: Mapping[str, Callable[[Any], Document]] = {
    "person": lambda name: {"candidate_id": name},
    "vacancy": lambda name: {"vacancy_id": name},
    "offer": lambda name: {"offer_id": name},
    "profile": profile,
    "profiles": _field("profiles", lambda texts: [profile(text) for text in texts]),
    "station": _field("duty_station", station_key),
    "preferred_stations": _field("preferred_stations", _stations),
    "excluded_stations": _field("excluded_stations", _stations),
    "languages": _field("languages", _languages),
    "tier_rule": _field("tier_rule", tier_rule),
    "level": lambda level: {"framework": _framework(level), "levels": _levels(level)},
    "shown": _field("competencies", competencies),
    "expected": _field("competencies", _detailed("code")),
    "states": _field("states", _entries("country", "region")),
    "validity": _field("validity", _entries("rating", "months")),
    "rules": _field("rules", _detailed("rule")),
    "criteria": _field("criteria", _entries("criterion", "weight")),
    "language_ranks": _field("language_ranks", _language_ranks),
    "grades": _field("grades", _detailed("grade")),
    "posts": _field("posts", _posts),
    "entered": _field("entered", _posts),
    "choices": _field("choices", _entries("post_id", "rank")),
    "candidates": _field("candidates", _entries("candidate_id", "rank")),
    "themes": _field("themes", _detailed("competency")),
    "tour_lengths": _field("tour_lengths", _entries("hardship_class", "months")),
}
