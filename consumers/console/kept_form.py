"""A form that could not be taken, kept as it was filled in, with what is wrong with it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from consumers.web.deciding import DECISION_KINDS, DecisionKind, WrongDecision, stated_fields
from schemas.problem import Problem, malformed

Fields = Mapping[str, str]
"""As the browser sent them; only the names that forms here have."""
_NUMBERS = frozenset({"revision_seen", "shortfall_accepted"})
_NAMES = (
    *("kind", "key", "revision_seen", "candidate_id", "reason", "override", "offer", "reply_by"),
    *("waiver", "extent", "shortfall_accepted", "valid_until"),
    *("run", "method", "post_id", "locked", "nobody"),
)


@dataclass(frozen=True)
class KeptForm:
    """`away`: why it could not be published; else `problems` say what to mend."""

    fields: Fields
    problems: Sequence[Problem] = ()
    away: str = ""

    def value(self, name: str) -> str:
        return self.fields.get(name, "")


def new_key() -> str:
    """Made when a form is: however often it is sent, it is one decision."""
    return secrets.token_urlsafe(16)


def key_of(fields: Fields) -> str:
    """Raises WrongDecision."""
    if not (key := fields.get("key", "")):
        raise WrongDecision(malformed("key", "the form has lost it: load the page again"))
    return key


async def fields_of(request: Request) -> Fields:
    """What is no text, or has a name that no form here has, is left out."""
    form = await request.form()
    given = {name: form.get(name) for name in _NAMES}
    return {name: value for name, value in given.items() if isinstance(value, str)}


def kind_of(fields: Fields) -> DecisionKind:
    """Raises WrongDecision."""
    kind = fields.get("kind", "")
    if kind not in DECISION_KINDS:
        raise WrongDecision(malformed("kind", "it is no decision that is taken here"))
    return kind


def stated(fields: Fields, kind: DecisionKind) -> dict[str, Any]:
    """What the form states, as JSON values; what is left empty is not stated."""
    candidate_id, rule, waiver_id = ("|".join((fields.get("waiver", ""), "", ""))).split("|")[:3]
    found: dict[str, Any] = dict(fields)
    found["offer_id"] = fields.get("offer", "")
    if candidate_id:
        found |= {"candidate_id": candidate_id, "rule": rule, "waiver_id": waiver_id}
    filled = {name: value.strip() for name, value in found.items() if value.strip()} | {
        "override": "override" in fields
    }
    wanted = stated_fields(kind)
    return {
        name: whole_number(name, value) if name in _NUMBERS else value
        for name, value in filled.items()
        if name in wanted
    }


def whole_number(name: str, value: str) -> int:
    """Raises WrongDecision."""
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise WrongDecision(malformed(name, "expected a whole number"))
    return int(value)
