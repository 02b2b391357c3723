"""Tells the story chapter by chapter: publishes its events and shows what follows from them."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Self

from kafka import KafkaProducer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from consumers.delivery import Delivery
from consumers.subscription import subscribe
from deploy.render.proposal import Detail, proposal_panel
from deploy.render.refusal import refusal_panel
from deploy.render.rejected import rejected_lines
from producers.prepared import record_of
from producers.publisher import Publisher
from producers.story import Awaited, Chapter
from schemas.connection import Connection
from schemas.events import (
    DecisionRefused,
    EventRejected,
    MembershipEvent,
    ProposalEmitted,
    ProposalEvent,
)

RESULTS = ("roster", "proposals", "rejected")

PATIENCE_S = 60.0
"""For the results of one chapter; the first one waits for the worker to start."""


class ResultMissing(Exception):
    """A chapter's results did not all arrive in time."""


class Telling:
    """Publishes chapters and waits for what each of them must bring about."""

    def __init__(
        self,
        connection: Connection,
        prefix: str,
        console: Console,
        require_running: Callable[[], None],
    ) -> None:
        self._connection, self._prefix = connection, prefix
        self._console, self._require_running = console, require_running
        self._open = ExitStack()
        self._awaited: set[Awaited] = set()
        self._deadline = 0.0
        self.latencies_ms: list[float] = []
        """From the moment a chapter's last event was sent to each proposal's arrival here."""

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            subscription = subscribe(
                self._connection, RESULTS, prefix=self._prefix, stop=self._give_up
            )
            self._results = opening.enter_context(subscription)
            self._publisher = opening.enter_context(Publisher(self._connection, self._prefix))
            self._open = opening.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def tell(self, number: int, chapter: Chapter) -> None:
        """Raises ResultMissing when what the chapter awaits does not come."""
        self._console.print()
        self._console.rule(f"[bold]{number}. {chapter.title}", align="left")
        self._console.print(chapter.explanation, f"\n[dim]Expect:[/] {chapter.expect}")
        sent = datetime.now(UTC)
        if chapter.contradictory:
            self._write_unchecked(chapter)
        else:
            self._publisher.publish_all(chapter.events)
        self._console.print(Text(f"{len(chapter.events)} events published", style="dim"))
        self._awaited = set(chapter.awaits)
        self._show_results(sent)

    def _show_results(self, sent: datetime) -> None:
        memberships = 0
        self._deadline = time.monotonic() + PATIENCE_S
        while self._awaited:
            delivery = next(self._results)
            memberships += isinstance(delivery.event, MembershipEvent)
            self._show(delivery, datetime.now(UTC) - sent)
            self._awaited.discard(told(delivery))
        if memberships:
            self._console.print(f"[green]{memberships} changes of the roster[/]")

    def _give_up(self) -> bool:
        """Asked between two looks for results; never True, but raises when waiting is in vain."""
        self._require_running()
        if time.monotonic() > self._deadline:
            missing = ", ".join(f"{kind} for {key}" for kind, key in sorted(self._awaited))
            raise ResultMissing(f"after {PATIENCE_S:.0f} s these had not arrived: {missing}")
        return False

    def _show(self, delivery: Delivery, since: timedelta) -> None:
        match delivery.event:
            case ProposalEvent() as proposal:
                latency_ms = since / timedelta(milliseconds=1)
                self.latencies_ms.append(latency_ms)
                # The whole page comes with the first list; what changes it is told in brief.
                first = isinstance(proposal, ProposalEmitted)
                detail: Detail = "page" if first else "brief"
                self._console.print(proposal_panel(proposal, latency_ms, detail))
            case DecisionRefused() as refused:
                self._console.print(refusal_panel(refused))
            case EventRejected() as rejected:
                self._console.print(Panel(rejected_lines(rejected), border_style="red"))

    def _write_unchecked(self, chapter: Chapter) -> None:
        """As a system does that never looks at what it sends."""
        producer = KafkaProducer(**self._connection.client_options())
        for event in chapter.events:
            record = record_of(event)
            producer.send(self._prefix + record.topic, key=record.key, value=record.value)
        producer.flush()
        producer.close()


def told(delivery: Delivery) -> Awaited:
    """What a chapter can await of a delivery: the kind of event and its key."""
    return type(delivery.event).__name__, (delivery.key or b"").decode()
