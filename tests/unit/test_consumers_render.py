"""What a person reads on the screen about a result."""

from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from deploy.render.proposal import proposal_panel
from deploy.render.rejected import rejected_lines
from deploy.render.roster import roster_line
from deploy.render.status import status_tables
from deploy.status import Status, TopicStatus, UnitStatus
from tests.golden_results import golden


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
        "2   c-7f3a19d2  STAR",
        "H1 PASS ACTIVE: ASSESSED",
        "membership date",
        "H10 FAIL from 2026-09-01 (required: free by 2026-06-01)",
        "missing: availability; H10 UNKNOWN never confirmed",
        "H2 at least TIER_2",
        "considered 23 · eligible 1 · near misses 1 · cannot confirm 1 · excluded by H1 4, H10 1",
        "entered c-51c3d9b0; moved c-7f3a19d2 from 1 to 2",
        "as of 2026-03-14 at pool-log/2 record 1842, rule set default v1 (37a8eec1)",
        "Recommendation only: the decision is taken by people.",
    ],
)
def test_a_proposal_shows(word: str) -> None:
    assert word in shown(proposal_panel(golden("ProposalRevised"), 23.4))


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
        ("ProposalHeld", ["HELD", "COM/P-6 is not published", "ProfilePublished COM/P-6"]),
    ],
)
def test_the_absence_of_a_list_has_its_reason(name: str, words: list[str]) -> None:
    text = shown(proposal_panel(golden(name)))
    assert [word for word in words if word not in text] == []


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
