"""The policies of the exercise and of development as files: TOML, each value beside its source."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any

from schemas.errors import MalformedText
from schemas.events import ExercisePolicyPublished, LeadershipPolicyPublished
from schemas.text import from_json

SOURCE = "hr.policy"
_IDENTITY = ("policy_id", "version", "effective_from")


def exercise_policy(text: str) -> ExercisePolicyPublished:
    """Raises ValueError where a value has no source or is of the wrong kind."""
    policy: ExercisePolicyPublished = _event("ExercisePolicyPublished", _values(text))
    return policy


def leadership_policy(text: str) -> LeadershipPolicyPublished:
    """Raises ValueError where a value has no source or is of the wrong kind."""
    fields = _values(text)
    themes: Mapping[str, Any] = fields.pop("themes", {})
    fields["themes"] = [
        {"competency": code, **_parts(f"themes.{code}", said)} for code, said in themes.items()
    ]
    policy: LeadershipPolicyPublished = _event("LeadershipPolicyPublished", fields)
    return policy


def _values(text: str) -> dict[str, Any]:
    return dict(_settings(tomllib.loads(text)))


def _settings(file: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, said in file.items():
        if name in _IDENTITY or name == "themes":
            yield name, said
        else:
            yield name, _parts(name, said)["value"]


def _parts(name: str, said: Any) -> dict[str, Any]:
    """What a setting says beside its source, which stays in the file."""
    if not isinstance(said, dict) or not str(said.get("source", "")).strip():
        raise ValueError(f'{name} has no source: name a document, or write source = "assumed"')
    return {part: value for part, value in said.items() if part != "source"}


def _event(kind: str, fields: Mapping[str, Any]) -> Any:
    since = fields["effective_from"]
    stated_at = datetime.combine(since, time(), UTC).isoformat()
    envelope = {
        "type": kind,
        "event_id": f"{fields['policy_id']}-{fields['version']}",
        "occurred_at": stated_at,
        "recorded_at": stated_at,
        "source": SOURCE,
    }
    try:
        return from_json(envelope | dict(fields) | {"effective_from": since.isoformat()})
    except MalformedText as error:
        raise ValueError(str(error)) from error
