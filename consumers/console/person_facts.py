"""What is stated of a person, read from the logs while the page waits; for who needs facts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from consumers.console.rendering import day, page
from consumers.console.session import PrivateVisitor
from consumers.web.ports import Away, Document, NotKnown
from consumers.web.serving import ServingNow

router = APIRouter()

_DAY = re.compile(r"^\d{4}-\d\d-\d\d$")

NEVER_SHOWN = frozenset({"gender", "nationalities"})
"""Parts, and fields of the part `texts`, that no page shows of a person: they act through a
vacancy's tier rule alone, and its answer is where they are told."""


@router.get("/facts/{candidate_id:path}")
def facts_page(
    request: Request, who: PrivateVisitor, served: ServingNow, candidate_id: str
) -> Response:
    """A page of its own, of which the page about the person takes the section."""
    problem, found, status = "", None, 200
    try:
        found = served.ports.person(candidate_id)
    except NotKnown as error:
        problem, status = str(error), 404
    except Away as error:
        problem, status = str(error), 503
    values = {
        "candidate_id": candidate_id,
        "found": found,
        "parts": list(shown_parts(found)) if found else [],
        "problem": problem,
        "away": status == 503,
    }
    # htmx takes over nothing from an answer that says it failed: here the section says it.
    inside = "hx-request" in request.headers
    return page(request, "facts.html", values, 200 if inside else status)


def shown_parts(found: Document) -> Iterator[Mapping[str, Any]]:
    """Parts with the statements that a page may show, in the order in which they took effect."""
    for part in found["parts"]:
        statements = _shown(part)
        if statements:
            yield {"name": part["name"], "statements": statements}


def _shown(part: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    if part["name"] in NEVER_SHOWN:
        return []
    shown = [_told(one) for one in part["statements"] if not _is_hidden(one)]
    return sorted(shown, key=lambda one: (one["occurred_at"], one["event_id"]))


def _is_hidden(statement: Mapping[str, Any]) -> bool:
    return any(name == "field" and value in NEVER_SHOWN for name, value in statement["fields"])


def _told(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same with days as people read them; a field of `texts` stands under its own name."""
    fields = {name: _DAY.sub(lambda found: day(found[0]), v) for name, v in statement["fields"]}
    if "field" in fields:
        fields = {fields["field"]: fields.get("value", "")}
    return {**statement, "fields": list(fields.items())}
