"""What an operator may name as the destination of a replay."""

import re
from dataclasses import dataclass
from pathlib import Path

import click

_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,200}")


@dataclass(frozen=True, slots=True)
class ToTopics:
    """Topics of the topic table under another prefix."""

    prefix: str


@dataclass(frozen=True, slots=True)
class ToLines:
    path: Path


@dataclass(frozen=True, slots=True)
class ToContainer:
    path: Path


@dataclass(frozen=True, slots=True)
class ToStdout:
    """JSON Lines."""


@dataclass(frozen=True, slots=True)
class ToDatabase:
    url: str


Destination = ToTopics | ToLines | ToContainer | ToStdout | ToDatabase


class DestinationType(click.ParamType):
    name = "topics:PREFIX|FILE.jsonl|FILE.avro|-|URL"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Destination:
        text = str(value)
        if text == "-":
            return ToStdout()
        if text.startswith("topics:"):
            return self._topics(text.removeprefix("topics:"))
        if "://" in text:
            return ToDatabase(text)
        path = Path(text)
        if path.suffix == ".jsonl":
            return ToLines(self._file(path))
        if path.suffix == ".avro":
            return ToContainer(self._file(path))
        return self.fail(
            f"{text!r} is none of: topics:PREFIX, a file that ends in .jsonl or .avro, - for the "
            "standard output, or a database as SQLAlchemy spells it (sqlite:///trial.db)"
        )

    def _topics(self, prefix: str) -> ToTopics:
        if not prefix or not _PREFIX.fullmatch(prefix):
            self.fail(f"{prefix!r}: Kafka takes letters, digits, dots, dashes and underscores")
        return ToTopics(prefix)

    def _file(self, path: Path) -> Path:
        if not path.parent.is_dir():
            self.fail(f"the folder {path.parent} does not exist")
        return path
