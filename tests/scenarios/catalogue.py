"""The scenarios as they stand in their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.scenarios.places import CATALOGUE

FIELDS = {"title", "why", "shows", "policy", "cuts", "people", "story"}


@dataclass(frozen=True)
class Item:
    """One line of a story: an event by its name, or an expectation."""

    kind: str
    said: Any

    @property
    def is_expectation(self) -> bool:
        return self.kind == "expect"


@dataclass(frozen=True)
class Scenario:
    """One situation."""

    name: str
    """That of its file, which begins with its number."""
    title: str
    why: str
    shows: tuple[str, ...]
    """Transitions and traps; rules and tiers are seen in the expectations."""
    policy: str
    cuts_matter: bool
    """Whether it is about what was published in between, not only about where it ends."""
    people: dict[str, dict[str, Any] | None]
    story: tuple[Item, ...]

    @property
    def number(self) -> str:
        return self.name.split("-")[0]

    @property
    def world(self) -> str:
        """Scenarios of one world may share a pool: the same policy changes in the same way."""
        changes = [str(item.said) for item in self.story if item.kind == "RuleSetPublished"]
        return " ".join((self.policy, *changes))


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them, by number."""
    return tuple(read(path) for path in sorted(CATALOGUE.glob("[0-9]*.yaml")))


def read(path: Path) -> Scenario:
    # The safe loader in C, where there is one: every process of a run reads all of them.
    text = yaml.load(path.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if unknown := text.keys() - FIELDS:
        raise ValueError(f"{path.name}: {sorted(unknown)} are none of {sorted(FIELDS)}")
    people = text.get("people", {})
    return Scenario(
        name=path.stem,
        title=text["title"],
        why=" ".join(text["why"].split()),
        shows=tuple(text.get("shows", ())),
        policy=text.get("policy", "standard"),
        cuts_matter=text.get("cuts") == "matter",
        people=dict.fromkeys(people) if isinstance(people, list) else people,
        story=tuple(_item(path, line) for line in text["story"]),
    )


def _item(path: Path, line: dict[str, Any]) -> Item:
    if len(line) != 1:
        raise ValueError(f"{path.name}: a line of a story says one thing, not {list(line)}")
    ((kind, said),) = line.items()
    return Item(kind, said)
