"""After a review the list stays as it is, and people are told what bears on it."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import (
    Event,
    ListChanges,
    OfferAccepted,
    OfferRevoked,
    ProposalAdvised,
    ProposalEmitted,
    ProposalExpired,
    ProposalRevised,
    ProposalWithdrawn,
    VacancyAmended,
    VacancyCancelled,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyResumed,
)
from tests.unit.decision_facts import about, accepted, offer, rejected, returned, shortlisted
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    cycle,
    day,
    free,
    hold,
    member,
    only,
    opened,
)

HELD = (hold(TODAY),)


def reviewed(**terms: Any) -> Log:
    """`c-1` before `c-2` on the list, accepted at revision 1."""
    log = Log(*BASICS, member("c-1", assessment=assessed("STAR")), member("c-2"))
    log.fold(opened(**terms))
    assert log.fold(accepted(1)).proposals == []
    return log


def said(log: Log, *events: Event) -> Any:
    return only(log.fold(*events).proposals)


def test_a_change_after_a_review_is_advice_and_leaves_the_list() -> None:
    log = reviewed()
    advised = said(log, member("c-1", 2, holds=HELD))
    assert isinstance(advised, ProposalAdvised)
    assert (advised.revision, advised.reviewed_revision) == (2, 1)
    assert advised.changes.left == ("c-1",)
    assert advised.reason.startswith("left: c-1 (H10")
    assert only(advised.causes).event_id == "cause-c-1-2"
    assert log.pool.holdings.cases["v-1"].published.ranked == ("c-1", "c-2")


def test_advice_is_said_once_and_taken_back_when_it_is_over() -> None:
    log = reviewed()
    log.fold(member("c-1", 2, assessment=assessed("STAR"), holds=HELD))
    assert log.fold(member("c-9", grade="P-4")).proposals == []
    over = said(log, member("c-1", 3, assessment=assessed("STAR")))
    assert (over.changes, over.warnings) == (ListChanges(), ())
    assert over.reason == "the same people; details changed"


def test_counts_alone_are_no_advice() -> None:
    assert reviewed().fold(member("c-9", assessment=assessed("NOT_READY_YET"))).proposals == []


def test_a_warning_about_somebody_whose_rank_is_the_same_is_advice() -> None:
    log = reviewed()
    star = assessed("STAR", date(2024, 9, 3))
    advised = said(log, member("c-1", 2, assessment=star), day(TODAY + timedelta(days=130)))
    assert advised.changes == ListChanges()
    assert "c-1: membership ends on 2026-09-03" in advised.warnings


def test_facts_that_come_with_the_review_are_advice_already() -> None:
    log = Log(*BASICS, member("c-1"), member("c-2"), opened())
    advised = said(log, accepted(1), member("c-2", 2, holds=HELD))
    assert isinstance(advised, ProposalAdvised)
    assert advised.changes.left == ("c-2",)


def test_a_rejection_fixes_the_list_as_an_acceptance_does() -> None:
    log = Log(*BASICS, member("c-1"), member("c-2"), opened(), day())
    log.fold(rejected(1))
    assert isinstance(said(log, member("c-2", 2, holds=HELD)), ProposalAdvised)


def test_a_returned_list_is_made_again_even_if_nothing_changed() -> None:
    log = reviewed()
    revised = said(log, returned(1))
    assert isinstance(revised, ProposalRevised)
    assert (revised.revision, revised.changes) == (2, ListChanges())
    assert revised.reason.startswith("made again (ask for French): the same people")
    assert isinstance(said(log, member("c-1", 2, holds=HELD)), ProposalRevised)


def test_a_return_after_advice_lists_people_as_they_are_now() -> None:
    log = reviewed()
    log.fold(member("c-1", 2, holds=HELD))
    revised = said(log, returned(2))
    assert (revised.revision, revised.changes.left) == (3, ("c-1",))
    assert [person.candidate_id for person in revised.ranked] == ["c-2"]


@pytest.mark.parametrize(
    "change",
    [
        about(VacancyAmended, "am", 6, title="Head"),
        about(VacancyResumed, "res", 6),
        opened(minutes=6, event_id="again"),
    ],
)
def test_changed_terms_end_a_review(change: Event) -> None:
    log = reviewed()
    assert isinstance(said(log, change), ProposalRevised)
    assert isinstance(said(log, member("c-1", 2, holds=HELD)), ProposalRevised)


def test_an_amendment_from_before_a_review_leaves_it_standing() -> None:
    log = reviewed()
    log.fold(about(VacancyAmended, "am", 4, urgent=True))
    assert log.pool.holdings.cases["v-1"].review is not None


@pytest.mark.parametrize(
    "end",
    [
        about(VacancyCancelled, "c", 6, reason="x"),
        about(VacancyFilled, "f", 6),
        offer(OfferAccepted, 6),
    ],
)
def test_the_vacancys_end_withdraws_a_reviewed_list_too(end: Event) -> None:
    withdrawn = said(reviewed(), end)
    assert isinstance(withdrawn, ProposalWithdrawn)
    assert withdrawn.revision == 2


def test_a_list_made_after_a_withdrawal_is_not_reviewed_yet() -> None:
    log = reviewed()
    log.fold(offer(OfferAccepted, 6))
    assert isinstance(said(log, offer(OfferRevoked, 7, reason="x")), ProposalEmitted)
    assert isinstance(said(log, member("c-1", 2, holds=HELD)), ProposalRevised)


def test_a_move_to_rotation_defers_a_reviewed_list_and_a_window_only_warns() -> None:
    log = reviewed(rotational=True, stated_path="AD_HOC")
    advised = said(log, cycle("2026", TODAY, TODAY))
    assert isinstance(advised, ProposalAdvised)
    assert only(advised.warnings).startswith("no list would be made now: missing: which counts")
    moved = about(VacancyMovedToRotation, "m", 7, cycle_id="2026", reason="late")
    assert type(said(log, moved)).__name__ == "ProposalDeferred"


def test_a_reviewed_list_does_not_expire() -> None:
    log = reviewed(closes_on=TODAY)
    events = log.fold(day(TODAY + timedelta(days=9))).proposals
    assert not any(isinstance(event, ProposalExpired) for event in events)


def test_how_far_a_reviewed_vacancy_has_come_is_no_advice() -> None:
    assert reviewed().fold(shortlisted("c-1", 1, 6)).proposals == []


def test_a_decision_that_did_not_see_the_advice_is_refused() -> None:
    log = reviewed()
    log.fold(member("c-1", 2, availability=free(date(2027, 1, 1))))
    refusal = only(log.fold(shortlisted("c-2", 1, 6)).refusals)
    assert refusal.reason == "taken on revision 1: the last is revision 2"
    assert log.fold(shortlisted("c-1", 2, 7)).refusals == []
