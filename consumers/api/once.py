"""One key, one decision: what comes again publishes the event of before, or nothing."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from sqlalchemy import Connection

from consumers.api.bodies import KNOWN, Stated
from consumers.questions.decisions import Ground, decision_document, ground_of
from consumers.web.deciding import (
    DecisionKind,
    WrongDecision,
    begun_id,
    decision,
    stated_fields,
)
from consumers.web.serving import Serving
from consumers.web.tokens import Caller
from schemas.events import DutyStationKey, Event
from schemas.problem import contradictory
from schemas.text import to_json

SOURCE = "pathways.api"
REMEMBERED_MAX = 10_000
"""Decisions whose first event is kept; older ones stand in the read model for long."""

OTHER = "This Idempotency-Key was used for another decision: make a new key for a new decision."


class Once:
    """The first event under each key, for repetitions that come before the read model has it."""

    def __init__(self) -> None:
        self._first: OrderedDict[str, Event] = OrderedDict()
        self._lock = threading.Lock()

    def first(self, event: Event) -> Event:
        """The event that came first under this id: this one, or the one whose bytes may stand."""
        with self._lock:
            first = self._first.setdefault(event.event_id, event)
            while len(self._first) > REMEMBERED_MAX:
                self._first.popitem(last=False)
            return first

    def forget(self, event: Event) -> None:
        """It can never have been written: its key is free."""
        with self._lock:
            self._first.pop(event.event_id, None)


def once(request: Request) -> Once:
    found: Once = request.app.state.once
    return found


OnceNow = Annotated[Once, Depends(once)]


def event_of(served: Serving, remembered: Once, by: Caller, stated: Stated, key: str) -> Event:
    """The event of what is stated, published by now.

    Its id is made of the caller and the key alone. So one key can never stand for two decisions:
    whatever is stated under it later meets the first event, here or in the read model.

    Raises WrongDecision, Away, or HTTPException where the key or the vacancy contradicts.
    """
    event_id = sha256(f"{SOURCE}\x1f{by.name}\x1f{key}".encode()).hexdigest()[:32]
    with served.engine.connect() as connection:
        made = replace(_made(connection, served, by, stated, key), event_id=event_id)
        taken_in = decision_document(connection, event_id)
    return published_once(served, remembered, made, taken_in, lambda told: _same(stated, told))


def published_once(
    served: Serving,
    remembered: Once,
    made: Event,
    taken_in: Mapping[str, Any] | None,
    same: Callable[[Mapping[str, Any]], None],
) -> Event:
    """The event that came first under its id, published by now.

    `taken_in`: what the read model has of it. `same` raises HTTPException where that, or what was
    published before, says something else than what is stated now. Raises Away.
    """
    if taken_in is not None:
        same(taken_in)
        return made
    first = remembered.first(made)
    same(to_json(first))
    _publish(served, remembered, first)
    return first


def _publish(served: Serving, remembered: Once, event: Event) -> None:
    try:
        served.ports.publish(event)
    except ValueError as error:
        remembered.forget(event)
        raise HTTPException(422, str(error)) from error


def _made(connection: Connection, served: Serving, by: Caller, stated: Stated, key: str) -> Event:
    said = stated.model_dump(mode="json", exclude_none=True)
    kind: DecisionKind = said.pop("type")
    ground = _ground(said, ground_of(connection, stated.vacancy_id))
    own = {name: said[name] for name in said if name in stated_fields(kind)}
    now = served.ports.now()
    return decision(kind, own, ground, by, source=SOURCE, key=key, now=now)


def _ground(said: Mapping[str, Any], known: Ground | None) -> Ground:
    """What is known of the vacancy, or what the caller states of one that is not known here yet."""
    for name in ("job_group", "proposal_id"):
        # Under another job group it would lie in another pool's log, where nobody looks for it.
        if (stands := getattr(known, name, None)) and said.get(name, stands) != stands:
            raise HTTPException(409, f"{name} of {said['vacancy_id']} is {stands}; leave it out.")
    if known is None and "job_group" not in said:
        text = "this vacancy is not known here yet: state its job group, or wait"
        raise WrongDecision(contradictory("job_group", text))
    told = {name: said[name] for name in KNOWN if name in said}
    if station := told.get("duty_station"):
        told["duty_station"] = DutyStationKey(**station)
    return replace(known or _nothing_of(said["vacancy_id"]), **told)


def _nothing_of(vacancy_id: str) -> Ground:
    return Ground(
        vacancy_id=vacancy_id,
        job_group="",
        proposal_id=None,
        grade=None,
        post_id=None,
        duty_station=None,
    )


def _same(stated: Stated, document: Mapping[str, Any]) -> None:
    """Raises HTTPException where the event under this key says something else."""
    said = stated.model_dump(mode="json", exclude_none=True)
    kind: DecisionKind = said["type"]
    names = (stated_fields(kind) | KNOWN | {"type", "vacancy_id"}) & document.keys()
    filled = KNOWN | {begun_id(kind)}
    for name in names:
        if name in filled and name not in said:
            continue
        if said.get(name) != document[name]:
            raise HTTPException(422, OTHER)
