"""Writes revisions into a read model, and knows what every reader must get."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from consumers.delivery import Delivery
from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from schemas.events import ProposalRevised
from schemas.text import from_json

PARTITIONS = 4
VACANCIES = 40


class Writer:
    """The one writer of a fresh SQLite read model."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'soak.db'}"
        self.over = False
        self.written = 0
        self.ends = dict.fromkeys(range(PARTITIONS), 0)
        """By partition, the next offset."""
        self.written_at: dict[tuple[int, int], float] = {}
        """Of each place, when its transaction began, by the monotonic clock."""
        self._model = ReadModel.take_over(open_database(self.url), "soak.", {"soak.any": "id"})
        text = (files("schemas") / "examples" / "ProposalRevised.v2.json").read_text()
        self._example: ProposalRevised = from_json(json.loads(text))

    def write(self, count: int) -> None:
        """So many revisions in some transactions."""
        for first in range(0, count, 5):
            self._transaction(min(5, count - first))

    def _transaction(self, count: int) -> None:
        deliveries = [self._next(self.written + number) for number in range(count)]
        began = time.monotonic()
        for one in deliveries:
            self.written_at[one.partition, one.offset] = began
        self._model.apply(changes(deliveries), {("soak.any", 0): self.written + count})
        self.written += count

    def _next(self, number: int) -> Delivery:
        vacancy, partition = number % VACANCIES, number % PARTITIONS
        event = replace(
            self._example,
            event_id=f"p-{number}",
            vacancy_id=f"v-{vacancy}",
            revision=number // VACANCIES + 1,
        )
        offset = self.ends[partition]
        self.ends[partition] = offset + 1
        return Delivery(event, "proposals", partition, offset, None, datetime.now(UTC))
