"""Decisions that cannot count are refused in words, once; what is only not known yet is not."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.events import (
    DecisionRefused,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferRevoked,
    ProposalAdvised,
    ProposalRevised,
    RulePolicy,
    VacancyAmended,
    VacancyCancelled,
    VacancyFilled,
)
from tests.unit.decision_facts import (
    WAIVABLE,
    about,
    accepted,
    made,
    offer,
    placed,
    rejected,
    returned,
    shortlisted,
    waived,
)
from tests.unit.pool_facts import BASICS, TODAY, Log, hold, member, only, opened, rules

DAY_MINUTES = 60 * 24


def listed(**policy: Any) -> Log:
    """Two people on the list of `v-1`, at revision 1."""
    basics = (rules(**policy), *BASICS[1:])
    return Log(*basics, member("c-1"), member("c-2"), opened())


def refused(log: Log, *events: Event) -> DecisionRefused:
    refusal = only(log.fold(*events).refusals)
    assert isinstance(refusal, DecisionRefused)
    return refusal


@pytest.mark.parametrize("decide", [accepted, rejected, returned])
def test_a_review_of_an_older_revision_is_refused_and_changes_nothing(decide: Any) -> None:
    log = listed()
    log.fold(member("c-2", 2, holds=(hold(TODAY),)))
    evaluation = log.fold(decide(1))
    refusal = only(evaluation.refusals)
    assert refusal.reason == "taken on revision 1: the last is revision 2"
    assert refusal.remedy == "look at revision 2 and decide again"
    assert (refusal.revision_seen, refusal.revision_current) == (1, 2)
    assert (refusal.decision_event_id, refusal.causation_id) == (decide(1).event_id,) * 2
    assert evaluation.proposals == []
    assert log.pool.holdings.cases["v-1"].vacancy.review is None


def test_what_counts_is_the_revision_before_the_transaction() -> None:
    log = listed()
    evaluation = log.fold(member("c-2", 2, holds=(hold(TODAY),)), accepted(1))
    assert evaluation.refusals == []
    assert isinstance(only(evaluation.proposals), ProposalAdvised)
    other = listed()
    other.fold(member("c-2", 2, holds=(hold(TODAY),)))
    assert only(other.fold(accepted(1)).refusals).revision_current == 2


def test_a_revision_that_only_records_decisions_makes_no_other_decision_stale() -> None:
    log = listed()
    revised = only(log.fold(shortlisted("c-1", 1)).proposals)
    assert (revised.revision, revised.shortlisted) == (2, ("c-1",))
    evaluation = log.fold(shortlisted("c-2", 1))
    assert evaluation.refusals == []
    assert only(evaluation.proposals).shortlisted == ("c-1", "c-2")


def test_a_revision_nobody_has_made_yet_is_refused() -> None:
    assert refused(listed(), accepted(7)).reason == (
        "taken on revision 7: there is none, the last is revision 1"
    )
    refusal = refused(Log(*BASICS), shortlisted(revision_seen=1))
    assert refusal.reason == "taken on revision 1: nothing was proposed yet"
    assert refusal.revision_current == 0


def test_there_is_nothing_to_decide_where_no_list_stands() -> None:
    log = Log(*BASICS[:1], opened())
    refusal = refused(log, accepted(1))
    assert refusal.reason == (
        "taken on revision 1: revision 1 is ProposalHeld, there is no list to decide on"
    )


def test_an_offer_that_says_on_which_revision_it_rests_is_held_to_it() -> None:
    log = listed()
    log.fold(member("c-2", 2, holds=(hold(TODAY),)))
    assert refused(log, made(revision_seen=1)).decision_type == "OfferMade"
    assert log.fold(made(6, offer_id="o-2", revision_seen=2)).refusals == []


def test_the_answer_to_an_offer_that_was_refused_is_refused_too() -> None:
    log = listed()
    log.fold(made(revision_seen=9))
    refusal = refused(log, offer(OfferAccepted, 6))
    assert refusal.reason == "offer o-1 itself was refused"
    assert refusal.remedy == "revoke it, and make a new offer on the last revision"
    assert log.pool.holdings.cases["v-1"].vacancy.offers == ()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (offer(OfferDeclined, 6), "offer o-1 was declined on 2026-03-14"),
        (offer(OfferRevoked, 6, reason="budget"), "offer o-1 was revoked on 2026-03-14"),
        (
            offer(OfferLapsed, 6, lapsed_on=TODAY),
            "offer o-1 was stated to have lapsed on 2026-03-14",
        ),
    ],
)
@pytest.mark.parametrize("answer", [offer(OfferAccepted, 7), placed(7)])
def test_an_offer_that_ended_cannot_be_accepted(end: Event, words: str, answer: Event) -> None:
    log = listed()
    log.fold(made(), end)
    refusal = refused(log, answer)
    assert refusal.reason == words
    assert refusal.remedy == "make a new offer: what ended an offer is final for it"
    assert log.fold(made(8, offer_id="o-2"), offer(OfferAccepted, 9, offer_id="o-2")).refusals == []


def test_an_acceptance_after_its_time_is_refused_and_one_in_time_is_not() -> None:
    log = listed(offer_reply_days=7)
    log.fold(made(0))
    refusal = refused(log, offer(OfferAccepted, 8 * DAY_MINUTES))
    assert refusal.reason == (
        f"offer o-1 had lapsed: an answer was due by {TODAY + timedelta(days=7)}"
    )
    other = listed(offer_reply_days=7)
    other.fold(made(0))
    assert other.fold(offer(OfferAccepted, 7 * DAY_MINUTES)).refusals == []


def test_an_answer_known_before_its_offer_waits_and_is_not_refused() -> None:
    log = listed(rules=WAIVABLE)
    assert log.fold(offer(OfferAccepted, 7)).refusals == []
    assert log.fold(waived(who="c-unknown")).refusals == []


@pytest.mark.parametrize(
    "decision",
    [
        accepted(1, 9),
        shortlisted(minutes=9),
        made(9),
        offer(OfferAccepted, 9),
        waived(minutes=9),
    ],
)
@pytest.mark.parametrize(
    ("end", "words", "remedy"),
    [
        (about(VacancyFilled, "f"), "vacancy filled", "open or resume the vacancy first"),
        (about(VacancyCancelled, "c", reason="x"), "vacancy cancelled: x", "open a new vacancy"),
    ],
)
def test_a_decision_about_a_closed_vacancy_is_refused(
    decision: Event, end: Event, words: str, remedy: str
) -> None:
    log = listed(rules=WAIVABLE)
    log.fold(end)
    refusal = refused(log, decision)
    assert refusal.reason == words
    assert refusal.remedy.startswith(remedy)


def test_a_decision_from_before_the_end_is_not_refused_for_coming_after_it() -> None:
    log = listed()
    log.fold(about(VacancyFilled, "f", 9))
    assert log.fold(made(5), offer(OfferAccepted, 6), placed(10)).refusals == []


def test_a_rule_the_policy_does_not_give_up_cannot_be_waived() -> None:
    log = listed(rules=(RulePolicy(rule="H15", waivable=False), *WAIVABLE))
    for rule in ("H15", "H1", "DECLINED"):
        refusal = refused(log, waived(rule))
        assert refusal.reason == f"{rule} cannot be waived under policy 1"
    assert log.fold(waived("H10")).refusals == []
    assert [one.rule for one in log.pool.holdings.cases["v-1"].vacancy.waivers] == ["H10"]


def test_a_rule_without_parts_is_waived_in_full_or_not_at_all() -> None:
    log = listed(rules=WAIVABLE)
    part: dict[str, Any] = {"extent": "PARTIAL", "shortfall_accepted": 3}
    assert refused(log, waived("H13", **part)).reason == "H13 knows no part"
    assert log.fold(waived("H10", **part)).refusals == []
    assert log.fold(waived("H13", who="c-2")).refusals == []


def test_a_refused_decision_said_again_is_no_news() -> None:
    log = listed()
    log.fold(accepted(7))
    evaluation = log.fold(accepted(7))
    assert (evaluation.refusals, evaluation.vacancies_evaluated) == ([], 0)


def test_a_refused_decision_is_no_cause_of_what_else_changed() -> None:
    revised = only(listed().fold(accepted(7), about(VacancyAmended, "am", title="Head")).proposals)
    assert isinstance(revised, ProposalRevised)
    assert [cause.event_id for cause in revised.causes] == ["am"]
