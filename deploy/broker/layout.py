"""Where the local broker keeps its files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.broker.jars import KAFKA_VERSION


@dataclass(frozen=True, slots=True)
class Home:
    """What all local brokers of a user share, and where the default one lives."""

    root: Path

    @property
    def kafka(self) -> Path:
        return self.root / "kafka" / KAFKA_VERSION

    @property
    def libs(self) -> Path:
        return self.kafka / "libs"

    @property
    def default_broker(self) -> Path:
        return self.root / "broker"


def home_from(environment: Mapping[str, str] = os.environ) -> Home:
    """`PATHWAYS_HOME`, or `~/.pathways` where it is not set."""
    return Home(Path(environment.get("PATHWAYS_HOME") or "~/.pathways").expanduser().absolute())


@dataclass(frozen=True, slots=True)
class BrokerFiles:
    """The files of one broker, all below its directory."""

    directory: Path

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def properties(self) -> Path:
        return self.directory / "server.properties"

    @property
    def logging(self) -> Path:
        return self.directory / "log4j2.properties"

    @property
    def log(self) -> Path:
        return self.directory / "broker.log"

    @property
    def previous_log(self) -> Path:
        return self.directory / "broker.previous.log"

    @property
    def output(self) -> Path:
        """What the JVM itself prints, such as why it could not start."""
        return self.directory / "jvm.out"

    @property
    def run(self) -> Path:
        """Exists from a start to the clean stop after it."""
        return self.directory / "run.json"

    @property
    def ports(self) -> Path:
        return self.directory / "ports.json"

    @property
    def training(self) -> Path:
        """The ahead-of-time cache that this broker's JVM is making."""
        return self.directory / "aot.new"

    @property
    def lock(self) -> Path:
        return self.directory / "lock"
