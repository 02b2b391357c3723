"""The port `status`: one look at Kafka for all who ask within a few seconds."""

import json
import time
from collections.abc import Callable
from threading import Lock

from kafka.errors import KafkaError

from consumers.errors import ConsumerError
from consumers.web.ports import Away, Document
from deploy.log_tail import TailTimeout
from deploy.serving.reaching import Reach
from deploy.status import read_status, status_document
from schemas.errors import ContractError

FRESH_S = 3.0
"""A page that is looked at by ten people asks Kafka as often as one that is looked at by one."""
WAIT_S = 15.0


class Looking:
    """Keeps the last answer, be it that Kafka is away."""

    def __init__(self, look: Callable[[], Document], clock: Callable[[], float] = time.monotonic):
        """`look` raises Away; `clock` tells seconds."""
        self._look, self._clock = look, clock
        self._turn = Lock()
        self._last: tuple[float, Document | Away] | None = None

    def __call__(self) -> Document:
        """Raises Away."""
        if not self._turn.acquire(timeout=WAIT_S):
            raise Away("Kafka is slow to say how it is. Try again.")
        try:
            if self._last is None or self._clock() - self._last[0] > FRESH_S:
                answer = self._answer()
                self._last = self._clock(), answer
            answer = self._last[1]
        finally:
            self._turn.release()
        if isinstance(answer, Away):
            raise Away(str(answer))
        return answer

    def _answer(self) -> Document | Away:
        try:
            return self._look()
        except Away as error:
            return error


def status_of(reach: Reach, prefix: str) -> Callable[[], Document]:
    """Topics, units and their lag, as `pathways status --json` has them."""

    def look() -> Document:
        connection = reach()
        try:
            found = read_status(connection, prefix)
        except (TailTimeout, ConsumerError, KafkaError, ContractError) as error:
            raise Away(f"Kafka does not say how it is: {error}") from error
        document: Document = json.loads(json.dumps(status_document(found), default=str))
        return document

    return look
