"""What can be wrong with a history that is read.

HistoryError
├── NoKafka          no broker answered at the address
├── NoSuchTopic      the topic does not exist there
├── LogUnreadable    the log could not be read to its end
├── BrokenMarks      the marks of a pool do not follow one another
└── NoSuchPosition   a position, or a time, that the log does not hold
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streams.history.logs import Extent, Place


class HistoryError(Exception):
    """Something that keeps history from being read; comes whole out of another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (type(self), str(self), self.__dict__)


def _made_again(kind: type[HistoryError], said: str, data: dict[str, Any]) -> HistoryError:
    """Pickle by itself would call the class with the text in place of its arguments."""
    error = kind.__new__(kind, said)
    error.__dict__.update(data)
    return error


class NoKafka(HistoryError):
    def __init__(self, address: str, problem: str) -> None:
        self.address = address
        super().__init__(
            f"no Kafka broker answers at {address} ({problem}): check the address and its security "
            "settings, or start the local broker"
        )


class NoSuchTopic(HistoryError):
    def __init__(self, topic: str, where: str) -> None:
        self.topic = topic
        super().__init__(
            f"{where} has no topic {topic}: check the address and --prefix; "
            "`pathways topics show` lists what is there"
        )


class LogUnreadable(HistoryError):
    """Reading stood still before the end."""

    def __init__(self, place: "Place", reached: int, extent: "Extent", problem: str) -> None:
        self.place, self.reached, self.extent = place, reached, extent
        super().__init__(
            f"{place} was read to offset {reached} of {extent.end} only: {problem}. "
            "Nothing was decided on half of a log; run the command again"
        )


class BrokenMarks(HistoryError):
    """A transaction's cuts cannot be told: a mark is missing, doubled or out of order."""

    def __init__(self, partition: int, expected: int, found: int) -> None:
        self.partition, self.expected, self.found = partition, expected, found
        super().__init__(
            f"evaluations/{partition} has no mark that begins at count {expected}: the next one "
            f"begins at {found}. `pathways audit` names what is wrong"
        )


class NoSuchPosition(HistoryError):
    def __init__(self, place: "Place", asked: str, held: str) -> None:
        self.place = place
        super().__init__(f"{place} has no {asked}: it holds {held}")
