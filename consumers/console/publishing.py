"""Publishes what a form states and leads onward; or shows the form again, with what is wrong."""

from collections.abc import Callable

from fastapi import Response
from fastapi.responses import RedirectResponse

from consumers.console.kept_form import Fields, KeptForm
from consumers.console.sent import Sent
from consumers.web.deciding import WrongDecision
from consumers.web.ports import Away
from consumers.web.serving import Serving
from schemas.events import Event
from schemas.problem import malformed

SOURCE = "pathways.console"


def taken(
    served: Serving,
    sent: Sent,
    fields: Fields,
    *,
    make: Callable[[], Event],
    again: Callable[[KeptForm, int], Response],
    onward: str,
) -> Response:
    """`make` raises WrongDecision; `again` shows the page with the form as it was filled in."""
    try:
        event = make()
        served.ports.publish(event)
    except WrongDecision as error:
        return again(KeptForm(fields, error.problems), 422)
    except ValueError as error:
        return again(KeptForm(fields, [malformed("", str(error))]), 422)
    except Away as error:
        return again(KeptForm(fields, away=str(error)), 503)
    sent.add(event)
    return RedirectResponse(onward, 303)
