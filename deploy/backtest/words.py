"""What was asked, as values and in a sentence."""

from collections.abc import Iterator
from typing import Any

from streams.history.backtest.changes import Changes


def asked_of(changes: Changes) -> dict[str, Any]:
    rules = changes.rule_set
    return {
        "rule_set": None
        if rules is None
        else {
            "rule_set_id": rules.rule_set_id,
            "version": rules.version,
            "effective_from": rules.effective_from,
        },
        "voided": [str(choice) for choice in changes.voided],
        "recalibrated": len(changes.corrected),
        "added": len(changes.added),
        "replaces": changes.replaces,
    }


def asked_words(changes: Changes) -> str:
    """Such as: If the assessments of panel 7 did not count."""
    return f"If {' and '.join(_parts(changes))}."


def _parts(changes: Changes) -> Iterator[str]:
    if changes.voided:
        yield f"the assessments of {', '.join(map(str, changes.voided))} did not count"
    if changes.corrected:
        yield f"{len(changes.corrected)} assessments had the ratings of the given file"
    if rules := changes.rule_set:
        named = f"{rules.rule_set_id} version {rules.version}"
        yield f"the policy {named} held from {rules.effective_from} on"
    if changes.added:
        yield f"{len(changes.added)} further events were known"
