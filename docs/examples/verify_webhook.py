"""Checks the signature of a webhook with nothing but Python's own library."""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def verified(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """`body` as it came; `headers` with names in small letters; `now` as `time.time()` gives it."""
    if abs(now - int(headers["webhook-timestamp"])) > 300:
        return False  # An old one that somebody sends again.
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = headers["webhook-signature"].split(" ")
    return any(hmac.compare_digest(f"v1,{digest}", one) for one in given)
