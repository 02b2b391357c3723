"""Each form that decides: what it publishes, what it turns away, and who may send it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consumers.web.roles import Role
from schemas.shape import problems
from schemas.text import to_json
from tests.golden_results import golden
from tests.unit.proposal_samples import NEAR_MISSES, RANKED
from tests.unit.written_history import WrittenHistory
from tests.web.console import csrf_of, decide, hidden_fields, visiting, with_other_ports
from tests.web.house import House, furnished
from tests.web.telling import decided, listed, opened, said, telling

FIRST, SECOND = RANKED[0].candidate_id, RANKED[1].candidate_id
NEAR = NEAR_MISSES[1]
UNDECIDED: dict[str, Any] = {"stage": "OPEN", "shortlisted": (), "offers_out": ()}


@pytest.fixture(scope="module")
def furnished_house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("deciding")
    with furnished(written_history, folder) as made, telling(made) as writer:
        writer.tell(opened("v-1"), listed("v-1", 3, **UNDECIDED))
        made_offer = replace(golden("OfferMade"), vacancy_id="v-1", candidate_id=FIRST)
        writer.tell(replace(made_offer, event_id="o-1", offer_id="offer-1"))
        asked = {"waiver_id": "waiver-1", "candidate_id": NEAR.candidate_id, "rule": "H9"}
        writer.tell(decided("WaiverRequested", "v-1", "w-1", **asked))
        writer.tell(opened("v-gone"), listed("v-gone"), said("Withdrawn", "v-gone", 2))
        writer.tell(replace(made_offer, event_id="o-2", offer_id="offer-2", vacancy_id="v-gone"))
        yield made


@pytest.fixture
def house(furnished_house: House) -> House:
    furnished_house.published.clear()
    return furnished_house


FORMS: Mapping[str, tuple[dict[str, str], dict[str, Any]]] = {
    "CandidateShortlisted": (
        {"candidate_id": SECOND, "reason": "knows the country"},
        {"candidate_id": SECOND, "revision_seen": 3, "override": True},
    ),
    "OfferMade": (
        {"candidate_id": FIRST, "reply_by": "2026-04-01", "reason": ""},
        {"candidate_id": FIRST, "revision_seen": 3, "reply_by": "2026-04-01", "reason": None},
    ),
    "OfferAccepted": ({"offer": "offer-1"}, {"offer_id": "offer-1", "candidate_id": FIRST}),
    "OfferDeclined": ({"offer": "offer-1", "reason": "family"}, {"reason": "family"}),
    "OfferRevoked": ({"offer": "offer-1", "reason": "cut"}, {"offer_id": "offer-1"}),
    "ProposalAccepted": ({"reason": ""}, {"revision_seen": 3, "override": False}),
    "ProposalRejected": ({"reason": "nobody fits"}, {"reason": "nobody fits"}),
    "ProposalReturned": ({"reason": "a date is wrong"}, {"revision_seen": 3}),
    "WaiverGranted": (
        {
            "waiver": f"{NEAR.candidate_id}|H9|waiver-1",
            "extent": "PARTIAL",
            "shortfall_accepted": "4",
            "valid_until": "2026-12-31",
            "reason": "a short tour will do",
        },
        {"waiver_id": "waiver-1", "rule": "H9", "shortfall_accepted": 4},
    ),
    "WaiverDenied": (
        {"waiver": f"{NEAR.candidate_id}|H9|waiver-1", "reason": "too short"},
        {"waiver_id": "waiver-1", "rule": "H9", "candidate_id": NEAR.candidate_id},
    ),
}


@pytest.mark.parametrize("kind", FORMS)
def test_each_form_publishes_its_decision(house: House, kind: str) -> None:
    filled, wanted = FORMS[kind]
    with visiting(house, "hr_partner") as client:
        answer = decide(client, "v-1", kind, filled)
        assert (answer.status_code, answer.headers.get("location")) == (
            303,
            "/vacancies/v-1#decisions",
        )
        page = client.get("/vacancies/v-1").text
    (event,) = house.published
    document = to_json(event)
    assert document["type"] == kind
    assert wanted.items() <= document.items()
    assert document["actor_role"] == "hr-partner"
    assert problems(event) == ()
    assert f'id="decision-{event.event_id}"' in page


@pytest.mark.parametrize(
    ("kind", "filled", "words"),
    [
        ("CandidateShortlisted", {"candidate_id": SECOND}, "departs from the order"),
        ("CandidateShortlisted", {"candidate_id": ""}, "Person: "),
        ("CandidateShortlisted", {"candidate_id": "<script>", "reason": "x"}, "Person: "),
        ("OfferMade", {"candidate_id": FIRST, "reply_by": "soon"}, "Last day for an answer: "),
        ("OfferMade", {"candidate_id": FIRST, "reply_by": "9999-01-01"}, "years ahead"),
        ("OfferMade", {"candidate_id": FIRST, "revision_seen": "-1"}, "Revision: "),
        ("OfferMade", {"candidate_id": FIRST, "key": ""}, "load the page again"),
        ("OfferMade", {"candidate_id": FIRST, "reason": "x" * 4001}, "4001 characters"),
        ("OfferAccepted", {"offer": "of-another"}, "Offer: "),
        ("OfferRevoked", {"offer": "offer-1", "reason": " "}, "Reason: "),
        ("ProposalAccepted", {"override": "on"}, "says why"),
        ("ProposalRejected", {"reason": ""}, "Reason: "),
        ("WaiverGranted", {"waiver": "c-1|H9|", "extent": "PARTIAL", "reason": "x"}, "how much"),
        ("WaiverGranted", {"waiver": "", "extent": "FULL", "reason": "x"}, "is missing"),
        ("WaiverGranted", {"waiver": "a|b|c|d", "extent": "MUCH", "reason": "x"}, "How far: "),
        ("ProposalAccepted", {"kind": "OfferLapsed"}, ""),
        ("ProposalAccepted", {"kind": "CandidateErased"}, ""),
    ],
)
def test_what_makes_no_decision_is_turned_away_and_the_form_kept(
    house: House, kind: str, filled: dict[str, str], words: str
) -> None:
    with visiting(house, "hr_partner") as client:
        answer = decide(client, "v-1", kind, filled)
    assert answer.status_code == 422
    assert words in answer.text
    assert not house.published
    if words and "revision_seen" not in filled and filled.get("reason", "").strip():
        assert filled["reason"] in answer.text


@pytest.mark.parametrize("role", ["viewer", "operator", "auditor"])
def test_only_the_role_that_decides_decides(house: House, role: Role) -> None:
    with visiting(house, "hr_partner") as client:
        fields = hidden_fields(client.get("/vacancies/v-1").text, "ProposalAccepted")
    with visiting(house, role) as client:
        fields["csrf"] = csrf_of(client.get("/").text)
        assert client.post("/decide/v-1", data=fields).status_code == 403
    assert not house.published


def test_the_same_form_sent_twice_is_one_decision(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        fields = hidden_fields(client.get("/vacancies/v-1").text, "OfferMade")
        fields["candidate_id"] = FIRST
        for _ in range(2):
            assert client.post("/decide/v-1", data=fields).status_code == 303
        again = hidden_fields(client.get("/vacancies/v-1").text, "OfferMade")
    first, second = house.published
    assert first.event_id == second.event_id
    assert to_json(first)["offer_id"] == to_json(second)["offer_id"]
    assert again["key"] != fields["key"]


def test_a_form_sends_the_revision_that_its_page_showed(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        fields = hidden_fields(client.get("/vacancies/v-1").text, "ProposalReturned")
        sent = fields | {"revision_seen": "2", "reason": "a date is wrong"}
        assert client.post("/decide/v-1", data=sent).status_code == 303
        kept = client.post("/decide/v-1", data=fields | {"revision_seen": "2"}).text
    assert to_json(house.published[0])["revision_seen"] == 2
    assert "You decide on revision 2." in kept
    assert "The list has changed since you began." in kept


def test_a_kafka_that_is_away_keeps_the_form_as_it_is(house: House) -> None:
    house.away.add("kafka")
    try:
        with visiting(house, "hr_partner") as client:
            fields = hidden_fields(client.get("/vacancies/v-1").text, "ProposalRejected")
            answer = client.post("/decide/v-1", data=fields | {"reason": "nobody fits"})
    finally:
        house.away.discard("kafka")
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.text
    assert "nobody fits</textarea>" in answer.text
    assert hidden_fields(answer.text, "ProposalRejected")["key"] == fields["key"]
    assert not house.published


def test_a_publisher_that_refuses_an_event_is_told_on_the_form(house: House) -> None:
    def refuse(event: object) -> None:
        raise ValueError("it contradicts itself")

    with visiting(with_other_ports(house, publish=refuse), "hr_partner") as client:
        answer = decide(client, "v-1", "ProposalAccepted", {})
    assert answer.status_code == 422
    assert "it contradicts itself" in answer.text


def test_where_there_is_no_list_only_offers_can_be_answered(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        page = client.get("/vacancies/v-gone").text
        assert decide(client, "v-gone", "OfferRevoked", {"offer": "offer-2", "reason": "cut"})
    with pytest.raises(AssertionError, match="no form"):
        hidden_fields(page, "ProposalAccepted")
    assert to_json(house.published[0])["type"] == "OfferRevoked"


def test_nothing_is_decided_about_a_vacancy_that_nobody_spoke_of(house: House) -> None:
    with visiting(house, "hr_partner") as client:
        fields = hidden_fields(client.get("/vacancies/v-1").text, "ProposalAccepted")
        assert client.post("/decide/v-unknown", data=fields).status_code == 404
    assert not house.published
