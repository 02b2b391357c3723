"""Pages from templates: what is no markup is escaped, and every text is in the catalogue."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from consumers.console.address import here, part
from consumers.console.session import csrf_token, signed_in
from consumers.console.texts import Texts
from consumers.console.ticking import spelled
from consumers.web.roles import may

_TURNING = re.compile("[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that are not seen and make other text look like something else."""
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def day(value: date | str | None) -> str:
    """`14 Mar 2026`: no reader takes the day for the month."""
    if value is None:
        return "\N{EN DASH}"
    it = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{it.day} {_MONTHS[it.month - 1]} {it.year}"


def month(value: str) -> str:
    """`Mar 2026`, of 2026-03."""
    return f"{_MONTHS[int(value[5:]) - 1]} {value[:4]}"


def moment(value: datetime | str) -> str:
    """`14 Mar 2026, 09:30 UTC`."""
    it = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(it)}, {it:%H:%M} UTC"


def visible(value: object) -> object:
    """What a page shows, as it is; but for text from outside that would turn its direction."""
    if not isinstance(value, str):
        return value
    seen = _TURNING.sub("\N{REPLACEMENT CHARACTER}", value)
    # What a macro put together may have escaped such text, and no more.
    return Markup(seen) if isinstance(value, Markup) else seen


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("consumers.console"),
        autoescape=True,
        finalize=visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(day=day, month=month, moment=moment, part=part)
    texts = Texts()
    made.globals.update(t=texts, code=texts.code, language=texts.language, may=may)
    return made


_TEMPLATES = _environment()


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """A whole page; a request of htmx picks the parts that it wants by itself."""
    who, live = signed_in(request), request.app.state.serving.live
    known = {
        "caller": who,
        "csrf": csrf_token(request) if who else "",
        "path": request.url.path,
        "here": here(request),
        "live": live.tick is not None,
        "seen": spelled(getattr(request.state, "tick", live.tick)),
    }
    content = _TEMPLATES.get_template(template).render(known | dict(values or {}))
    return HTMLResponse(content, status)
