"""From an offer to the post: who is committed, until when, and who is its incumbent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas import events
from schemas.events import CommitmentFact
from tests.unit.one_life import GENEVA, RMO, Life

STARTS = date(2026, 9, 1)


def accepted(**offer: Any) -> Life:
    """Offered and accepted on 1 January 2026; assessed for COM at P-5."""
    life = Life().assessed("as", "STAR", date(2025, 1, 5))
    return life.offered(events.OfferMade, **offer).offered(events.OfferAccepted)


def placed(life: Life) -> Life:
    return life.offered(
        events.PlacementConfirmed,
        grade="P-4",
        post_id="post-9",
        duty_station=GENEVA,
        starts_on=STARTS,
        job_group="RMO",
    )


def commitments(life: Life) -> tuple[CommitmentFact, ...]:
    return life.facts().person.commitments


def test_a_commitment_says_when_it_was_offered_and_accepted() -> None:
    (fact,) = commitments(accepted(reply_by=date(2026, 1, 8)))
    day = date(2026, 1, 1)
    assert (fact.offered_on, fact.accepted_on, fact.reply_by) == (day, day, date(2026, 1, 8))
    assert (fact.event_id, fact.placed_from) == ("e2", None)


def test_an_acceptance_whose_offer_is_not_known_yet_commits() -> None:
    life = Life().assessed("as", "STAR", date(2025, 1, 5)).offered(events.OfferAccepted)
    (fact,) = commitments(life)
    assert (fact.offered_on, fact.reply_by) == (None, None)


@pytest.mark.parametrize(("reply_by", "commits"), [(1, True), (2, True), (31, True), (-1, False)])
def test_an_acceptance_after_the_last_day_for_it_commits_nobody(
    reply_by: int, commits: bool
) -> None:
    day = date(2026, 1, reply_by) if reply_by > 0 else date(2025, 12, 31)
    assert bool(commitments(accepted(reply_by=day))) is commits


def test_a_lapse_ends_an_offer_before_and_after_its_acceptance() -> None:
    late = accepted().offered(events.OfferLapsed, lapsed_on=date(2026, 1, 9))
    early = Life().assessed("as", "STAR", date(2025, 1, 5))
    early.offered(events.OfferLapsed, lapsed_on=date(2026, 1, 9)).offered(events.OfferAccepted)
    assert commitments(late) == commitments(early) == ()


def test_whoever_is_placed_becomes_incumbent_of_that_profile() -> None:
    life = placed(accepted())
    incumbency = life.facts(RMO).incumbency
    assert incumbency is not None
    assert (incumbency.assignment_id, incumbency.post_id) == ("placement:o-1", "post-9")
    assert (incumbency.starts_on, incumbency.event_id) == (STARTS, "e3")
    assert life.facts(RMO).member_since == STARTS
    assert [it.placed_from for it in commitments(life)] == [STARTS]
    posting = life.facts().person.posting
    assert posting is not None
    assert posting.duty_station == GENEVA


@pytest.mark.parametrize("ending", [events.OfferRevoked, events.OfferDeclined])
def test_a_placement_falls_with_its_offer(ending: type[events.OfferEvent]) -> None:
    more = {"reason": "post cut"} if ending is events.OfferRevoked else {}
    life = placed(accepted()).offered(ending, **more)
    assert life.facts(RMO).incumbency is None
    assert commitments(life) == ()


@pytest.mark.parametrize(
    ("starts_on", "counts"),
    [
        (date(2026, 7, 31), False),
        (date(2026, 8, 1), True),
        (date(2026, 9, 1), True),
        (date(2026, 10, 15), True),
    ],
)
def test_an_assignment_to_that_post_counts_instead_from_a_month_before(
    starts_on: date, counts: bool
) -> None:
    life = placed(accepted()).assigned("asg", starts_on, post_id="post-9", profile=RMO)
    incumbency = life.facts(RMO).incumbency
    assert incumbency is not None
    assert incumbency.assignment_id == ("asg" if counts else "placement:o-1")
    assert [it.placed_from for it in commitments(life)] == [starts_on if counts else STARTS]


def test_an_assignment_to_another_post_leaves_the_placement_as_it_is() -> None:
    life = placed(accepted()).assigned("asg", date(2026, 8, 15), post_id="post-1", profile=RMO)
    incumbency = life.facts(RMO).incumbency
    assert incumbency is not None
    assert incumbency.assignment_id == "placement:o-1"


@pytest.mark.parametrize("assignment_id", ["asg", "placement:o-1"])
def test_a_commitment_is_told_no_longer_once_the_person_has_arrived(assignment_id: str) -> None:
    life = placed(accepted())
    if assignment_id == "asg":
        life.assigned("asg", STARTS, post_id="post-9", profile=RMO)
    course = {"assignment_id": assignment_id, "post_id": "post-9"}
    life.add(events.AssignmentStarted, started_on=date(2026, 9, 4), **course)
    assert commitments(life) == ()
    incumbency = life.facts(RMO).incumbency
    assert incumbency is not None
    assert (incumbency.assignment_id, incumbency.starts_on) == (assignment_id, date(2026, 9, 4))


def test_an_earlier_arrival_elsewhere_ends_no_commitment() -> None:
    life = placed(accepted()).assigned("before", date(2022, 1, 1))
    course = {"assignment_id": "before", "post_id": "post-1"}
    life.add(events.AssignmentStarted, started_on=date(2022, 1, 1), **course)
    assert len(commitments(life)) == 1


def test_whoever_left_the_pool_is_a_member_again_by_a_later_placement() -> None:
    leaving = datetime(2026, 3, 1, 23, tzinfo=UTC)
    life = placed(accepted()).add(events.PoolLeft, occurred_at=leaving)
    assert life.facts().departure is not None
    assert life.facts(RMO).departure is None
    assert life.facts(RMO).incumbency is not None
