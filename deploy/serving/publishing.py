"""Decisions of people on their way to Kafka: one at a time, over a connection that is kept."""

from threading import Lock

from consumers.web.ports import Away
from deploy.serving.reaching import Reach
from producers.errors import DeliveryUnknown, ProducerError, Refused
from producers.publisher import Publisher
from schemas.connection import Connection
from schemas.events import Event

ACKNOWLEDGED_S = 10.0
TURN_S = 15.0
"""For how long one who decides waits for others who do."""


class Publishing:
    """The port `publish`; connects at the first event, and again after a failure."""

    def __init__(self, reach: Reach, prefix: str) -> None:
        self._reach, self._prefix = reach, prefix
        self._turn = Lock()
        self._open: tuple[Connection, Publisher] | None = None

    def __call__(self, event: Event) -> None:
        """Raises Away, or ValueError which names the field that is wrong."""
        if not self._turn.acquire(timeout=TURN_S):
            raise Away("Others decide just now, and Kafka is slow. Nothing was written: try again.")
        try:
            self._publish(event)
        finally:
            self._turn.release()

    def close(self) -> None:
        with self._turn:
            self._drop()

    def _publish(self, event: Event) -> None:
        # Asked before each: a client that lost its broker waits until its time is up, and then
        # cannot say whether the event was written.
        try:
            connection = self._reach()
        except Away:
            self._drop()
            raise
        try:
            self._publisher(connection).publish(event)
        except Refused as error:
            raise ValueError(str(error)) from error
        except DeliveryUnknown as error:
            self._drop()
            raise Away(
                "Kafka did not answer in time: whether the decision was written is not known. Look "
                "at what stands before you decide again."
            ) from error
        except ProducerError as error:
            self._drop()
            raise Away(f"Nothing was written: {error}.") from error

    def _publisher(self, connection: Connection) -> Publisher:
        if self._open is None or self._open[0] != connection:
            self._drop()
            made = Publisher(connection, self._prefix, timeout_s=ACKNOWLEDGED_S)
            self._open = connection, made
        return self._open[1]

    def _drop(self) -> None:
        if self._open is not None:
            _, publisher = self._open
            self._open = None
            publisher.close()
