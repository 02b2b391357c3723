"""Corrected ratings from a file: JSON, or CSV with a column for each competency's level."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from deploy.backtest.errors import BadFile
from schemas.events import Rating
from streams.history.backtest.changes import Correction

RATINGS = get_args(Rating)
_FORMS = (
    'write {"ASSESSMENT_ID": "TIER_2"} or '
    '{"ASSESSMENT_ID": {"rating": "TIER_2", "levels": {"teamwork": 2}}}'
)


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """Each assessment once. Raises BadFile, which names the place."""
    text = _text(file)
    found = list(_from_csv(file, text) if file.suffix.lower() == ".csv" else _from_json(file, text))
    seen: set[str] = set()
    for correction in found:
        if correction.assessment_id in seen:
            raise BadFile(
                file, correction.assessment_id, "stands twice", "keep the one that is meant"
            )
        seen.add(correction.assessment_id)
    if not found:
        raise BadFile(file, "the file", "corrects no assessment", _FORMS)
    return tuple(found)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(file, "the file", str(error), "save it as UTF-8") from error


def _from_json(file: Path, text: str) -> Iterator[Correction]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BadFile(file, "the file", f"is no JSON: {error}", _FORMS) from error
    if not isinstance(document, dict):
        raise BadFile(file, "the file", "is no JSON object", _FORMS)
    for assessment_id, said in document.items():
        stated = {"rating": said} if isinstance(said, str) else said
        if not isinstance(stated, dict) or stated.keys() - {"rating", "levels"}:
            raise BadFile(file, assessment_id, "is not understood", _FORMS)
        levels = stated.get("levels", {})
        if not isinstance(levels, dict):
            raise BadFile(file, assessment_id, "its levels are no object", _FORMS)
        yield _correction(file, assessment_id, stated.get("rating"), levels)


def _from_csv(file: Path, text: str) -> Iterator[Correction]:
    rows = csv.DictReader(io.StringIO(text))
    missing = {"assessment_id", "rating"} - set(rows.fieldnames or ())
    if missing:
        what = f"has no column {' and no column '.join(sorted(missing))}"
        raise BadFile(file, "line 1", what, "name the columns assessment_id and rating")
    for row in rows:
        levels = {
            name: value
            for name, value in row.items()
            if name not in ("assessment_id", "rating") and value not in (None, "")
        }
        yield _correction(file, f"{row['assessment_id']}", row["rating"], levels)


def _correction(
    file: Path, assessment_id: str, rating: Any, levels: Mapping[str, Any]
) -> Correction:
    if rating not in RATINGS:
        what = f"{rating!r} is no rating"
        raise BadFile(file, assessment_id, what, f"write one of {', '.join(RATINGS)}")
    return Correction(
        assessment_id,
        rating,
        {code: _level(file, assessment_id, code, level) for code, level in levels.items()},
    )


def _level(file: Path, assessment_id: str, code: str, level: Any) -> int:
    if isinstance(level, str) and level.strip().isdecimal():
        return int(level)
    if isinstance(level, int) and not isinstance(level, bool) and level >= 0:
        return level
    what = f"the level of {code}, {level!r}, is no whole number"
    raise BadFile(file, assessment_id, what, "write a level such as 3")
