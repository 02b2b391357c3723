"""The code lists that all tables of a pool share, and what has been looked up in them."""

from dataclasses import dataclass, field

import numpy as np

from schemas.events import DutyStationKey
from streams.matching.criteria.answers import Remembered
from streams.pool.codes import Codes, Lookups
from streams.rules.commitments import Commitment
from streams.rules.tongues import Tongue

_ONE_BYTE, _TWO_BYTES = np.iinfo(np.int8).max, np.iinfo(np.int16).max

Stations = tuple[DutyStationKey, ...]
Wishes = tuple[Stations, tuple[str, ...]]
"""Duty stations and codes of regions, each in the order wished for."""


def _few() -> Codes[str]:
    return Codes(codes_max=_ONE_BYTE)


def _many() -> Codes[str]:
    return Codes(codes_max=_TWO_BYTES)


@dataclass(frozen=True)
class CodeLists:
    """A set that is empty has code 0; what was never stated of a single thing is -1."""

    origins: Codes[str] = field(default_factory=_few)
    genders: Codes[str] = field(default_factory=_few)
    relatives: Codes[str] = field(default_factory=_few)
    appointments: Codes[str] = field(default_factory=_many)
    performances: Codes[str] = field(default_factory=_many)
    vacancies: Codes[str] = field(default_factory=Codes)
    commitments: Codes[tuple[Commitment, ...]] = field(default_factory=lambda: Codes(()))
    nationalities: Codes[tuple[str, ...]] = field(default_factory=lambda: Codes(()))
    """Countries as ISO 3166-1 alpha-3, sorted."""
    tongues: Codes[tuple[Tongue, ...]] = field(default_factory=lambda: Codes(()))
    """What is recorded of a person's languages, sorted."""
    stations: Codes[DutyStationKey] = field(default_factory=Codes)
    posts: Codes[str] = field(default_factory=Codes)
    """Posts of the profiles held or held last; no rule reads them."""
    excluded: Codes[Stations] = field(default_factory=lambda: Codes(()))
    """Duty stations refused, sorted."""
    wishes: Codes[Wishes] = field(default_factory=lambda: Codes(((), ())))
    lookups: Lookups = field(default_factory=Lookups)
    remembered: Remembered = field(default_factory=Remembered)
    """The criteria's answers about these sets."""
