"""The page of an exercise: its slate, what people should look at, what they asked and decided."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from consumers.console.exercise_shown import Shown
from consumers.console.filters import Text
from consumers.console.kept_form import KeptForm, new_key
from consumers.console.rendering import page
from consumers.console.sent import Sent, SentNow
from consumers.console.session import Visitor
from consumers.console.slate_wishes import wishes_met
from consumers.questions import placements as entries
from consumers.questions.exercise_acts import act_state, acts_of
from consumers.questions.exercises import exercise, remarks_of
from consumers.questions.paging import Page
from consumers.questions.placements import Unfilled
from consumers.questions.progress import day_reached
from consumers.questions.slates import Slate, settlement_of, slate, slates_of
from consumers.web.ports import NotKnown
from consumers.web.roles import may
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller

router = APIRouter()

PAGE = 50
"""Placements; of the other lists only the first are wanted at a glance."""
FEW = 20


@router.get("/rotation/{cycle_id:path}")
def exercise_of(
    request: Request,
    cycle_id: Text,
    who: Visitor,
    served: ServingNow,
    sent: SentNow,
    shown: Annotated[Shown, Query()],
) -> Response:
    return exercise_page(request, served, sent, who, cycle_id, shown)


def exercise_page(
    request: Request,
    served: Serving,
    sent: Sent,
    who: Caller,
    cycle_id: str,
    shown: Shown,
    kept: KeptForm | None = None,
    status: int = 200,
) -> Response:
    """`kept`: a form that could not be taken, with what is wrong. Raises NotKnown."""
    private = may(who.role, "read_private")
    with served.engine.connect() as connection:
        values = _of_exercise(connection, cycle_id, shown)
        slate, last = values["slate"], values["last"]
        if slate is not None:
            values |= _of_slate(connection, slate, shown, private=private)
        if private:
            values |= _said(connection, cycle_id, shown, sent)
    open_still = values["settlement"] is None
    values |= {
        "cycle_id": cycle_id,
        "shown": shown,
        "private": private,
        "requesting": open_still and may(who.role, "decide"),
        "adjusting": open_still and slate is not None and slate == last and may(who.role, "decide"),
        "signing": open_still and slate is not None and slate == last and may(who.role, "sign_off"),
        "kept": kept,
        "new_key": new_key,
    }
    return page(request, "exercise.html", values, status)


def _of_exercise(connection: Connection, cycle_id: str, shown: Shown) -> dict[str, Any]:
    found = exercise(connection, cycle_id)
    if found is None:
        raise NotKnown("")
    last = slate(connection, cycle_id)
    seen = slate(connection, cycle_id, shown.run, shown.revision) if shown.run else last
    if shown.run and seen is None:
        raise NotKnown("")
    return {
        "exercise": found,
        "last": last,
        "slate": seen,
        "slates": slates_of(connection, cycle_id),
        "settlement": settlement_of(connection, cycle_id),
        "day": day_reached(connection),
    }


def _of_slate(connection: Connection, of: Slate, shown: Shown, *, private: bool) -> dict[str, Any]:
    """What a role may not see, its template is not given."""
    unfilled = entries.unfilled(connection, of, FEW, shown.unfilled or None)
    if not private:
        return {"unfilled": _without_reasons(unfilled)}
    return {
        "unfilled": unfilled,
        "wishes": wishes_met(connection, of),
        "placements": _placements(connection, of, shown),
        "unplaced": entries.unplaced(connection, of, FEW, shown.unplaced or None),
        "blocking": entries.blocking(connection, of, FEW, shown.blocking or None),
        "joint_options": entries.joint_options(connection, of, FEW, shown.joint_options or None),
    }


def _placements(connection: Connection, of: Slate, shown: Shown) -> Page[entries.Placement]:
    groups = [shown.job_group] if shown.job_group else ()
    who = shown.candidate_id.strip() or None
    return entries.placements(connection, of, PAGE, shown.placements or None, groups, who)


def _without_reasons(found: Page[Unfilled]) -> Page[Unfilled]:
    return Page([replace(one, explanation=None) for one in found.items], found.next)


def _said(connection: Connection, cycle_id: str, shown: Shown, sent: Sent) -> dict[str, Any]:
    """What people asked for and decided, and what did not fit."""
    acts = acts_of(connection, cycle_id, FEW, shown.acts or None)
    every = {one.event_id for one in acts_of(connection, cycle_id, FEW).items}
    return {
        "remarks": remarks_of(connection, cycle_id, FEW, shown.remarks or None),
        "acts": acts,
        "states": {one.event_id: act_state(connection, one.event_id) for one in acts.items},
        "on_their_way": sent.waiting("cycle_id", cycle_id, every),
    }
