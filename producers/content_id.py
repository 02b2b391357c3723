"""Ids of events whose source gives none: the same for the same content, whenever it is read."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any


def content_id(about: str, occurred_at: datetime, what: Mapping[str, Any]) -> str:
    """`recorded_at` is left out: the same fact read again later is the same event."""
    content = repr((occurred_at.astimezone(UTC), sorted(what.items())))
    return f"{about}-{blake2b(content.encode(), digest_size=6).hexdigest()}"
