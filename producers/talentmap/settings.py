"""What the exports leave unsaid, from a file that states it with its reason."""

import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, tzinfo
from importlib import resources
from pathlib import Path
from typing import Any, cast

from producers.errors import SettingsWrong
from producers.zones import zone_called
from schemas.events import HardshipClass, VacancyReason


@dataclass(frozen=True, slots=True)
class Named:
    """A code of the contract, and the name under which the export knows it."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Settings:
    """As talentmap.toml explains them."""

    source: str
    id_prefix: str
    zone: tzinfo
    stations_effective_from: date
    rotational: bool
    reason: VacancyReason
    open_statuses: frozenset[str]
    differentials: Mapping[str, HardshipClass]
    levels: Mapping[str, str]
    """By the export's level, that of the CEFR; empty: nothing is asked."""
    languages: Mapping[str, Named]
    countries: Mapping[str, Named]


def default_settings() -> Settings:
    """Those that ship."""
    text = resources.files("producers.talentmap").joinpath("talentmap.toml").read_text("utf-8")
    return _settings(text, "talentmap.toml")


def read_settings(file: Path) -> Settings:
    """Raises SettingsWrong, which names the setting."""
    try:
        return _settings(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(str(file), str(error), "state where the settings are") from error


def _settings(text: str, where: str) -> Settings:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(
            where, f"not TOML: {error}", "compare with the file that ships"
        ) from error
    names = {each.name for each in fields(Settings)}
    if names != set(document):
        wrong = ", ".join(sorted(names ^ set(document)))
        raise SettingsWrong(
            where, f"missing or unknown: {wrong}", "compare with the file that ships"
        )
    try:
        return _read(document)
    except (AttributeError, KeyError, TypeError, ValueError, OSError) as error:
        what = f"a setting has a value of the wrong kind: {error}"
        raise SettingsWrong(where, what, "compare with the file that ships") from error


def _read(document: Mapping[str, Any]) -> Settings:
    classes = document["differentials"]
    unknown = set(classes.values()) - set(typing.get_args(HardshipClass))
    if unknown:
        raise ValueError(f"no hardship class {', '.join(sorted(unknown))}")
    if document["reason"] not in typing.get_args(VacancyReason):
        raise ValueError(f"no reason {document['reason']}")
    if type(document["stations_effective_from"]) is not date:
        raise TypeError("stations_effective_from is no date")
    return Settings(
        source=document["source"],
        id_prefix=document["id_prefix"],
        zone=zone_called(document["zone"]),
        stations_effective_from=document["stations_effective_from"],
        rotational=bool(document["rotational"]),
        reason=cast(VacancyReason, document["reason"]),
        open_statuses=frozenset(document["open_statuses"]),
        differentials=dict(classes),
        levels=dict(document["levels"]),
        languages={code: Named(**each) for code, each in document["languages"].items()},
        countries={code: Named(**each) for code, each in document["countries"].items()},
    )
