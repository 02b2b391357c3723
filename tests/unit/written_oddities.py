"""What upstream systems also write: records in the oldest schemas, and records to be rejected."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from fastavro import schemaless_writer

from schemas import schema_files
from schemas.codec import MARKER
from schemas.text import datum

EXAMPLES = schema_files.DIRECTORY.parent / "examples"
OLDEST = (
    ("reference", "DutyStationClassified", "KA010"),
    ("vacancies", "VacancyOpened", "vac-2026-031"),
    ("vacancies", "VacancyAmended", "vac-2026-031"),
)


class Raw(NamedTuple):
    """A record as any system may write it; the topic without its prefix."""

    topic: str
    key: bytes
    value: bytes


def oldest_versions(at: datetime) -> Iterator[Raw]:
    """The golden examples of first versions that have a newer one, as if they were told then."""
    for topic, name, key in OLDEST:
        schema = schema_files.versions_of(name)[0]
        document = json.loads((EXAMPLES / f"{name}.v1.json").read_text())
        fields = {field: _moved(field, value, at) for field, value in document.items()}
        del fields["type"]
        body = io.BytesIO()
        schemaless_writer(body, schema.parsed, datum(fields, schema))
        yield Raw(topic, key.encode(), MARKER + schema.fingerprint + body.getvalue())


def to_be_rejected() -> Iterator[Raw]:
    yield Raw("applications", b"c-garbled", b"no Avro at all")
    yield Raw("staffing", b"c-cut", MARKER + schema_files.versions_of("OfferMade")[0].fingerprint)


def _moved(field: str, value: Any, at: datetime) -> Any:
    days = {"opened_on": 0, "closes_on": 40, "start_by": 90}
    if field in ("occurred_at", "recorded_at"):
        return at.isoformat()
    if field in days and value is not None:
        return (at + timedelta(days=days[field])).date().isoformat()
    return value
