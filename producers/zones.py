"""Time zones by name; UTC is known even on a machine without a database of zones."""

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo


def zone_called(name: str) -> tzinfo:
    """Raises ValueError for a zone that this machine does not know."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise ValueError(f"no time zone {name!r} on this machine") from error
