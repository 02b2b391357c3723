"""A few at a time: questions to history fold logs for seconds, and pages must go on meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

from consumers.web.ports import Away

BUSY = "Others ask about history just now. Try again in a moment."


class Few:
    """Lets `at_once` in; of the others `waiting` wait for at most `wait_s` seconds each."""

    def __init__(self, at_once: int = 2, waiting: int = 6, wait_s: float = 20.0) -> None:
        self._places = Semaphore(at_once + waiting)
        self._turns = Semaphore(at_once)
        self._wait_s = wait_s

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises Away for whoever does not get one."""
        if not self._places.acquire(blocking=False):
            raise Away(BUSY)
        try:
            if not self._turns.acquire(timeout=self._wait_s):
                raise Away(BUSY)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
