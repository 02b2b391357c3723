"""Slates asked for, adjusted and signed: published as events, and what became of each."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter

from consumers.api.access import Actor, PrivateReader, require
from consumers.api.acts import StatedAct, event_of_act
from consumers.api.once import OnceNow
from consumers.api.parameters import CycleId, EventId, IdempotencyKey, Limit, PageCursor, Prefer
from consumers.api.waiting import settled, wait_asked_for
from consumers.questions.exercise_acts import Act, ActState, act_state, acts_of
from consumers.questions.paging import Page
from consumers.web.acting import permission_of
from consumers.web.problems import Problem, problem
from consumers.web.serving import ServingNow

router = APIRouter(tags=["exercises"])

_STATE = TypeAdapter(ActState)


class ActRefused(Problem):
    """It does not fit what stands in the exercise."""

    remedy: str
    """What whoever acted can do."""
    act: ActState
    """The whole answer."""


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": ActState, "description": "A slate answers it"},
    202: {"model": ActState, "description": "Kafka has it; what the exercise says is not known"},
    409: {"model": ActRefused, "description": "The exercise refused it"},
    413: {"model": Problem, "description": "More than 64 KiB"},
}


@router.post("/exercise-acts", status_code=202, response_model=ActState, responses=_ANSWERS)
async def act_in_exercise(
    request: Request,
    who: Actor,
    served: ServingNow,
    once: OnceNow,
    stated: StatedAct,
    idempotency_key: IdempotencyKey,
    prefer: Prefer = None,
) -> JSONResponse:
    """Asks for a slate, changes one post of it, or signs it; says how far that has come.

    A slate is a recommendation: people decide, by changing and signing it. `hr_partner` asks and
    changes, `director` signs. What was done on a revision that is no longer the last one is taken
    all the same: the exercise judges it in the order of its log.
    """
    require(who, permission_of(stated.type))
    event = await run_in_threadpool(event_of_act, served, once, who, stated, idempotency_key)
    event_id, wait_s = event.event_id, wait_asked_for(prefer)
    unseen = ActState(event_id=event_id, state="PUBLISHED")
    state = await settled(served, wait_s, partial(act_state, event_id=event_id), unseen)
    headers = {"Location": f"{request.scope['root_path']}/exercise-acts/{event_id}"}
    if wait_s:
        headers["Preference-Applied"] = f"wait={wait_s}"
    return _answer(state, headers)


@router.get("/exercise-acts/{event_id}")
def state_of_act(who: PrivateReader, served: ServingNow, event_id: EventId) -> ActState:
    """PUBLISHED, TAKEN_IN by the exercise's log, ANSWERED by a slate, or REFUSED with the remedy.

    PUBLISHED is also what an id gets that nobody knows. A request that a newer one replaced before
    its slate was made stays TAKEN_IN.
    """
    with served.engine.connect() as connection:
        return act_state(connection, event_id)


@router.get("/exercises/{cycle_id:path}/acts")
def exercise_acts(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Act]:
    """All that people asked for and decided, the latest first; what was refused too."""
    with served.engine.connect() as connection:
        return acts_of(connection, cycle_id, limit, cursor)


def _answer(state: ActState, headers: dict[str, str]) -> JSONResponse:
    told = _STATE.dump_python(state, mode="json")
    if state.state != "REFUSED" or state.remark is None:
        return JSONResponse(told, 200 if state.state == "ANSWERED" else 202, headers)
    remark = state.remark
    return problem(409, remark.detail, headers=headers, remedy=remark.remedy, act=told)
