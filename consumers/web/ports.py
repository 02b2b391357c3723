"""What the server is given of the other processes: it publishes and explains by these alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas.events import Event

Document = Mapping[str, Any]
"""JSON values, as `schemas.text.to_json` makes them."""


class NotKnown(Exception):
    """History knows nothing of what was asked for; the message is for people."""


class Away(Exception):
    """Kafka, or a service behind it, does not answer now; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Each may take seconds and is called outside of the event loop."""

    publish: Callable[[Event], None]
    """Writes a decision of people and waits until Kafka has it. Raises Away, or ValueError where
    the event contradicts itself."""
    explain: Callable[[str, str], Document]
    """Vacancy and candidate: every rule, fact and event behind where the person stands.
    Raises NotKnown or Away."""
    person: Callable[[str], Document]
    """All that is stated of a person now, each with its event. Raises NotKnown or Away."""
    status: Callable[[], Document]
    """Topics, units and their lag. Raises Away."""
    now: Callable[[], datetime]
    """The moment, in UTC: for what people state, never for what is decided."""
    webhooks: Callable[[], Sequence[Document]] = tuple
    """Each endpoint of webhooks by the fields of `consumers.webhooks.dead_letters.Standing`; none
    where none are sent. Raises Away."""
    reports: Path | None = None
    """The folder with backtest reports, one HTML file each."""
