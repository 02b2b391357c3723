"""The hash of an exercise policy, which shows that nobody changed it afterwards."""

import json
from dataclasses import fields
from datetime import date
from hashlib import sha256

from schemas.events import Event, ExercisePolicyPublished, RuleSetUsed


def policy_used(policy: ExercisePolicyPublished) -> RuleSetUsed:
    """Over the policy alone, as JSON with sorted keys and no blanks, without the envelope."""
    envelope = {field.name for field in fields(Event)}
    said = {name: value for name, value in vars(policy).items() if name not in envelope}
    text = json.dumps(said, default=_plain, sort_keys=True, separators=(",", ":"))
    return RuleSetUsed(
        rule_set_id=policy.policy_id,
        version=policy.version,
        sha256=sha256(text.encode()).hexdigest(),
    )


def _plain(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
