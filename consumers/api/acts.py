"""What people ask for and decide in exercises, and say to nominations: bodies, and the event."""

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Union

from fastapi import Body, HTTPException
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from consumers.api.contract import stated_model
from consumers.api.once import OTHER, SOURCE, Once, published_once
from consumers.api.parameters import Code
from consumers.questions.exercise_acts import act_document
from consumers.questions.nominations import answer_document, nomination
from consumers.web.acting import (
    EXERCISE_ACT_KINDS,
    NOMINATION_ANSWER_KINDS,
    ActKind,
    act,
    ground_of_nomination,
    stated_fields_of,
)
from consumers.web.deciding import WrongDecision
from consumers.web.serving import Serving
from consumers.web.tokens import Caller
from schemas.event_table import EVENT_TABLE
from schemas.events import Event
from schemas.problem import contradictory

EXAMPLES: dict[str, Any] = {
    "ask for a slate": {
        "summary": "A slate from all that is known when this is read",
        "value": {
            "type": "SlateRequested",
            "cycle_id": "cycle-2027",
            "method": "DEFERRED_ACCEPTANCE",
        },
    },
    "adjust": {
        "summary": "Put somebody into a post, and keep it so in later runs",
        "value": {
            "type": "SlateAdjusted",
            "cycle_id": "cycle-2027",
            "run": 1,
            "revision_seen": 1,
            "post_id": "post-12",
            "candidate_id": "c-99d0c7e1",
            "locked": True,
            "reason": "the couple stays together",
        },
    },
    "sign": {
        "summary": "Decide the slate, for the role `director`",
        "value": {
            "type": "SlateSignedOff",
            "cycle_id": "cycle-2027",
            "run": 1,
            "revision_seen": 2,
        },
    },
}


class Stated(BaseModel):
    """What is stated of any act."""

    model_config = ConfigDict(extra="forbid")

    type: Any


class StatedOfCycle(Stated):
    """What every act in an exercise names."""

    cycle_id: Code


class StatedOfNomination(Stated):
    """What every answer to a nomination names."""

    nomination_id: Code


def _model(kind: ActKind, parent: type[BaseModel]) -> type[BaseModel]:
    return stated_model(EVENT_TABLE[kind].event, stated_fields_of(kind), frozenset(), parent)


MODELS: Mapping[ActKind, type[BaseModel]] = {
    **{kind: _model(kind, StatedOfCycle) for kind in EXERCISE_ACT_KINDS},
    **{kind: _model(kind, StatedOfNomination) for kind in NOMINATION_ANSWER_KINDS},
}

if TYPE_CHECKING:
    StatedAct = StatedOfCycle
    StatedAnswer = StatedOfNomination
else:
    # Unions of models that are made from the contract: no type checker can know them.
    StatedAct = Annotated[
        Union[tuple(MODELS[kind] for kind in EXERCISE_ACT_KINDS)],  # noqa: UP007
        Body(discriminator="type", openapi_examples=EXAMPLES),
    ]
    StatedAnswer = Annotated[
        Union[tuple(MODELS[kind] for kind in NOMINATION_ANSWER_KINDS)],  # noqa: UP007
        Body(discriminator="type"),
    ]


def event_of_act(
    served: Serving, remembered: Once, by: Caller, stated: StatedOfCycle, key: str
) -> Event:
    """The event of what is stated, published by now. Its id is made of caller and key alone.

    Raises WrongDecision, Away, or HTTPException where the key contradicts.
    """
    event_id = _event_id(by, key)
    with served.engine.connect() as connection:
        taken_in = act_document(connection, event_id)
    return _published(served, remembered, by, stated, event_id, {}, taken_in)


def event_of_answer(
    served: Serving, remembered: Once, by: Caller, stated: StatedOfNomination, key: str
) -> Event:
    """The same for an answer to a nomination; it must be known here, for it names a person."""
    event_id = _event_id(by, key)
    with served.engine.connect() as connection:
        taken_in = answer_document(connection, event_id)
        known = _ground(connection, stated.nomination_id)
    return _published(served, remembered, by, stated, event_id, known, taken_in)


def _ground(connection: Connection, nomination_id: str) -> dict[str, str]:
    found = nomination(connection, nomination_id)
    if found is None:
        raise WrongDecision(
            contradictory("nomination_id", "no nomination of this id is known here: wait, or look")
        )
    return ground_of_nomination(found)


def _published(
    served: Serving,
    remembered: Once,
    by: Caller,
    stated: Stated,
    event_id: str,
    known: Mapping[str, str],
    taken_in: Mapping[str, Any] | None,
) -> Event:
    # A null that was stated is kept: in an adjustment it says that nobody gets the post.
    said = stated.model_dump(mode="json", exclude_unset=True)
    kind: ActKind = said.pop("type")
    now = served.ports.now()
    made = act(kind, said, by, source=SOURCE, event_id=event_id, now=now, known=known)

    def same(document: Mapping[str, Any]) -> None:
        names = stated_fields_of(kind)
        if document["type"] != kind or any(said.get(one) != document[one] for one in names):
            raise HTTPException(422, OTHER)

    return published_once(served, remembered, made, taken_in, same)


def _event_id(by: Caller, key: str) -> str:
    # Apart from decisions: these are looked for elsewhere when the key comes again.
    return sha256(f"{SOURCE}/acts\x1f{by.name}\x1f{key}".encode()).hexdigest()[:32]
