"""A vacancy's way from its list to an offer and a placement, and what ends or restarts it."""

from datetime import date, timedelta
from typing import Any

import pytest

from schemas.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferRevoked,
    ProposalEmitted,
    ProposalExpired,
    ProposalHeld,
    ProposalRevised,
    ProposalWithdrawn,
    VacancyAmended,
    VacancyCancelled,
    VacancyFilled,
    VacancyResumed,
    VacancySuspended,
)
from streams.pool.case import Case
from streams.pool.progress import Progress, progress_of
from tests.unit.decision_facts import about, made, offer, placed, shortlisted, waived
from tests.unit.decision_facts import denied as waiver_denied
from tests.unit.pool_facts import (
    BASICS,
    START_BY,
    TODAY,
    Log,
    day,
    member,
    only,
    opened,
    rules,
)
from tests.unit.reference_facts import abolished, established, reclassified

SOON = TODAY + timedelta(days=3)


def case_of(*events: Event) -> Case:
    case = Case("v-1")
    for event in events:
        case.take(event, b"")
    return case


def stage_of(*events: Event, on: date = TODAY, reply_days: int | None = 7) -> str:
    return progress_of(case_of(opened(), *events).vacancy, on, reply_days).stage


def said(log: Log, *events: Event) -> Any:
    return only(log.fold(*events).proposals)


@pytest.mark.parametrize(
    ("events", "stage"),
    [
        ([], "OPEN"),
        ([shortlisted()], "SHORTLISTED"),
        ([made()], "OFFER_OUT"),
        ([shortlisted(), made(6)], "OFFER_OUT"),
        ([made(), offer(OfferDeclined, 6)], "SHORTLISTED"),
        ([made(), offer(OfferRevoked, 6, reason="budget")], "SHORTLISTED"),
        ([made(), offer(OfferLapsed, 6, lapsed_on=SOON)], "SHORTLISTED"),
        ([made(), offer(OfferDeclined, 6), made(7, who="c-2", offer_id="o-2")], "OFFER_OUT"),
    ],
)
def test_each_decision_moves_the_stage(events: list[Event], stage: str) -> None:
    assert stage_of(*events) == stage
    assert stage_of(*reversed(events)) == stage


def test_an_offer_stands_on_its_last_day_and_lapses_the_day_after() -> None:
    dated = made(reply_by=SOON)
    assert stage_of(dated, on=SOON) == "OFFER_OUT"
    assert stage_of(dated, on=SOON + timedelta(days=1)) == "SHORTLISTED"


def test_an_offer_without_a_date_has_the_days_of_the_policy_or_no_end() -> None:
    week = TODAY + timedelta(days=7)
    assert stage_of(made(), on=week) == "OFFER_OUT"
    assert stage_of(made(), on=week + timedelta(days=1)) == "SHORTLISTED"
    assert stage_of(made(), on=date(2099, 1, 1), reply_days=None) == "OFFER_OUT"
    progress = progress_of(case_of(opened(), made()).vacancy, TODAY, 7)
    assert only(progress.offers_out).reply_by == week


def test_an_acceptance_in_time_counts_though_it_is_learnt_late() -> None:
    case = case_of(opened(), made(reply_by=TODAY), offer(OfferAccepted, 6))
    assert case.vacancy.taken(7) is not None
    assert progress_of(case.vacancy, SOON, 7) == Progress("SHORTLISTED", (), ())


def test_an_acceptance_after_the_last_day_counts_for_nothing() -> None:
    late = offer(OfferAccepted, 60 * 24 * 8)
    assert case_of(opened(), made(), late).vacancy.taken(7) is None
    assert case_of(opened(), made(), late).vacancy.taken(8) is not None
    assert case_of(opened(), late).vacancy.taken(7) is not None


def test_a_lapse_shows_on_its_day_with_no_event_but_the_day() -> None:
    log = Log(*BASICS, member(), opened(), made(reply_by=SOON))
    assert only(log.said[-1].proposals).stage == "OFFER_OUT"
    assert log.fold(day(SOON)).proposals == []
    revised = said(log, day(SOON + timedelta(days=1)))
    assert isinstance(revised, ProposalRevised)
    assert (revised.stage, revised.offers_out) == ("SHORTLISTED", ())
    assert revised.reason == "the same list; the vacancy is at SHORTLISTED"


def test_a_placement_closes_the_vacancy_though_the_acceptance_is_not_known() -> None:
    log = Log(*BASICS, member(), opened())
    withdrawn = said(log, placed())
    assert isinstance(withdrawn, ProposalWithdrawn)
    assert withdrawn.reason == "offer o-1 accepted by c-1, who starts on 2026-09-01"


@pytest.mark.parametrize(
    "again", [about(VacancyResumed, "res", 9), opened(minutes=9, event_id="again")]
)
def test_who_does_not_arrive_leaves_a_vacancy_that_starts_afresh(again: Event) -> None:
    log = Log(*BASICS, member("c-1"), member("c-2"), opened(), shortlisted(), made(6))
    log.fold(offer(OfferAccepted, 7), about(VacancyFilled, "fil", 8))
    emitted = said(log, again)
    assert isinstance(emitted, ProposalEmitted)
    assert (emitted.stage, emitted.shortlisted, emitted.offers_out) == ("OPEN", (), ())


def test_what_was_declined_stays_so_after_the_vacancy_starts_afresh() -> None:
    declined = offer(OfferDeclined, 6)
    vacancy = case_of(
        opened(), declined, about(VacancyFilled, "f", 7), about(VacancyResumed, "r", 8)
    ).vacancy
    assert (vacancy.declined, vacancy.offers) == ((("c-1", declined.event_id),), ())


def test_a_pause_keeps_the_short_list() -> None:
    log = Log(*BASICS, member(), opened())
    log.fold(shortlisted())
    assert isinstance(said(log, about(VacancySuspended, "s", 6, reason="b")), ProposalWithdrawn)
    emitted = said(log, about(VacancyResumed, "r", 7))
    assert (emitted.stage, emitted.shortlisted) == ("SHORTLISTED", ("c-1",))


def test_a_proposal_nobody_decided_on_expires_the_day_after_the_closing_date() -> None:
    log = Log(*BASICS, member(), opened(closes_on=SOON))
    assert log.fold(day(SOON)).proposals == []
    expired = said(log, day(SOON + timedelta(days=1)))
    assert isinstance(expired, ProposalExpired)
    assert (expired.revision, expired.expired_on) == (2, SOON + timedelta(days=1))
    assert expired.reason == f"closed on {SOON} before anybody decided"
    assert log.fold(member("c-2")).vacancies_evaluated == 0


@pytest.mark.parametrize("decision", [shortlisted(), made(), placed()])
def test_a_proposal_somebody_decided_on_does_not_expire(decision: Event) -> None:
    log = Log(*BASICS, member(), opened(closes_on=SOON))
    log.fold(decision)
    late = log.fold(day(SOON + timedelta(days=9))).proposals
    assert not any(isinstance(event, ProposalExpired) for event in late)


def test_a_later_closing_date_brings_an_expired_proposal_back() -> None:
    log = Log(*BASICS, member(), opened(closes_on=SOON), day(SOON + timedelta(days=1)))
    later = about(VacancyAmended, "am", closes_on=SOON + timedelta(days=30))
    assert isinstance(said(log, later), ProposalEmitted)


def test_a_waiver_counts_from_its_grant_until_it_is_denied() -> None:
    granted, denied = waived(), waiver_denied()
    for events in ((granted,), (granted, granted)):
        assert case_of(opened(), *events).vacancy.waivers == (granted,)
    assert case_of(opened(), granted, denied).vacancy.waivers == ()
    assert case_of(opened(), denied, granted).vacancy.waivers == ()
    assert case_of(opened(), granted, waiver_denied(who="c-2")).vacancy.waivers == (granted,)


def test_a_post_that_ends_before_the_start_holds_the_proposal_and_a_later_end_does_not() -> None:
    log = Log(*BASICS, member(), opened())
    assert log.fold(abolished(START_BY + timedelta(days=1))).proposals == []
    held = said(Log(*BASICS, member(), opened()), abolished(START_BY))
    assert isinstance(held, ProposalHeld)
    assert held.missing == (f"whether it stands: post post-1 ends on {START_BY}",)
    assert [cause.event_type for cause in held.causes] == ["PostAbolished"]


def test_a_post_of_another_profile_holds_the_proposal_from_the_day_it_is_one() -> None:
    log = Log(*BASICS, member(), opened())
    assert log.fold(reclassified(SOON)).proposals == []
    held = said(log, day(SOON))
    assert held.missing == (f"whether it stands: post post-1 is COM/P-4 since {SOON}",)


@pytest.mark.parametrize("back", [reclassified(SOON, "P-5"), established(SOON)])
def test_a_post_that_is_as_the_vacancy_has_it_holds_nothing(back: Event) -> None:
    log = Log(*BASICS, member(), opened(), reclassified(TODAY))
    assert isinstance(only(log.said[-1].proposals), ProposalHeld)
    assert log.fold(back).proposals == []
    assert isinstance(said(log, day(SOON)), ProposalEmitted)


def test_facts_about_another_post_touch_nothing() -> None:
    log = Log(*BASICS, member(), opened(post_id="post-2"))
    assert log.fold(abolished(TODAY), reclassified(TODAY)).vacancies_evaluated == 0


def test_a_cancelled_vacancy_stays_so() -> None:
    case = case_of(about(VacancyCancelled, "c", 5, reason="x"), opened(minutes=9))
    assert case.vacancy.state == "CANCELLED"


def test_the_policys_days_can_lapse_what_was_accepted() -> None:
    log = Log(*BASICS, member(), opened(), made(5), offer(OfferAccepted, 60 * 24 * 5))
    assert isinstance(only(log.said[-1].proposals), ProposalWithdrawn)
    assert isinstance(said(log, rules(2, offer_reply_days=3)), ProposalEmitted)
