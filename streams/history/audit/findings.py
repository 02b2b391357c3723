"""What an audit finds, as data: single records, and stretches that nobody can decide on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from streams.history.logs import Place

Kind = Literal[
    "missing", "extra", "altered", "order", "count", "unreadable", "other version", "undecided"
]
KINDS: tuple[Kind, ...] = (
    "missing",
    "extra",
    "altered",
    "order",
    "count",
    "unreadable",
    "other version",
    "undecided",
)
"""In the order in which they are told: what is certain comes before what may only follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The record of a log that brought something about."""

    place: Place
    offset: int
    count: int | None
    """Which record of its log it is, the first being 1; None where no such record is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """A field of a record that decodes, such as `ranked[2].score`."""

    field: str
    found: str
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as the logs say it must be."""

    kind: Kind
    place: Place
    offset: int | None
    """Where it stands; None for what is missing."""
    record: str
    """The name of the record, such as `ProposalRevised`; empty where it cannot be told."""
    key: str
    about: str
    """Whom or what it concerns: the membership, the vacancy, the person."""
    source: Source | None
    words: str
    """What it means, for people."""
    fields: tuple[FieldDifference, ...] = ()
    decision_version: int | None = None
    """Of an other program that decided it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From one record of a log on, differences may follow from something else than themselves."""

    place: Place
    offset: int
    count: int | None
    why: str
    differences: int
    """Of kind `undecided` or `other version`, put down to it."""
    decision_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of an audit."""

    compared: Mapping[str, int]
    """Records found and compared, by topic."""
    decided: Mapping[str, int]
    """Records of the logs that were folded again, by log."""
    waiting: Mapping[str, int]
    """Records of the logs that no worker has folded yet: nothing is decided on them."""
    counts: Mapping[Kind, int]
    """All findings, by kind."""
    findings: tuple[Finding, ...]
    """The first of them, as many as were asked for."""
    stretches: tuple[Stretch, ...]

    @property
    def clean(self) -> bool:
        return not any(self.counts.values())
