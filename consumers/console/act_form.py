"""What a form of an exercise or of a nomination states, and the event that it makes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from fastapi import HTTPException

from consumers.console.kept_form import Fields, key_of, whole_number
from consumers.console.publishing import SOURCE
from consumers.web.acting import ActKind, act, acted_id, permission_of, stated_fields_of
from consumers.web.deciding import WrongDecision
from consumers.web.roles import may
from consumers.web.tokens import Caller
from schemas.events import Event
from schemas.problem import malformed

Kind = TypeVar("Kind", bound=ActKind)

_NUMBERS = frozenset({"run", "revision_seen"})


def allowed_kind(fields: Fields, kinds: tuple[Kind, ...], by: Caller) -> Kind:
    """What the form is for, if the role may do it. Raises WrongDecision, or HTTPException."""
    if not any(may(by.role, permission_of(one)) for one in kinds):
        raise HTTPException(403)
    found = [one for one in kinds if one == fields.get("kind")]
    if not found:
        raise WrongDecision(malformed("kind", "it is nothing that is asked for or decided here"))
    if not may(by.role, permission_of(found[0])):
        raise HTTPException(403)
    return found[0]


def act_of(
    fields: Fields,
    kind: ActKind,
    about: Mapping[str, str],
    by: Caller,
    now: datetime,
    known: Mapping[str, str] | None = None,
) -> Event:
    """`about`: the cycle or the nomination whose page the form is on. Raises WrongDecision."""
    said = _stated(fields, kind) | dict(about)
    event_id = acted_id(by, key_of(fields), kind, said)
    return act(kind, said, by, source=SOURCE, event_id=event_id, now=now, known=known)


def _stated(fields: Fields, kind: ActKind) -> dict[str, Any]:
    """As JSON values; what is left empty is not stated."""
    wanted = stated_fields_of(kind)
    found: dict[str, Any] = {
        name: whole_number(name, value.strip()) if name in _NUMBERS else value.strip()
        for name, value in fields.items()
        if name in wanted and value.strip()
    }
    if kind == "SlateAdjusted":
        found |= {"candidate_id": _who(fields), "locked": "locked" in fields}
    return found


def _who(fields: Fields) -> str | None:
    """That nobody gets the post is said, not left out."""
    named = fields.get("candidate_id", "").strip()
    if ("nobody" in fields) == bool(named):
        text = "name one person, or tick that nobody gets the post"
        raise WrongDecision(malformed("candidate_id", text))
    return named or None
