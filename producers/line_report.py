"""What became of a file of events, line by line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from producers.errors import NotAllPublished
from producers.in_flight import Acknowledgement
from producers.lines import Good, Line, Notice, Rejection

DETAILS_MAX = 1_000
"""Rejections and notices kept one by one; all are counted."""


class Sink(Protocol):
    """Where events go: a publisher, or nowhere in a dry run."""

    def publish_stream(
        self, events: Iterable[Any], acknowledged: Callable[[Acknowledgement], None]
    ) -> int: ...


@dataclass(slots=True)
class LineReport:
    """Counts, and the first details of each kind."""

    lines: int = 0
    """Lines that hold something, good or bad; one may make several events."""
    good: int = 0
    """Events that the publisher takes."""
    rejected: int = 0
    published: int = 0
    published_by_topic: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    noticed: int = 0
    notices: list[Notice] = field(default_factory=list)
    unpublished: list[Rejection] = field(default_factory=list)
    """Good lines that Kafka did not acknowledge; what follows them was not read."""

    @property
    def clean(self) -> bool:
        return not self.rejected and not self.unpublished

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return asdict(self) | {"published_by_topic": dict(sorted(self.published_by_topic.items()))}

    def goods(self, lines: Iterable[Line]) -> Iterator[Good]:
        """The good lines; all others are noted here on the way."""
        last = 0
        for line in lines:
            if not isinstance(line, Notice):
                self.lines += line.line != last
                last = line.line
            match line:
                case Good():
                    self.good += 1
                    yield line
                case Rejection():
                    self.rejected += 1
                    _keep(self.rejections, line)
                case Notice():
                    self.noticed += 1
                    _keep(self.notices, line)


def _keep(kept: list[Any], detail: Any) -> None:
    if len(kept) < DETAILS_MAX:
        kept.append(detail)


def check(lines: Iterable[Line]) -> LineReport:
    """Reads every line and publishes nothing."""
    report = LineReport()
    for _ in report.goods(lines):
        pass
    return report


def publish_lines(lines: Iterable[Line], sink: Sink) -> LineReport:
    """Publishes the good lines in order; a line that Kafka does not take ends it."""
    report = LineReport()
    # The lines on their way, so that one without an answer can be named. A repeated event is
    # there twice under one id: the first answer belongs to the first line.
    waiting: dict[str, list[int]] = {}

    def events() -> Iterator[Any]:
        for good in report.goods(lines):
            waiting.setdefault(good.event.event_id, []).append(good.line)
            yield good.event

    def acknowledged(answer: Acknowledgement) -> None:
        numbers = waiting[answer.event_id]
        numbers.pop(0)
        if not numbers:
            del waiting[answer.event_id]
        report.published += 1
        report.published_by_topic[answer.topic] += 1

    try:
        sink.publish_stream(events(), acknowledged)
    except NotAllPublished as error:
        reasons = {failure.event_id: str(failure.error) for failure in error.failures}
        report.unpublished = [
            Rejection(line, "", reasons[event_id], "publish the file again: nothing counts twice")
            for event_id, numbers in waiting.items()
            for line in numbers
        ]
    return report
