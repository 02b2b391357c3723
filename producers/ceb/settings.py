"""Which files the lists are, and every spelling that is taken for another."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from producers.errors import SettingsWrong


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list and how it is written."""

    file: str
    encoding: str


@dataclass(frozen=True, slots=True)
class CebSettings:
    """As ceb.toml explains them."""

    source: str
    countries: ListFile
    cities: ListFile
    effective_from: date
    represents: Mapping[str, str]
    """By an ISO code that several rows share, the name of the country whose it is."""
    withdrawn: Mapping[str, str]
    """By country/city code, why a row in force is left out."""
    country_names: Mapping[str, str]
    """ISO codes by the names that the list of classes uses."""
    station_names: Mapping[str, str]
    """City codes by country/name as the list of classes spells it."""


def default_settings() -> CebSettings:
    """Those that ship."""
    text = resources.files("producers.ceb").joinpath("ceb.toml").read_text("utf-8")
    return _settings(text, "ceb.toml")


def read_settings(file: Path) -> CebSettings:
    """Raises SettingsWrong, which names the setting."""
    try:
        return _settings(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(str(file), str(error), "state where the settings are") from error


def _settings(text: str, where: str) -> CebSettings:
    remedy = "compare with the file that ships"
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(where, f"not TOML: {error}", remedy) from error
    names = {each.name for each in fields(CebSettings)}
    if names != set(document):
        wrong = ", ".join(sorted(names ^ set(document)))
        raise SettingsWrong(where, f"missing or unknown: {wrong}", remedy)
    try:
        return _read(document)
    except TypeError as error:
        raise SettingsWrong(where, f"a value of the wrong kind: {error}", remedy) from error


def _read(document: dict[str, Any]) -> CebSettings:
    if type(document["effective_from"]) is not date:
        raise TypeError("effective_from is no date")
    files = {name: ListFile(**document[name]) for name in ("countries", "cities")}
    return CebSettings(**{**document, **files})
