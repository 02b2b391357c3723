"""From what is decided to its event, for the console and the API alike."""

from datetime import UTC, datetime
from typing import Any

import pytest

from consumers.questions.decisions import Ground
from consumers.web.deciding import (
    DECISION_KINDS,
    DecisionKind,
    WrongDecision,
    decision,
    stated_fields,
)
from consumers.web.tokens import Caller
from schemas.codec import decode, encode
from schemas.events import DutyStationKey, Event, OfferMade, PlacementConfirmed
from schemas.shape import problems
from tests.golden_results import golden

GROUND = Ground(
    vacancy_id="v-1",
    job_group="COM",
    proposal_id="p-1",
    grade="P-5",
    post_id="post-1",
    duty_station=DutyStationKey(country="KEN", city_code="NA100"),
)
DESK = Caller("geneva-desk", "hr_partner")
NOW = datetime(2026, 3, 14, 9, 30, 0, 123456, tzinfo=UTC)
OFFER: dict[str, Any] = {"candidate_id": "c-1", "revision_seen": 3}


def decided(
    kind: DecisionKind, stated: dict[str, Any], *, key: str = "k", by: Caller = DESK, **ground: Any
) -> Event:
    known = Ground(**(vars(GROUND) | ground))
    return decision(kind, stated, known, by, source="pathways.tests", key=key, now=NOW)


@pytest.mark.parametrize("kind", DECISION_KINDS)
def test_every_kind_of_decision_can_be_stated(kind: DecisionKind) -> None:
    from_example = {
        name: value if isinstance(value, bool | int | None) else str(value)
        for name, value in vars(golden(kind)).items()
        if name in stated_fields(kind)
    }
    event = decided(kind, from_example)
    assert problems(event) == ()
    assert decode(encode(event)) == event
    told = vars(event)
    assert (told["vacancy_id"], told["job_group"], told["actor_role"]) == (
        "v-1",
        "COM",
        "hr-partner",
    )
    assert (event.source, event.occurred_at) == ("pathways.tests", NOW)


def test_the_same_decision_has_the_same_id_whenever_it_is_sent() -> None:
    first, again = decided("OfferMade", OFFER), decided("OfferMade", dict(reversed(OFFER.items())))
    assert isinstance(first, OfferMade)
    assert isinstance(again, OfferMade)
    assert (first.event_id, first.offer_id) == (again.event_id, again.offer_id)


def test_another_key_caller_vacancy_or_content_is_another_decision() -> None:
    events = [
        decided("OfferMade", OFFER),
        decided("OfferMade", OFFER, key="other"),
        decided("OfferMade", OFFER, by=Caller("nairobi-desk", "hr_partner")),
        decided("OfferMade", OFFER, vacancy_id="v-2"),
        decided("OfferMade", OFFER | {"reason": "first of the list"}),
        decided(
            "WaiverGranted", {"candidate_id": "c-1", "rule": "H9", "extent": "FULL", "reason": "x"}
        ),
    ]
    assert len({one.event_id for one in events}) == len(events)


@pytest.mark.parametrize("name", ["event_id", "actor_role", "job_group", "occurred_at", "nonsense"])
def test_what_is_known_cannot_be_stated_by_whoever_decides(name: str) -> None:
    with pytest.raises(WrongDecision) as wrong:
        decided("OfferMade", OFFER | {name: "x"})
    assert [one.field for one in wrong.value.problems] == [name]


def test_each_wrong_field_is_named() -> None:
    with pytest.raises(WrongDecision) as wrong:
        decided("OfferMade", OFFER | {"candidate_id": "a b", "reason": " "})
    assert {one.field for one in wrong.value.problems} == {"candidate_id", "reason"}


def test_a_placement_names_the_post_that_the_read_model_knows() -> None:
    stated = {"candidate_id": "c-1", "offer_id": "o-1", "starts_on": "2026-06-01"}
    event = decided("PlacementConfirmed", stated)
    assert isinstance(event, PlacementConfirmed)
    assert (event.post_id, event.grade, event.duty_station.country) == ("post-1", "P-5", "KEN")
    with pytest.raises(WrongDecision, match="nothing is known of it yet"):
        decided("PlacementConfirmed", stated, post_id=None)
