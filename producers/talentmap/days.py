"""Dates and times as the exports write them, in three forms."""

from datetime import date, datetime, tzinfo

_FORMS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d", "%Y-%m-%d")


def day(text: str) -> date | None:
    """None where there is none, or what stands there is no date."""
    found = _read(text)
    return found.date() if found else None


def moment(text: str, zone: tzinfo) -> datetime | None:
    """As `day`, with the zone that the export leaves out."""
    found = _read(text)
    return found.replace(tzinfo=zone) if found else None


def _read(text: str) -> datetime | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None
