"""The courier of one endpoint: takes what is due, sends it, and settles what becomes of it."""

import logging
from collections.abc import Callable
from datetime import datetime

from consumers.webhooks.deliveries import Deliveries, Due
from consumers.webhooks.schedule import PATIENCE, Patience, next_attempt
from consumers.webhooks.sending import Answer

log = logging.getLogger(__name__)

IDLE_S = 1.0
"""How soon a courier notices what an operator has retried."""
_ABSENT = frozenset({429, 502, 503, 504})
"""Answers that speak of the endpoint as a whole and not of one webhook."""

Send = Callable[[str, str, datetime], Answer]
"""From id, body and the time of the attempt."""


class Courier:
    """Works in steps, one webhook each.

    An endpoint that is absent (no answer, too busy, a gateway with nothing behind it) is left alone
    for 5 s, then twice as long each time, up to five minutes or what it asks for: otherwise every
    webhook that waits would use up its attempts on the same outage.
    """

    def __init__(
        self,
        name: str,
        send: Send,
        deliveries: Deliveries,
        clock: Callable[[], datetime],
        *,
        patience: Patience = PATIENCE,
    ) -> None:
        self._name = name
        self._send = send
        self._deliveries = deliveries
        self._clock = clock
        self._patience = patience
        self._absent = 0
        self._rests_until: datetime | None = None

    def step(self) -> float:
        """Sends at most one; gives the seconds after which the next step makes sense."""
        now = self._clock()
        if self._rests_until is not None and now < self._rests_until:
            return min(IDLE_S, (self._rests_until - now).total_seconds())
        one = self._deliveries.due(now)
        if one is None:
            return IDLE_S
        self._settle(one, self._send(one.webhook_id, one.body, now), now)
        return 0.0

    def _settle(self, one: Due, answer: Answer, at: datetime) -> None:
        if answer.accepted and answer.status is not None:
            self._absent, self._rests_until = 0, None
            self._deliveries.delivered(one, at, answer.status)
            log.debug("%s took %s", self._name, one.webhook_id)
        elif answer.status == 410:
            reason = answer.said or "the endpoint is gone"
            self._deliveries.gone(one, at, 410, reason)
            log.error("%s answers 410 Gone and is disabled until a retry", self._name)
        else:
            self._fail(one, answer, at)

    def _fail(self, one: Due, answer: Answer, at: datetime) -> None:
        # A time-out is a failure of now, not of when the attempt began.
        now = max(at, self._clock())
        again = next_attempt(
            one.attempts + 1,
            now,
            one.webhook_id,
            retry_after=answer.retry_after,
            back_off=self._patience.back_off,
        )
        self._deliveries.failed(one, now, answer.status, answer.said, again)
        told = "no answer" if answer.status is None else answer.status
        if again is None:
            log.error("%s never took %s: dead after %s", self._name, one.webhook_id, told)
        else:
            log.warning("%s: %s for %s, again at %s", self._name, told, one.webhook_id, again)
        self._rest(answer, now)

    def _rest(self, answer: Answer, now: datetime) -> None:
        if answer.status is not None and answer.status not in _ABSENT:
            self._absent, self._rests_until = 0, None
            return
        pause = min(self._patience.rest * 2 ** min(self._absent, 10), self._patience.rest_max)
        self._absent += 1
        self._rests_until = now + max(pause, answer.retry_after or pause)
