"""When a webhook that failed is tried again; the schedule is that of Standard Webhooks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256

BACK_OFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""The pause after the first failed attempt, the second, and so on; after the last one follows the
last attempt, and then the dead-letter list."""

JITTER = 0.1
"""Each pause grows by up to so much of itself, so that what failed together comes apart."""
RETRY_AFTER_MAX = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited, for one webhook and for an endpoint that is absent altogether."""

    back_off: tuple[timedelta, ...] = BACK_OFF
    rest: timedelta = timedelta(seconds=5)
    """The first rest of an absent endpoint; each further one is twice as long."""
    rest_max: timedelta = timedelta(minutes=5)


PATIENCE = Patience()


def next_attempt(
    attempts: int,
    at: datetime,
    webhook_id: str,
    *,
    retry_after: timedelta | None = None,
    back_off: tuple[timedelta, ...] = BACK_OFF,
) -> datetime | None:
    """After so many failed attempts, the last one at `at`; None: there is no further one.

    The jitter depends on the webhook and the attempt alone.
    """
    if attempts > len(back_off):
        return None
    pause = back_off[attempts - 1]
    share = int.from_bytes(sha256(f"{webhook_id}/{attempts}".encode()).digest()[:4]) / 2**32
    pause += pause * JITTER * share
    return at + max(pause, retry_after or pause)


def retry_after_of(header: str | None, at: datetime) -> timedelta | None:
    """The pause that a Retry-After header asks for, in seconds or as a date, of a day at most."""
    if not header:
        return None
    if header.strip().isdecimal():
        # So many digits are years; and Python refuses to read thousands of them.
        pause = timedelta(seconds=int(header.strip()[:9]))
    else:
        try:
            moment = parsedate_to_datetime(header)
        except ValueError:
            return None
        pause = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at
    return min(max(pause, timedelta(0)), RETRY_AFTER_MAX)
