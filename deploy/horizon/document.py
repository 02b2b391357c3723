"""Forecasts as JSON objects, whole."""

from collections.abc import Sequence
from typing import Any

from deploy.horizon.forecasts import Forecast
from schemas.text import to_json
from streams.pool.horizon.looking_back import MonthCompared


def forecast_document(one: Forecast) -> dict[str, Any]:
    """As the event, its parts joined."""
    whole = to_json(one.first)
    whole["openings"] = [_untyped(it) for it in one.openings]
    whole["strength"] = [_untyped(it) for it in one.strength]
    return {name: value for name, value in whole.items() if name not in ("part", "parts")}


def compared_document(months: Sequence[MonthCompared]) -> list[dict[str, Any]]:
    return [
        _untyped(it)
        | {
            "openings_error": it.openings_error,
            "members_error": it.members_error,
            "missed": list(it.missed),
        }
        for it in months
    ]


def _untyped(record: Any) -> dict[str, Any]:
    return {name: value for name, value in to_json(record).items() if name != "type"}
