"""How many requests one caller may make within a minute; counted in memory, by each server."""

from datetime import datetime
from math import ceil

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Rate:
    """A window that moves with time, so that no two bursts fit around a full minute."""

    def __init__(self, requests_per_minute: int) -> None:
        self._limit = RateLimitItemPerMinute(requests_per_minute)
        self._windows = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, who: str, now: datetime) -> tuple[int, int]:
        """Requests that are left, -1 where there was none, and seconds until there is one."""
        taken = self._windows.hit(self._limit, who)
        stats = self._windows.get_window_stats(self._limit, who)
        if taken:
            return stats.remaining, 0
        return -1, max(1, ceil(stats.reset_time - now.timestamp()))
