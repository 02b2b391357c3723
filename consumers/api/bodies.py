"""What `POST /decisions` takes: one decision, in the form that the contract gives it."""

from typing import TYPE_CHECKING, Annotated, Any, Union

from fastapi import Body
from pydantic import BaseModel, ConfigDict

from consumers.api.contract import stated_model
from consumers.api.parameters import Code
from consumers.web.deciding import DECISION_KINDS, DecisionKind, begun_id, stated_fields
from schemas.event_table import EVENT_TABLE

KNOWN = frozenset({"job_group", "proposal_id", "grade", "post_id", "duty_station"})
"""What the read model tells of the vacancy; a caller may state it too."""

EXAMPLES: dict[str, Any] = {
    "shortlist": {
        "summary": "Take the first of the list to a closer look",
        "value": {
            "type": "CandidateShortlisted",
            "vacancy_id": "vac-2026-031",
            "candidate_id": "c-3077365fc606eba0",
            "revision_seen": 22,
            "override": False,
        },
    },
    "accept with an override": {
        "summary": "Accept the list, and depart from its order",
        "value": {
            "type": "ProposalAccepted",
            "vacancy_id": "vac-2026-031",
            "revision_seen": 22,
            "override": True,
            "reason": "the second has led this very mission before",
        },
    },
    "offer": {
        "summary": "Offer the post",
        "value": {
            "type": "OfferMade",
            "vacancy_id": "vac-2026-031",
            "candidate_id": "c-3077365fc606eba0",
            "revision_seen": 22,
            "reply_by": "2026-03-14",
        },
    },
    "waive a rule in part": {
        "summary": "Set a rule aside for one person, down to a shortfall",
        "value": {
            "type": "WaiverGranted",
            "vacancy_id": "vac-2026-031",
            "candidate_id": "c-3077365fc606eba0",
            "waiver_id": "waiver-7",
            "rule": "H10",
            "extent": "PARTIAL",
            "shortfall_accepted": 30,
            "reason": "the predecessor stays for a month",
        },
    },
}


class Stated(BaseModel):
    """What every decision names."""

    model_config = ConfigDict(extra="forbid")

    type: str
    vacancy_id: Code


def _model(kind: DecisionKind) -> type[BaseModel]:
    free = KNOWN if (begun := begun_id(kind)) is None else KNOWN | {begun}
    return stated_model(EVENT_TABLE[kind].event, stated_fields(kind) - free, free, Stated)


MODELS = {kind: _model(kind) for kind in DECISION_KINDS}

if TYPE_CHECKING:
    StatedDecision = Stated
else:
    # A union of models that are made from the contract: no type checker can know them.
    StatedDecision = Annotated[
        Union[tuple(MODELS.values())],  # noqa: UP007
        Body(discriminator="type", openapi_examples=EXAMPLES),
    ]
