"""Live proposals: proposed, revised, withdrawn, deferred and held, each with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from schemas.codec import encode
from schemas.events import (
    DutyStationClassified,
    Event,
    ListChanges,
    Move,
    OfferAccepted,
    OfferDeclined,
    OfferRevoked,
    ProposalDeferred,
    ProposalEmitted,
    ProposalHeld,
    ProposalRevised,
    ProposalWithdrawn,
    VacancyAmended,
    VacancyCancelled,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyResumed,
    VacancySuspended,
)
from schemas.topics import RECORD_BYTES_MAX
from streams.pool.content import LIST_BYTES_MAX, entry_of, fitting
from tests.unit.pool_facts import (
    BASICS,
    NAIROBI,
    TODAY,
    Log,
    assessed,
    committed,
    cycle,
    day,
    envelope,
    free,
    hold,
    member,
    only,
    opened,
    profile,
    rules,
)


def about(kind: type[Any], event_id: str, minutes: int = 5, **fields: Any) -> Any:
    return kind(**envelope(event_id, minutes), vacancy_id="v-1", job_group="COM", **fields)


def offer(kind: type[Any], minutes: int = 5, who: str = "c-1", **fields: Any) -> Any:
    names = {"candidate_id": who, "offer_id": "o-1", "actor_role": "hr-partner"}
    return about(kind, kind.__name__, minutes, **names, **fields)


def said(log: Log, *events: Event) -> Any:
    """The one proposal event of a transaction."""
    return only(log.fold(*events).proposals)


def test_an_opened_vacancy_gets_a_list_with_all_that_identifies_it() -> None:
    log = Log(*BASICS, member())
    proposal = said(log, opened())
    assert isinstance(proposal, ProposalEmitted)
    assert (proposal.revision, proposal.vacancy_version, proposal.as_of) == (1, 1, TODAY)
    assert (proposal.position.log, proposal.position.count) == ("pool-log", 5)
    assert log.pool.holdings.policy is not None
    assert proposal.rule_set == log.pool.holdings.policy.used
    assert proposal.path_answer is not None
    assert proposal.path_answer.held == "the post does not rotate"
    assert only(proposal.causes).event_id == "v-1-opened"
    assert proposal.changes == ListChanges(entered=("c-1",))
    assert (proposal.duty_station_name, proposal.hardship_class) == (None, None)
    assert proposal.occurred_at == opened().recorded_at


def test_a_change_of_a_member_revises_the_list_and_says_who_left_and_why() -> None:
    log = Log(*BASICS, member("c-1"), member("c-2", assessment=assessed("STAR")), opened())
    revised = said(log, member("c-2", 2, assessment=assessed("STAR"), holds=(hold(TODAY),)))
    assert isinstance(revised, ProposalRevised)
    assert revised.revision == 2
    assert revised.changes == ListChanges(
        left=("c-2",), moved=(Move(candidate_id="c-1", from_rank=2, to_rank=1),)
    )
    assert revised.reason == (
        "left: c-2 (H10: free from 2026-05-01, 30 days' notice; "
        "on hold from 2026-03-14 until released); 1 moved"
    )
    assert only(revised.causes).event_id == "cause-c-2-2"


def test_a_swap_of_one_person_for_another_is_seen_though_the_count_stays() -> None:
    log = Log(*BASICS, member("c-1"), member("c-2", holds=(hold(TODAY),)), opened())
    revised = said(log, member("c-1", 2, holds=(hold(TODAY),)), member("c-2", 2))
    assert revised.changes == ListChanges(entered=("c-2",), left=("c-1",))


def test_what_changes_nothing_says_nothing() -> None:
    log = Log(*BASICS, member(), opened())
    for repeated in (*BASICS, member(), opened(), day(TODAY + timedelta(days=1))):
        assert log.fold(repeated).proposals == []


def test_an_older_record_of_a_member_is_no_news() -> None:
    log = Log(*BASICS, member(count=2), opened())
    assert log.fold(member(count=1, holds=(hold(TODAY),))).proposals == []


def test_a_new_member_at_another_grade_changes_the_size_of_the_roster() -> None:
    log = Log(*BASICS, member(), opened())
    assert said(log, member("c-9", grade="P-4")).counts.roster_size == 2
    assert log.fold(member("c-9", 2, grade="P-4", holds=(hold(TODAY),))).proposals == []


def test_several_touches_in_one_transaction_make_one_revision() -> None:
    log = Log(*BASICS, opened())
    revised = said(log, member("c-1"), member("c-2"), about(VacancyAmended, "am", title="Head"))
    assert (revised.revision, revised.title, revised.vacancy_version) == (2, "Head", 2)
    assert len(revised.causes) == 3


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (about(VacancySuspended, "s", reason="budget"), "vacancy suspended: budget"),
        (about(VacancyCancelled, "c", reason="abolished"), "vacancy cancelled: abolished"),
        (about(VacancyFilled, "f"), "vacancy filled"),
        (offer(OfferAccepted), "offer o-1 accepted by c-1"),
    ],
)
def test_a_vacancy_that_closes_withdraws_its_proposal(event: Event, reason: str) -> None:
    log = Log(*BASICS, member(), opened())
    withdrawn = said(log, event)
    assert isinstance(withdrawn, ProposalWithdrawn)
    assert (withdrawn.revision, withdrawn.reason, withdrawn.rule_set) == (2, reason, None)
    assert log.fold(member("c-2")).proposals == []


def test_after_a_withdrawal_the_next_list_is_emitted_under_the_next_revision() -> None:
    log = Log(*BASICS, member(), opened(), about(VacancySuspended, "s", 4, reason="budget"))
    emitted = said(log, about(VacancyResumed, "r"))
    assert isinstance(emitted, ProposalEmitted)
    assert (emitted.revision, emitted.changes.entered) == (2, ("c-1",))


def test_a_revoked_offer_brings_the_list_back() -> None:
    log = Log(*BASICS, member(), opened(), offer(OfferAccepted, 5))
    emitted = said(log, offer(OfferRevoked, 6, reason="posted elsewhere"))
    assert isinstance(emitted, ProposalEmitted)


def test_who_declined_is_not_proposed_again_here_but_elsewhere() -> None:
    log = Log(*BASICS, member(), opened())
    revised = said(log, offer(OfferDeclined))
    assert revised.reason == "left: c-1 (DECLINED: declined an offer for this vacancy)"
    miss = only(revised.near_misses)
    assert (miss.rule, miss.answers[-1].evidence) == ("DECLINED", ("OfferDeclined",))
    assert only(said(log, opened("v-2")).ranked).candidate_id == "c-1"


def test_an_answer_known_before_the_vacancy_waits_for_it() -> None:
    log = Log(*BASICS, member(), offer(OfferDeclined))
    assert log.said[-1].proposals == []
    assert said(log, opened()).ranked == ()


def test_an_acceptance_elsewhere_takes_a_person_off_the_other_list() -> None:
    log = Log(*BASICS, member(), opened())
    revised = said(log, member(count=2, commitments=(committed("v-9"),)))
    assert revised.reason == "left: c-1 (H15: accepted an offer for v-9)"


def test_nothing_is_judged_before_the_day_the_policy_and_the_profile_are_known() -> None:
    log = Log(member())
    held = said(log, opened())
    assert isinstance(held, ProposalHeld)
    assert held.missing == ("the day: none has started yet",)
    assert held.as_of == TODAY
    assert said(log, day()).missing == ("a rule set in effect", "profile COM/P-5 not published")
    assert said(log, rules()).missing == ("profile COM/P-5 not published",)
    emitted = said(log, profile())
    assert isinstance(emitted, ProposalEmitted)
    assert (emitted.revision, len(emitted.ranked)) == (4, 1)


def test_a_profile_or_policy_of_the_future_waits_for_its_day() -> None:
    later = TODAY + timedelta(days=1)
    log = Log(day(), rules(effective_from=later), profile(since=later), opened())
    held = only(log.said[-1].proposals)
    assert held.missing == ("a rule set in effect", f"profile COM/P-5 not in effect before {later}")
    assert isinstance(said(log, day(later)), ProposalEmitted)


def test_the_latest_rule_set_in_effect_decides_and_its_version_breaks_a_tie() -> None:
    older = rules(9, effective_from=date(2025, 6, 1))
    log = Log(rules(1, effective_from=date(2026, 1, 1)), older, *BASICS[1:], opened())
    assert only(log.said[-1].proposals).rule_set.version == 1
    assert said(log, rules(2, effective_from=date(2026, 1, 1))).rule_set.version == 2


def test_the_path_of_a_rotational_post_resolves_when_its_cycle_is_published() -> None:
    log = Log(*BASICS, member())
    held = said(log, opened(rotational=True))
    assert isinstance(held, ProposalHeld)
    assert held.missing == ("a rotation cycle that covers COM, or a stated path",)
    window = cycle("2026", date(2026, 3, 1), date(2026, 3, 31))
    deferred = said(log, window)
    assert isinstance(deferred, ProposalDeferred)
    assert deferred.reason == (
        "ROTATION: opened 14 Mar 2026, inside the window of 2026, 1 Mar 2026 to 31 Mar 2026"
    )
    assert deferred.path == "ROTATION"


def test_a_vacancy_moved_to_rotation_is_deferred_with_the_reason() -> None:
    log = Log(*BASICS, member(), opened())
    deferred = said(log, about(VacancyMovedToRotation, "m", cycle_id="2026", reason="too late"))
    assert isinstance(deferred, ProposalDeferred)
    assert deferred.reason == "moved to rotation cycle 2026: too late"


def test_an_expiry_by_the_day_alone_revises_the_list_and_missed_days_are_caught_up() -> None:
    last = TODAY + timedelta(days=30)
    holder = member(assessment=assessed("TIER_2", date(2025, 4, 13)), availability=free(TODAY, 0))
    log = Log(*BASICS, holder, opened(start_by=TODAY))
    assert only(only(log.said[-1].proposals).ranked).warnings == (
        "ready with development needs",
        "membership ends on 2026-04-13",
    )
    assert log.fold(day(last)).proposals == []
    revised = said(log, day(last + timedelta(days=20)))
    assert revised.reason == "left: c-1 (H3: assessment valid until 2026-04-13)"
    assert [cause.event_type for cause in revised.causes] == ["DayStarted"]


def test_an_earlier_day_does_not_turn_time_back() -> None:
    log = Log(*BASICS, member(), opened())
    evaluation = log.fold(day(TODAY - timedelta(days=900)))
    assert (evaluation.proposals, evaluation.roster) == ([], [])
    assert log.pool.holdings.reference.day == TODAY


def test_a_duty_station_shows_what_holds_for_it_today_and_its_like_elsewhere_does_not() -> None:
    def classified(country: str, since: date, hardship: Any) -> DutyStationClassified:
        return DutyStationClassified(
            **envelope(f"{country}-{since}"),
            duty_station=type(NAIROBI)(country=country, city_code=NAIROBI.city_code),
            name="Nairobi",
            hardship_class=hardship,
            family_status="NON_FAMILY",
            effective_from=since,
        )

    log = Log(*BASICS, opened())
    assert log.fold(classified("UGA", TODAY, "E")).proposals == []
    revised = said(
        log, classified("KEN", TODAY, "B"), classified("KEN", TODAY.replace(day=15), "C")
    )
    assert (revised.hardship_class, revised.family_status) == ("B", "NON_FAMILY")
    assert said(log, day(TODAY.replace(day=15))).hardship_class == "C"


def test_a_correction_of_a_reference_fact_counts_in_whatever_order_it_comes() -> None:
    wrong = cycle("2026", date(2026, 3, 1), date(2026, 3, 31))
    right = replace(
        cycle("2026", date(2026, 2, 1), date(2026, 2, 28)), **envelope("corrected", minutes=9)
    )
    for cycles in ((wrong, right), (right, wrong)):
        proposal = said(Log(*BASICS, *cycles), opened(rotational=True))
        assert proposal.path == "AD_HOC"


def test_a_change_of_one_of_several_holds_is_seen() -> None:
    early, late = hold(date(2025, 1, 1), date(2025, 1, 9)), hold(date(2027, 1, 1), None, "i")
    log = Log(*BASICS, member(holds=(early, late)), opened())
    assert len(only(log.said[-1].proposals).ranked) == 1
    now = replace(late, held_from=TODAY)
    assert said(log, member(count=2, holds=(early, now))).ranked == ()
    assert len(said(log, member(count=3, holds=(early,))).ranked) == 1


def test_a_list_too_heavy_for_a_record_is_cut() -> None:
    ranked = only(said(Log(*BASICS, member()), opened()).ranked)
    heavy = replace(ranked, answers=(replace(ranked.answers[0], held="\U0001f30d" * 300),) * 30)
    one = LIST_BYTES_MAX // len(fitting([entry_of(heavy)] * 50))
    assert 30 * 300 * 4 < one < 45_000
    assert len(fitting([entry_of(ranked)] * 50)) == 50


def test_lists_have_the_length_of_the_rule_set_and_full_counts() -> None:
    short = rules(ranked_max=3, near_misses_max=2, cannot_confirm_max=1)
    people = [member(f"c-{n}") for n in range(9)]
    people += [member(f"n-{n}", commitments=(committed("v-9"),)) for n in range(5)]
    people += [member(f"u-{n}", availability=None) for n in range(4)]
    proposal = said(Log(short, *BASICS[1:], *people), opened())
    lists = (proposal.ranked, proposal.near_misses, proposal.cannot_confirm)
    assert [len(people) for people in lists] == [3, 2, 1]
    counts = proposal.counts
    assert (counts.eligible, counts.near_misses, counts.cannot_confirm) == (9, 5, 4)


def test_the_largest_lists_with_the_longest_texts_fit_one_record() -> None:
    def long(number: int) -> str:
        return f"{number:0>128}"

    widest = rules(ranked_max=50, near_misses_max=50, cannot_confirm_max=50)
    texts: dict[str, Any] = {
        "incumbency": None,
        "holds": tuple(hold(date(2027, 1, n)) for n in range(1, 9)),
    }
    people = [member(long(n), **texts) for n in range(60)]
    people += [member(long(100 + n), commitments=(committed(long(n)),)) for n in range(60)]
    people += [member(long(200 + n), availability=None) for n in range(60)]
    proposal = said(Log(widest, *BASICS[1:], *people), opened(title="\U0001f30d" * 4000))
    assert len(proposal.ranked) == len(proposal.near_misses) == len(proposal.cannot_confirm) == 50
    assert len(encode(proposal)) < RECORD_BYTES_MAX


def test_causes_are_capped_and_name_those_who_moved_first() -> None:
    log = Log(*BASICS, member("star", assessment=assessed("STAR")), opened())
    noise = [member(f"c-{n:02}", assessment=assessed("NOT_READY_YET")) for n in range(40)]
    revised = said(log, *noise, member("star", 2, holds=(hold(TODAY),)))
    assert len(revised.causes) == 20
    assert "cause-star-2" in {cause.event_id for cause in revised.causes}
