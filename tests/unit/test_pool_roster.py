"""The public roster: who is a member on the day, on which basis, until when; what changes it."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.events import (
    MembershipActivated,
    MembershipChanged,
    MembershipExpired,
    MembershipRemoved,
    MembershipSuspended,
    RatingValidity,
)
from streams.rules.days import date_of, day_number, months_later
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    committed,
    day,
    hold,
    in_post,
    member,
    only,
    performing,
    rules,
)

ONE_DAY = timedelta(days=1)
UNRATED: dict[str, Any] = {"assessment": None}
INCUMBENT: dict[str, Any] = {**UNRATED, "incumbency": in_post(), "performance": performing()}


def said(log: Log, *events: Any) -> Any:
    return only(log.fold(*events).roster)


def test_an_assessed_person_is_active_until_the_last_valid_day() -> None:
    activated = said(Log(*BASICS), member(assessment=assessed("STAR", date(2025, 6, 1))))
    assert isinstance(activated, MembershipActivated)
    assert (activated.version, activated.status, activated.rating) == (1, "ACTIVE", "STAR")
    assert activated.bases == ("ASSESSED",)
    assert (activated.valid_from, activated.valid_until) == (date(2025, 6, 1), date(2027, 6, 1))
    assert (activated.as_of, activated.position.count) == (TODAY, 4)


def test_it_expires_on_the_day_after_by_the_day_alone() -> None:
    log = Log(*BASICS, member(assessment=assessed("TIER_2", TODAY.replace(year=2025))))
    assert only(log.said[-1].roster).valid_until == TODAY
    expired = said(log, day(TODAY + ONE_DAY))
    assert isinstance(expired, MembershipExpired)
    assert (expired.version, expired.status, expired.bases) == (2, "EXPIRED", ("ASSESSED",))
    assert log.fold(day(TODAY + 9 * ONE_DAY)).roster == []


@pytest.mark.parametrize(
    ("completed_on", "months", "last"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2025, 6, 1), 0, date(2025, 6, 1)),
        (date(1969, 12, 31), 2, date(1970, 2, 28)),
        (date(9999, 1, 1), 24, date.max),
    ],
)
def test_months_end_with_the_month(completed_on: date, months: int, last: date) -> None:
    days = np.array([day_number(completed_on)], np.int32)
    assert date_of(int(months_later(days, np.array([months], np.int32))[0])) == last


@given(st.dates())
def test_a_day_number_is_a_date_and_back(on: date) -> None:
    assert date_of(day_number(on)) == on


def test_a_satisfactory_incumbent_is_a_member_without_a_rating_or_an_end() -> None:
    activated = said(Log(*BASICS), member(**INCUMBENT))
    assert (activated.rating, activated.bases) == (None, ("AUTO_INCUMBENT",))
    assert (activated.valid_from, activated.valid_until) == (date(2024, 9, 1), None)


def test_an_incumbent_not_rated_yet_is_not_silently_a_member() -> None:
    log = Log(*BASICS)
    assert log.fold(member(**INCUMBENT | {"performance": None})).roster == []
    assert isinstance(said(log, member(count=2, **INCUMBENT)), MembershipActivated)


def test_an_incumbent_leaves_the_roster_the_day_after_the_last_in_post() -> None:
    leaving = member(**INCUMBENT | {"incumbency": in_post(ends_on=TODAY)})
    log = Log(*BASICS, leaving)
    assert only(log.said[-1].roster).valid_until == TODAY
    removed = said(log, day(TODAY + ONE_DAY))
    assert isinstance(removed, MembershipRemoved)
    assert (removed.bases, removed.valid_from, removed.valid_until) == ((), None, None)


def test_both_bases_may_hold_and_the_assessed_one_survives_the_post() -> None:
    both = INCUMBENT | {"assessment": assessed(), "incumbency": in_post(ends_on=TODAY)}
    log = Log(*BASICS, member(**both))
    activated = only(log.said[-1].roster)
    assert activated.bases == ("ASSESSED", "AUTO_INCUMBENT")
    assert (activated.valid_from, activated.valid_until) == (date(2024, 9, 1), date(2027, 6, 1))
    changed = said(log, day(TODAY + ONE_DAY))
    assert isinstance(changed, MembershipChanged)
    assert (changed.bases, changed.status) == (("ASSESSED",), "ACTIVE")


def test_holds_and_offers_change_the_status_and_end_again() -> None:
    log = Log(*BASICS, member())
    suspended = said(log, member(count=2, holds=(hold(TODAY, TODAY),)))
    assert isinstance(suspended, MembershipSuspended)
    assert isinstance(said(log, day(TODAY + ONE_DAY)), MembershipActivated)
    taken = said(log, member(count=3, commitments=(committed("v-9"),)))
    assert isinstance(taken, MembershipChanged)
    assert taken.status == "COMMITTED"
    again = said(log, member(count=4))
    assert (again.status, again.version) == ("ACTIVE", 5)


def test_a_person_found_not_ready_is_removed_and_one_never_ready_is_never_mentioned() -> None:
    log = Log(*BASICS, member(), member("c-2", assessment=assessed("NOT_READY_YET")))
    assert only(log.said[-1].roster).candidate_id == "c-1"
    removed = said(log, member(count=2, assessment=assessed("NOT_READY_YET", date(2026, 1, 1))))
    assert isinstance(removed, MembershipRemoved)
    assert "NOT_READY_YET" in removed.reason
    assert isinstance(said(log, member(count=3)), MembershipActivated)


def test_an_expired_member_assessed_again_is_active_again() -> None:
    log = Log(*BASICS, member(assessment=assessed("STAR", date(2020, 1, 1))))
    assert only(log.said[-1].roster).status == "EXPIRED"
    assert isinstance(said(log, member(count=2)), MembershipActivated)


def test_what_is_not_public_does_not_reach_the_roster() -> None:
    log = Log(*BASICS, member())
    assert log.fold(member(count=2, availability=None)).roster == []
    assert log.fold(member(count=2), member(count=3)).roster == []


def test_several_changes_in_one_transaction_make_one_record() -> None:
    log = Log(*BASICS)
    assert said(log, member(), member(count=2, holds=(hold(TODAY),))).status == "ON_HOLD"


def test_the_roster_waits_for_the_day_and_the_policy() -> None:
    log = Log(member())
    assert log.fold(day()).roster == []
    assert only(log.fold(rules()).roster).status == "ACTIVE"


def test_another_policy_shortens_what_was_valid() -> None:
    log = Log(*BASICS, member())
    short = (RatingValidity(rating="TIER_1", months=3),)
    assert isinstance(said(log, rules(2, validity=short)), MembershipExpired)


def test_records_of_one_transaction_stand_in_the_order_of_their_keys() -> None:
    log = Log(*BASICS)
    people = [member("c-3"), member("c-1"), member("c-2", grade="P-4"), member("c-2")]
    keys = [(e.grade, e.candidate_id) for e in log.fold(*people).roster]
    assert keys == [("P-4", "c-2"), ("P-5", "c-1"), ("P-5", "c-2"), ("P-5", "c-3")]
