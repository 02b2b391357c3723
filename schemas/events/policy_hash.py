"""The hash of a policy, which shows that nobody changed it afterwards."""

import json
from dataclasses import fields
from datetime import date
from hashlib import sha256

from schemas.events.envelope import Event


def policy_hash(policy: Event) -> str:
    """Over the policy alone, as JSON with sorted keys and no blanks, without the envelope."""
    envelope = {field.name for field in fields(Event)}
    said = {name: value for name, value in vars(policy).items() if name not in envelope}
    text = json.dumps(said, default=_plain, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else vars(value)
