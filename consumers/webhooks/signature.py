"""Signatures as Standard Webhooks has them: HMAC-SHA-256 over id, time and body."""

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

_PREFIX = "whsec_"
KEY_BYTES = range(24, 65)
"""What the standard asks of a key: 192 to 512 bits."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The key stays out of `repr` and so out of logs."""

    key: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Secret":
        """Raises ValueError, which never shows the text."""
        if not text.startswith(_PREFIX):
            raise ValueError(f"a secret begins with {_PREFIX}")
        try:
            key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        except (ValueError, binascii.Error):
            raise ValueError(f"what follows {_PREFIX} must be base64") from None
        if len(key) not in KEY_BYTES:
            raise ValueError(f"a secret has 24 to 64 bytes, this one has {len(key)}")
        return cls(key)


def signature_headers(
    secrets: Sequence[Secret], webhook_id: str, at_s: int, body: bytes
) -> dict[str, str]:
    """One signature for each secret: a receiver that knows any of them can verify."""
    signed = f"{webhook_id}.{at_s}.".encode() + body
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(_signature(secret, signed) for secret in secrets),
    }


def _signature(secret: Secret, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.digest(secret.key, signed, "sha256")).decode()
