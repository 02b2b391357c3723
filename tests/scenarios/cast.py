"""A person in a few words, as the facts that upstream systems stated the day before the story."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.scenarios.shorthand import Document, common, competencies, profile

UNSAID = "unsaid"
STATED = (
    "origin",
    "appointment_type",
    "current_grade",
    "nationalities",
    "gender",
    "experience",
    "retirement_on",
)
"""What one ProfileUpdated says together."""
ASSESSED_ON = "2024-10-01"


def facts_of(name: str, changed: Mapping[str, Any] | None) -> list[Document]:
    """Each event about a person of the cast, with an id made of the name and what it is about."""
    people = common("people")
    said: Document = {}
    for layer in (people["everybody"], people.get(name, {}), changed or {}):
        said = _laid_over(said, layer)
    documents: list[Document] = []
    if stated := {key: said.pop(key) for key in STATED if key in said}:
        documents.append({"type": "ProfileUpdated", "as": f"{name}-profile", **stated})
    for key, value in said.items():
        documents.extend(_FACTS[key](name, value))
    return [{"person": name, **document} for document in documents]


def _laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> Document:
    """Facts with parts, such as clearances, are changed part by part."""
    merged = dict(under)
    for key, value in over.items():
        known = under.get(key)
        parts = isinstance(value, dict) and isinstance(known, dict)
        merged[key] = {**known, **value} if parts and isinstance(known, dict) else value
    return {
        key: _said_parts(value) if isinstance(value, dict) else value
        for key, value in merged.items()
        if value != UNSAID
    }


def _said_parts(value: Mapping[str, Any]) -> Document:
    return {key: part for key, part in value.items() if part != UNSAID}


def _languages(name: str, held: Mapping[str, Any]) -> Iterator[Document]:
    """`fr: III` was tested; `fr: {level: III, evidence: SELF}` is the person's own word."""
    for language, level in held.items():
        details = level if isinstance(level, dict) else {"level": level}
        yield {
            "type": "LanguageRecorded",
            "as": f"{name}-language-{language}",
            "language": language,
            "evidence": "TESTED",
            **details,
        }


def _clearances(name: str, held: Mapping[str, Any]) -> Iterator[Document]:
    for kind, status in held.items():
        details = status if isinstance(status, dict) else {"status": status}
        yield {
            "type": "ClearanceRecorded",
            "as": f"{name}-clearance-{kind}",
            "clearance_id": f"{name}-{kind}",
            "clearance_type": kind,
            "valid_from": "2024-01-01",
            **details,
        }


def _assessed(name: str, held: Mapping[str, Any]) -> Iterator[Document]:
    """`COM/P-5: STAR`, or with a date of its own, competencies as code: [expected, shown]."""
    for text, rating in held.items():
        details = dict(rating) if isinstance(rating, dict) else {"overall_rating": rating}
        what = f"{name}-assessed-{text.replace('/', '-')}"
        yield {
            "type": "AssessmentCompleted",
            "as": what,
            "assessment_id": what,
            "completed_on": ASSESSED_ON,
            "competencies": competencies(details.pop("shown", {})),
            **profile(text),
            **details,
        }


def _available(name: str, said: Mapping[str, Any]) -> Iterator[Document]:
    yield {"type": "AvailabilityConfirmed", "as": f"{name}-available", **said}


def _hold(name: str, said: Mapping[str, Any]) -> Iterator[Document]:
    yield {
        "type": "AvailabilityHeld",
        "as": f"{name}-hold",
        "hold_id": f"{name}-hold",
        "reason": "leave",
        **said,
    }


def _relatives(name: str, said: str) -> Iterator[Document]:
    yield {"type": "RelativesDeclared", "as": f"{name}-relatives", "relatives": said}


def _preferences(name: str, said: Mapping[str, Any]) -> Iterator[Document]:
    yield {"type": "PreferencesDeclared", "as": f"{name}-preferences", **said}


def _performance(name: str, rating: str) -> Iterator[Document]:
    yield {
        "type": "PerformanceRated",
        "as": f"{name}-performance",
        "rating": rating,
        "period_end": "2024-12-31",
    }


def _post(name: str, held: Mapping[str, Any]) -> Iterator[Document]:
    yield {
        "type": "IncumbentAssigned",
        "as": f"{name}-post",
        "assignment_id": f"{name}-post",
        **held,
    }


_FACTS: Mapping[str, Callable[[str, Any], Iterator[Document]]] = {
    "languages": _languages,
    "clearances": _clearances,
    "assessed": _assessed,
    "available": _available,
    "hold": _hold,
    "relatives": _relatives,
    "preferences": _preferences,
    "performance": _performance,
    "post": _post,
}
