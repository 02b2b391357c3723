"""Decisions of people: published as events, and how far each has come."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter

from consumers.api.access import Decider, PrivateReader
from consumers.api.bodies import StatedDecision
from consumers.api.once import OnceNow, event_of
from consumers.api.pages import everything, known
from consumers.api.parameters import EventId, IdempotencyKey, Prefer, VacancyId
from consumers.api.waiting import settled, wait_asked_for
from consumers.questions.decisions import (
    Decision,
    DecisionState,
    Refusal,
    decision_state,
    decisions_of,
    ground_of,
    refusals_of,
)
from consumers.questions.paging import Page
from consumers.web.problems import Problem, problem
from consumers.web.serving import ServingNow

router = APIRouter(tags=["decisions"])

_STATE = TypeAdapter(DecisionState)


class RefusedProblem(Problem):
    """The decision could not count."""

    remedy: str
    """What whoever decided can do."""
    revision_seen: int | None
    """On which revision of the proposal it was taken."""
    revision_current: int
    """The last revision when it was read; 0: there was none."""
    decision: DecisionState
    """The whole answer."""


@dataclass(frozen=True, kw_only=True)
class DecisionTold:
    """A decision and, where it could not count, why."""

    decision: Decision
    refusal: Refusal | None


_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": DecisionState, "description": "It counts: the pool has looked at it"},
    202: {"model": DecisionState, "description": "Kafka has it; what the pool says is not known"},
    409: {
        "model": RefusedProblem,
        "description": "The pool refused it, or it is about another vacancy than it says",
    },
    413: {"model": Problem, "description": "More than 64 KiB"},
}


@router.post("/decisions", status_code=202, response_model=DecisionState, responses=_ANSWERS)
async def decide(
    request: Request,
    who: Decider,
    served: ServingNow,
    once: OnceNow,
    stated: StatedDecision,
    idempotency_key: IdempotencyKey,
    prefer: Prefer = None,
) -> JSONResponse:
    """Publishes one decision and says how far it has come.

    A proposal is a recommendation; this is where people decide. The server adds what a caller does
    not state: the role from the token, the time, ids, and the vacancy's job group and proposal.
    A decision on a revision that is no longer the last one is taken all the same: the pool judges
    it, and refuses it in the order of its log. `Location` is where to ask for that.
    """
    event = await run_in_threadpool(event_of, served, once, who, stated, idempotency_key)
    wait_s = wait_asked_for(prefer)
    event_id = event.event_id
    unseen = DecisionState(event_id=event_id, state="PUBLISHED")
    state = await settled(served, wait_s, partial(decision_state, event_id=event_id), unseen)
    headers = {"Location": f"{request.scope['root_path']}/decisions/{event_id}"}
    if wait_s:
        headers["Preference-Applied"] = f"wait={wait_s}"
    return _answer(state, headers)


@router.get("/decisions/{event_id}")
def state_of_decision(who: PrivateReader, served: ServingNow, event_id: EventId) -> DecisionState:
    """PUBLISHED, TAKEN_IN by the pool's log, COUNTED, or REFUSED with the reason and the remedy.

    PUBLISHED is also what an id gets that nobody knows: what is on its way cannot be seen.
    """
    with served.engine.connect() as connection:
        return decision_state(connection, event_id)


@router.get("/vacancies/{vacancy_id:path}/decisions")
def decisions(who: PrivateReader, served: ServingNow, vacancy_id: VacancyId) -> Page[DecisionTold]:
    """All that were taken in for a vacancy, the latest first; those that could not count too."""
    with served.engine.connect() as connection:
        known(ground_of(connection, vacancy_id), "vacancy", vacancy_id)
        refusals = refusals_of(connection, vacancy_id)
        return everything(
            DecisionTold(decision=one, refusal=refusals.get(one.event_id))
            for one in decisions_of(connection, vacancy_id)
        )


def _answer(state: DecisionState, headers: dict[str, str]) -> JSONResponse:
    told = _STATE.dump_python(state, mode="json")
    refusal = state.refusal
    if refusal is None:
        return JSONResponse(told, 200 if state.state == "COUNTED" else 202, headers)
    more = {
        "remedy": refusal.remedy,
        "revision_seen": refusal.revision_seen,
        "revision_current": refusal.revision_current,
        "decision": told,
    }
    return problem(409, refusal.reason, headers=headers, **more)
