"""Values of an endpoint's table in TOML, each checked and told in words where it is wrong."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from consumers.log_reader import Start
from schemas.events import DutyStationKey

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_STATION = re.compile(r"([A-Z]{3})/(\S+)")


class Problem(Exception):
    """What is wrong with a field."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field} {problem}")


def name_of(table: Mapping[str, Any]) -> str:
    name = table.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Problem("name", "must be small letters, digits, dots and dashes, such as hr-desk")
    return name


def url_of(table: Mapping[str, Any], *, http_too: bool) -> str:
    """Never shows the URL: somebody may have written a password into it."""
    text = table.get("url")
    if not isinstance(text, str):
        raise Problem("url", "must be an address such as https://hr.example.org/pathways")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise Problem("url", f"is no address: {error}") from None
    if url.userinfo:
        raise Problem("url", "holds a user or password: the signature says who sends")
    if url.fragment:
        raise Problem("url", "holds a fragment (#), which is never sent")
    if not url.host:
        raise Problem("url", "names no host")
    if url.scheme != "https" and not (http_too and url.scheme == "http"):
        raise Problem("url", "must begin with https://; http:// needs allow_private = true")
    return text


def texts(table: Mapping[str, Any], field: str) -> tuple[str, ...]:
    values = table.get(field, [])
    if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
        raise Problem(field, 'must be a list of texts, such as ["COM"]')
    return tuple(values)


def stations(table: Mapping[str, Any], field: str) -> frozenset[DutyStationKey]:
    found = [(text, _STATION.fullmatch(text)) for text in texts(table, field)]
    for text, match in found:
        if match is None:
            raise Problem(field, f"{text!r} is not country and city code, such as AFG/KA010")
    return frozenset(DutyStationKey(country=m[1], city_code=m[2]) for _, m in found if m)


def flag(table: Mapping[str, Any], field: str) -> bool:
    value = table.get(field, False)
    if not isinstance(value, bool):
        raise Problem(field, "must be true or false")
    return value


def word(table: Mapping[str, Any], field: str, words: Sequence[str]) -> Any:
    """One of the words; the first where none is given."""
    value = table.get(field, words[0])
    if value not in words:
        raise Problem(field, f"must be {' or '.join(words)}, not {value!r}")
    return value


def start_of(table: Mapping[str, Any]) -> Start:
    start = table.get("start", "latest")
    if start == "earliest":
        return "earliest"
    if start == "latest":
        return "latest"
    if isinstance(start, datetime) and start.tzinfo is not None:
        return start
    raise Problem("start", 'must be "earliest", "latest" or a time such as 2026-03-14T09:30:00Z')
