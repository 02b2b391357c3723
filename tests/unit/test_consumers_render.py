"""What a person reads on the screen about a result."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from consumers.delivery import Delivery
from deploy.cli.watch import result
from deploy.render.proposal import Detail, proposal_panel
from deploy.render.refusal import refusal_panel
from deploy.render.rejected import rejected_lines
from deploy.render.roster import roster_line
from deploy.render.status import status_tables
from deploy.status import ProposalStatus, Status, TopicStatus, UnitStatus
from tests.golden_results import golden
from tests.unit.proposal_samples import RANKED, full


def shown(renderable: RenderableType, width: int = 200) -> str:
    console = Console(width=width, force_terminal=False, color_system=None)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


@pytest.mark.parametrize(
    "word",
    [
        "REVISED Chief of Mission, Kabul · COM/P-5",
        "vac-2026-031 · revision 2 · after 23 ms",
        "Kabul (AFG/KA010), hardship E, non-family, to start by 2026-06-01",
        "AD_HOC: H16 PASS opened 2026-03-14, window closed 2026-02-28",
        "facts of a member changed (AssessmentCompleted as-0118)",
        "2  c-7f3a19d2  STAR",
        "all 5 rules pass",
        "membership date",
        "H10 availability FAIL from 2026-09-01 (required: free by 2026-06-01)",
        "missing: availability  (H10)",
        "H2 rating         at least TIER_2",
        "23 considered → 1 eligible · near misses 1 · cannot confirm 1",
        "excluded by H1 membership 4, H10 availability 1",
        "entered c-51c3d9b0; moved c-7f3a19d2 from 1 to 2",
        "as of 2026-03-14 at pool-log/2 record 1842, rule set default v1 (37a8eec1)",
        "Recommendation only: the decision is taken by people.",
    ],
)
def test_a_proposal_shows(word: str) -> None:
    assert word in shown(proposal_panel(golden("ProposalRevised"), 23.4))


@pytest.mark.parametrize(
    "word",
    [
        "first internal candidates or external women at P-4 and above or nationals of",
        "1  c-51c3d9b0  STAR  13 100 points  internal candidates  first of the list",
        "2  c-7f3a19d2  TIER_1  8 730 points  external women at P-4 and above  placed by total",
        "readiness █ 5000  rotation ▅ 1800",
        "burden      0",
        "9 of 10 rules pass; H9 retirement WAIVED retires on 2027-01-31; waiver w-7 accepts 4 mon",
        "! H8 is not met: due to rotate on 2028-08-31",
        "all 10 rules pass · competencies 1 of 3 as expected; BUILDING_TRUST 2, 3 expected; "
        "not assessed: COURAGE",
        "profile from 2027-01-01: not met, short of LEADERSHIP",
        "also listed: 2nd for vac-2026-044 (RMO/P-4)",
        "learning: UNELE-2025 COMPLETED",
        "?  c-e0d94c77  STAR  13 100 points  external women at P-4 and above: gender not stated",
        "→ a waiver of H9 could help, once confirmed: a medical clearance",
        "missing: confirmed availability; a declaration about relatives",
        "c-51c3d9b0, reply by 2026-03-28 (offer-1)",
        "waived H9 retirement 1",
        "H13 relatives     no close relative among the personnel",
    ],
)
def test_a_full_proposal_shows(word: str) -> None:
    assert word in shown(proposal_panel(full()))


def test_other_lists_are_told_once_with_the_rank() -> None:
    told = replace(RANKED[0], warnings=("also on the list of vac-2026-044",))
    text = shown(proposal_panel(full(ranked=(told,))))
    assert "also listed: 2nd for vac-2026-044 (RMO/P-4)" in text
    assert "also on the list of" not in text


def test_who_was_never_assessed_is_told_in_a_word() -> None:
    unseen = tuple(replace(one, shown=None) for one in RANKED[0].competencies)
    text = shown(proposal_panel(full(ranked=(replace(RANKED[0], competencies=unseen),))))
    assert "all 10 rules pass · competencies not assessed" in text
    assert "COURAGE" not in text


def test_tiers_stand_apart_each_with_its_whole_count() -> None:
    text = shown(proposal_panel(full()))
    first = text.index("First tier, considered before all others · 2 of 9")
    second = text.index("Second tier, considered after the first · 1 of 12")
    unconfirmed = text.index("Tier not confirmed: eligible, for a person to resolve")
    places = [text.index(f" {who}  ", first) for who in ("c-51c3d9b0", "c-7f3a19d2")]
    assert first < places[0] < places[1] < second < text.index("c-aa07b3e1") < unconfirmed
    assert unconfirmed < text.index("c-e0d94c77")


def test_without_a_tier_rule_there_is_one_list_and_no_talk_of_tiers() -> None:
    everybody = tuple(replace(who, consideration_tier="FIRST") for who in RANKED)
    text = shown(proposal_panel(full(ranked=everybody, tier_unconfirmed=(), tier_rule=None)))
    assert "Ranked; no tier rule is stated · 3 of 22" in text
    assert "tier," not in text


def test_each_answer_about_each_person_is_one_sign() -> None:
    lines = shown(proposal_panel(full())).splitlines()
    heading = next(number for number, line in enumerate(lines) if line.split()[1:3] == ["1", "2"])
    matrix = [line.strip("│ ").split() for line in lines[heading : heading + 8]]
    assert matrix[0] == ["1", "2", "3", "4", "9", "10", "11", "13", "15", "D", "8"]
    signs = {name: "".join(given) for name, *given in matrix[1:]}
    assert signs["c-51c3d9b0"] == "✓✓✓✓✓✓✓✓✓✓(✓)"
    assert signs["c-7f3a19d2"] == "✓✓✓✓w✓✓✓✓✓(✗)"
    assert signs["c-0a11ce42"] == "✓✓✓✓✗✓?✓✓✓"
    assert len(signs) == 7


def test_a_hidden_cell_of_the_panel_is_a_dot_and_a_line_without_cells_is_left_out() -> None:
    lines = [line.strip("│ ").split() for line in shown(proposal_panel(full())).splitlines()]
    assert ["gender", "F", "14", "9", "5"] in lines
    assert ["M", "21", "11", "·"] in lines
    assert [line for line in lines if line[:1] == ["X"]] == []


def test_the_evidence_names_every_answer_every_score_and_their_events() -> None:
    text = shown(proposal_panel(full(), detail="evidence"))
    assert "Evidence for c-99d0c7e1" in text
    assert "H11 clearances    PASS     MEDICAL until 2027-02-01" in text
    assert "(fact-H11)" in text
    assert "S2 rotation       1800  the fact that S2 counts: 600 of 1000, weight 3" in text
    assert "Evidence for" not in shown(proposal_panel(full()))


def test_in_brief_people_stand_with_what_to_mind_and_without_scores_and_rules() -> None:
    text = shown(proposal_panel(full(), detail="brief"))
    for told in (
        "! membership ends on",
        "also listed: 2nd for",
        "→ a waiver of H9",
        "13 100 points",
    ):
        assert told in text
    for left_out in ("readiness █", "rules pass", "✓", "What each rule asks for", "Balance"):
        assert left_out not in text


@pytest.mark.parametrize("width", [80, 100])
def test_a_page_keeps_to_the_width_of_the_screen(width: int) -> None:
    for detail in get_args(Detail):
        lines = shown(proposal_panel(full(), detail=detail), width).splitlines()
        assert {cell_len(line) for line in lines} == {width}


def test_a_warning_stands_with_its_candidate() -> None:
    assert "! membership ends 2026-06-20" in shown(proposal_panel(golden("ProposalEmitted")))


def test_of_many_causes_the_first_are_shown_and_the_rest_is_counted() -> None:
    event = golden("ProposalRevised")
    many = replace(event, causes=event.causes * 9)
    assert shown(proposal_panel(many)).count("AssessmentCompleted as-0118") == 5
    assert "and 4 more causes" in shown(proposal_panel(many))


def test_an_empty_list_says_why() -> None:
    empty = replace(
        golden("ProposalEmitted"),
        ranked=(),
        near_misses=(),
        cannot_confirm=(),
        explanation="nobody is in the pool for COM/P-5",
    )
    assert "nobody is in the pool for COM/P-5" in shown(proposal_panel(empty))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ProposalWithdrawn", ["WITHDRAWN", "an offer was accepted", "OfferAccepted offer-1-yes"]),
        ("ProposalDeferred", ["DEFERRED", "the rotation exercise cycle-2026 fills this post"]),
        ("ProposalExpired", ["EXPIRED", "nobody decided", "no longer from 2026-04-05"]),
        ("ProposalHeld", ["HELD", "COM/P-6 is not published", "ProfilePublished COM/P-6"]),
    ],
)
def test_the_absence_of_a_list_has_its_reason(name: str, words: list[str]) -> None:
    text = shown(proposal_panel(golden(name)))
    assert [word for word in words if word not in text] == []


def test_advice_after_a_review_says_what_stands_and_what_a_new_list_would_change() -> None:
    text = shown(proposal_panel(golden("ProposalAdvised")))
    assert "revision 2 stands as it was reviewed" in text
    assert "would change: left c-7f3a19d2; moved c-04be51aa from 2 to 1" in text
    assert "! c-04be51aa was also proposed for vac-2026-033" in text


def test_a_refused_decision_says_why_what_stands_and_what_to_do() -> None:
    text = shown(refusal_panel(golden("DecisionRefused")))
    assert "CandidateShortlisted short-031-1, taken on revision 1" in text
    assert "the list was revised on 2026-03-18" in text
    assert "revision 2 stands" in text
    assert "look at revision 2 and decide again" in text


def test_a_refused_decision_without_revisions_claims_none() -> None:
    refused = replace(golden("DecisionRefused"), revision_seen=None, revision_current=0)
    text = shown(refusal_panel(refused))
    assert "taken on no revision" in text
    assert "there is no proposal yet" in text


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("ProposalRevised", "REVISED"),
        ("ProposalAdvised", "ADVISED"),
        ("ProposalExpired", "EXPIRED"),
        ("DecisionRefused", "REFUSED"),
        ("MembershipSuspended", "ON_HOLD"),
        ("EventRejected", "rejected"),
    ],
)
def test_every_kind_of_result_can_be_watched(name: str, word: str) -> None:
    when = datetime(2026, 3, 14, tzinfo=UTC)
    delivery = Delivery(golden(name), "proposals", 0, 0, b"key", when)
    for detail in get_args(Detail):
        assert word in shown(result(delivery, detail))


def test_a_refused_decision_stands_among_the_last_proposals() -> None:
    when = datetime(2026, 3, 19, tzinfo=UTC)
    topics = (TopicStatus("pool-log", 4, 20),)
    refused = ProposalStatus("vac-2026-031", "DecisionRefused", 2, when, "the list was revised")
    text = shown(status_tables(Status("host:1", "p.", topics, (), (refused,))))
    assert "vac-2026-031  refused" in text


def test_text_from_outside_neither_styles_nor_steers_the_terminal() -> None:
    hostile = replace(golden("ProposalWithdrawn"), reason="[red]\x1b[2Jgone[/red]")
    assert "[red]\ufffd[2Jgone[/red]" in shown(proposal_panel(hostile))


def test_a_membership_is_one_line() -> None:
    text = shown(roster_line(golden("MembershipChanged")))
    assert text.count("\n") == 1
    assert "c-7f3a19d2  COM/P-5  COMMITTED  STAR  2026-01-17 to no end" in text


def test_a_dead_letter_shows_its_place_and_remedy() -> None:
    text = shown(rejected_lines(golden("EventRejected")))
    assert "CONTRADICTORY VacancyOpened from vacancies/0 at 17" in text
    assert "publish the event again with dates in order" in text


def test_a_quarantined_unit_is_told_with_its_place_and_reason() -> None:
    unit = UnitStatus("pool", "pool-log", 2, "quarantined", 17, 3, True, "ValueError: bad")
    topics = (TopicStatus("pool-log", 4, 20), TopicStatus("roster", 0, 0))
    text = shown(status_tables(Status("host:1", "p.", topics, (unit,), ())))
    assert "pool/pool-log/2 is quarantined before pool-log, partition 2, offset 17" in text
    assert "ValueError: bad" in text
    assert "Missing topics: roster" in text
