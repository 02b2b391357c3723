"""Editions and nominations as JSON objects."""

from typing import Any

from deploy.leadership.now import EditionNow, Nomination
from schemas.text import to_json


def edition_document(it: EditionNow) -> dict[str, Any]:
    return {
        "edition": to_json(it.announced),
        "seats_reserved": it.seats_reserved,
        "seats_used": it.seats_used,
        "proposed": it.proposed,
        "funnel": to_json(it.funnel) if it.funnel else None,
    }


def nomination_document(it: Nomination) -> dict[str, Any]:
    """The last proposal with its grounds, and what people answered."""
    return {
        "status": it.status,
        "nomination": to_json(it.proposed),
        "answer": to_json(it.answer) if it.answer else None,
        "withdrawn": to_json(it.withdrawn) if it.withdrawn else None,
    }
