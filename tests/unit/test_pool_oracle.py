"""The columns against an obvious recomputation, person by person, on random pools."""

import random
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import decode, encode
from schemas.events import MembershipRecorded, ProposalEmitted, Rating
from streams.pool import table as table_module
from streams.pool.lineup import lineup_of
from streams.rules.outcomes import NAMES
from streams.rules.rule import explain
from streams.rules.table import RULES
from tests.unit.pool_facts import (
    BASICS,
    START_BY,
    TODAY,
    Log,
    assessed,
    committed,
    free,
    hold,
    in_post,
    member,
    only,
    opened,
    performing,
)

LEVELS = {"NOT_READY_YET": 0, "TIER_2": 1, "TIER_1": 2, "STAR": 3}
MONTHS = {"STAR": 24, "TIER_1": 24, "TIER_2": 12}


def around(random_: random.Random, day: date) -> date:
    """Mostly near the boundary."""
    return day + timedelta(days=random_.choice([-400, -31, -1, 0, 1, 30, 200]))


def random_member(number: int, random_: random.Random) -> MembershipRecorded:
    """Any mixture of facts; few values, so that boundaries and ties are met."""
    chance = random_.random
    rating: Rating = random_.choice(["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"])
    long_ago = TODAY.replace(year=TODAY.year - random_.choice([1, 2]))
    facts: dict[str, Any] = {
        "assessment": assessed(rating, around(random_, long_ago)) if chance() < 0.8 else None,
        "member_since": random_.choice([None, date(2024, 1, 10), date(2024, 1, 11)]),
        "performance": performing(random_.choice(["SATISFACTORY", "BELOW", "EXCEEDS"]))
        if chance() < 0.6
        else None,
        "availability": free(around(random_, START_BY), random_.choice([0, 1, 30]))
        if chance() < 0.8
        else None,
        "holds": tuple(
            hold(
                start := around(random_, random_.choice([TODAY, START_BY])),
                start + timedelta(days=random_.choice([0, 40])),
            )
            for _ in range(random_.choice([0, 0, 1, 3]))
        ),
        "commitments": (committed(random_.choice(["v-1", "v-2"])),) if chance() < 0.2 else (),
    }
    if chance() < 0.4:
        ends = around(random_, random_.choice([TODAY, START_BY])) if chance() < 0.5 else None
        due = random_.choice([None, date(2027, 1, 1), date(2027, 2, 1)])
        facts["incumbency"] = in_post(date(2024, 1, 1), ends, due)
    return member(f"c-{number}", number + 1, **facts)


def last_day(facts: MembershipRecorded) -> date:
    """Month by month, apart from the columns' arithmetic."""
    assert facts.assessment is not None
    months = MONTHS[facts.assessment.rating]
    start = facts.assessment.completed_on
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError


def any_of(one: str, other: str) -> str:
    for outcome in ("PASS", "UNKNOWN"):
        if outcome in (one, other):
            return outcome
    return "FAIL"


def expected(facts: MembershipRecorded, vacancy_id: str, min_level: int) -> dict[str, str]:
    """Every rule for one person, in the words of the policy."""
    assessment, post, said = facts.assessment, facts.incumbency, facts.availability
    level = LEVELS[assessment.rating] if assessment else None
    ready = assessment and level and assessment.completed_on <= TODAY
    in_it = post and post.starts_on <= TODAY and (post.ends_on is None or post.ends_on >= TODAY)
    stays = in_it and post and (post.ends_on is None or post.ends_on >= START_BY)
    worth = "FAIL"
    if in_it:
        worth = "UNKNOWN" if facts.performance is None else "PASS"
        if facts.performance and facts.performance.rating == "BELOW":
            worth = "FAIL"
    covered = "PASS" if ready and last_day(facts) >= START_BY else "FAIL"
    on_hold = any(
        h.held_from <= day and (h.held_until is None or day <= h.held_until)
        for h in facts.holds
        for day in (TODAY, START_BY)
    )
    h2 = ("PASS" if level >= max(min_level, 1) else "FAIL") if level is not None else worth
    late = said and max(said.available_from, TODAY) + timedelta(said.notice_days) > START_BY
    elsewhere = any(c.vacancy_id != vacancy_id for c in facts.commitments)
    return {
        "H1": any_of("PASS" if ready else "FAIL", worth),
        "H2": h2,
        "H3": any_of(covered, worth if stays else "FAIL"),
        "H10": "FAIL" if late or on_hold else "PASS" if said else "UNKNOWN",
        "H15": "FAIL" if elsewhere else "PASS",
        "DECLINED": "PASS",
    }


def order(facts: MembershipRecorded) -> Any:
    level = LEVELS[facts.assessment.rating] if facts.assessment else LEVELS["TIER_1"]
    due = (facts.incumbency and facts.incumbency.due_rotation_on) or date.max
    name = facts.candidate_id.encode()
    return -level, due, facts.member_since or date.max, sha256(name).hexdigest(), name


def listing_of(members: list[MembershipRecorded], **terms: Any) -> ProposalEmitted:
    log = Log(*BASICS)
    if members:
        log.fold(*members)
    listing = only(log.fold(opened(**terms)).proposals)
    assert isinstance(listing, ProposalEmitted)
    return listing


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 1 << 32),
    size=st.integers(0, 60),
    minimum=st.sampled_from(["TIER_2", "TIER_1"]),
)
def test_lists_and_counts_equal_a_recomputation_person_by_person(
    seed: int, size: int, minimum: Any
) -> None:
    random_ = random.Random(seed)
    members = [random_member(number, random_) for number in range(size)]
    answers = {m.candidate_id: expected(m, "v-1", LEVELS[minimum]) for m in members}
    members.sort(key=order)
    failed = {who: [r for r, o in a.items() if o == "FAIL"] for who, a in answers.items()}
    unsure = {who for who, a in answers.items() if "UNKNOWN" in a.values()}
    ids = [m.candidate_id for m in members]
    ranked = [who for who in ids if not failed[who] and who not in unsure]
    near = [who for who in ids if len(failed[who]) == 1]
    cannot = [who for who in ids if not failed[who] and who in unsure]
    listing = listing_of(members, min_rating=minimum)
    assert [person.candidate_id for person in listing.ranked] == ranked[:20]
    assert [person.candidate_id for person in listing.near_misses] == near[:10]
    assert [person.candidate_id for person in listing.cannot_confirm] == cannot[:10]
    counts = listing.counts
    assert (counts.eligible, counts.near_misses, counts.cannot_confirm, counts.considered) == (
        len(ranked), len(near), len(cannot), size,
    )  # fmt: skip
    for part in counts.excluded:
        assert part.excluded == sum(part.rule in rules for rules in failed.values())
    people: tuple[Any, ...] = (*listing.ranked, *listing.near_misses, *listing.cannot_confirm)
    for person in people:
        told: dict[str, str] = {answer.rule: answer.outcome for answer in person.answers}
        assert told == answers[person.candidate_id]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1 << 32), size=st.integers(1, 60))
def test_permuting_rows_and_codes_changes_no_byte_of_a_proposal(seed: int, size: int) -> None:
    random_ = random.Random(seed)
    members = [random_member(number, random_) for number in range(size)]
    shuffled = random_.sample(members, len(members))
    assert encode(listing_of(members)) == encode(listing_of(shuffled))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1 << 32), size=st.integers(1, 40))
def test_a_rule_over_the_column_equals_the_same_rule_over_each_row(seed: int, size: int) -> None:
    random_ = random.Random(seed)
    log = Log(*BASICS)
    log.fold(*(random_member(number, random_) for number in range(size)))
    log.fold(opened())
    case = log.pool.holdings.cases["v-1"]
    assert case.vacancy.terms is not None
    assert log.pool.holdings.policy is not None
    lineup = lineup_of(log.pool.holdings, case, case.vacancy.terms, log.pool.holdings.policy)
    column = lineup.table.rows(0, size)
    for rule in RULES:
        whole = rule.over(column, lineup.demand)
        rows = [rule.over(lineup.table.rows(i, i + 1), lineup.demand) for i in range(size)]
        assert whole.dtype == np.int8
        assert np.concatenate(rows).tolist() == whole.tolist()
        for row in range(size):
            assert explain(rule, lineup.person(row), lineup.demand).outcome == NAMES[whole[row]]
            if rule in lineup.policy.hard:
                number = lineup.policy.hard.index(rule)
                assert lineup.judgement.outcomes(row)[number] == whole[row]


def test_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    random_ = random.Random(7)
    members = [random_member(number, random_) for number in range(100)]
    whole = listing_of(members)
    monkeypatch.setattr(table_module, "CHUNK_ROWS", 7)
    assert listing_of(members) == whole


def test_a_pool_of_columns_stays_under_two_hundred_bytes_a_row() -> None:
    log = Log(*BASICS, member())
    assert log.pool.holdings.table("COM", "P-5").row_bytes <= 200


def test_the_evidence_of_a_row_is_the_record_it_was_made_from() -> None:
    log = Log(*BASICS, member())
    assert decode(log.pool.holdings.table("COM", "P-5").recorded[0]) == member()
