"""Nominations endorsed and declined: published as events, and how far each has come."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter

from consumers.api.access import Decider, PrivateReader
from consumers.api.acts import StatedAnswer, event_of_answer
from consumers.api.once import OnceNow
from consumers.api.parameters import EventId, IdempotencyKey
from consumers.api.waiting import settled
from consumers.questions.nominations import AnswerState, answer_state
from consumers.web.problems import Problem, problem
from consumers.web.serving import ServingNow

router = APIRouter(tags=["leadership"])

_STATE = TypeAdapter(AnswerState)


class AnswerRefused(Problem):
    """It fits no nomination."""

    remedy: str
    """What whoever answered can do."""
    answer: AnswerState
    """The whole state."""


_ANSWERS: dict[int | str, dict[str, Any]] = {
    202: {"model": AnswerState, "description": "Kafka has it"},
    409: {"model": AnswerRefused, "description": "It fits no nomination"},
    413: {"model": Problem, "description": "More than 64 KiB"},
}


@router.post("/nomination-answers", status_code=202, response_model=AnswerState, responses=_ANSWERS)
async def answer_nomination(
    request: Request,
    who: Decider,
    served: ServingNow,
    once: OnceNow,
    stated: StatedAnswer,
    idempotency_key: IdempotencyKey,
) -> JSONResponse:
    """Stands behind a nomination, so that the person may apply, or ends it with a reason.

    The person and the edition are those of the nomination. What comes of it is told by the
    nomination itself: `/leadership/nominations/{nomination_id}`.
    """
    event = await run_in_threadpool(event_of_answer, served, once, who, stated, idempotency_key)
    event_id = event.event_id
    unseen = AnswerState(event_id=event_id, state="PUBLISHED")
    state = await settled(served, 0, partial(answer_state, event_id=event_id), unseen)
    headers = {"Location": f"{request.scope['root_path']}/nomination-answers/{event_id}"}
    told = _STATE.dump_python(state, mode="json")
    if state.remark is None:
        return JSONResponse(told, 202, headers)
    remark = state.remark
    return problem(409, remark.detail, headers=headers, remedy=remark.remedy, answer=told)


@router.get("/nomination-answers/{event_id}")
def state_of_answer(who: PrivateReader, served: ServingNow, event_id: EventId) -> AnswerState:
    """PUBLISHED, TAKEN_IN by the pipeline's log, or REFUSED because it fits no nomination.

    PUBLISHED is also what an id gets that nobody knows.
    """
    with served.engine.connect() as connection:
        return answer_state(connection, event_id)
