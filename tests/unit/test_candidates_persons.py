"""Two ids that are one person, and people who are erased: what each log then says."""

from collections import deque
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import codec, events
from schemas.events import CandidateState, Event, MembershipRecorded, PersonAbsorbed, PersonErased
from streams.candidates.errors import ForeignMerge
from streams.candidates.people import People
from tests.unit.one_life import COM, RMO, Life

A_DAY = date(2026, 1, 5)


class OneLog:
    """All ids in one partition: what one tells another comes back into the same log."""

    def __init__(self) -> None:
        self.people = People(0)
        self.records = 0
        self.told: list[Event] = []
        self.last: dict[tuple[str, tuple[str, str]], MembershipRecorded] = {}

    def add(self, *life: Life) -> None:
        for event in (event for it in life for event in it.events):
            self.publish(event)

    def publish(self, event: Any) -> None:
        waiting = deque([(event.candidate_id, event)])
        if isinstance(event, events.CandidateMerged):
            waiting.append((event.merged_candidate_id, event))
        while waiting:
            key, record = waiting.popleft()
            self.records += 1
            for told in self.people.fold(codec.encode(record), self.records, key.encode()):
                self.told.append(told)
                if isinstance(told, MembershipRecorded):
                    self.last[told.candidate_id, (told.job_group, told.grade)] = told
                elif not isinstance(told, events.LeadershipStanding):
                    waiting.append((told.candidate_id, told))

    def state(self, candidate_id: str) -> CandidateState:
        self.people.take_changes()
        state: CandidateState = codec.decode(self.people.states()[candidate_id.encode()])
        return state


def merged(merged_id: str, stays_as: str, hours: int = 0) -> Event:
    time = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hours)
    return events.CandidateMerged(
        event_id=f"{merged_id} is {stays_as}",
        occurred_at=time,
        recorded_at=time,
        source="test",
        candidate_id=stays_as,
        merged_candidate_id=merged_id,
        actor_role="hr-data-steward",
        reason="applied twice",
    )


def erased(candidate_id: str) -> Event:
    time = datetime(2026, 6, 1, tzinfo=UTC)
    return events.CandidateErased(
        event_id=f"erase {candidate_id}",
        occurred_at=time,
        recorded_at=time,
        source="test",
        candidate_id=candidate_id,
        erasure_reason="PERSON_ASKED",
        actor_role="data-protection-officer",
    )


def two_ids() -> OneLog:
    """c-1 was assessed for COM, c-2 for RMO."""
    log = OneLog()
    log.add(Life("c-1").assessed("as-1", "STAR", A_DAY))
    log.add(Life("c-2").assessed("as-2", "TIER_1", A_DAY, profile=RMO))
    return log


def test_the_id_that_stays_has_the_memberships_of_both() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    for profile, name in ((COM, "as-1"), (RMO, "as-2")):
        told = log.last["c-1", profile]
        assert told.assessment is not None
        assert (told.assessment.assessment_id, told.former_ids) == (name, ("c-2",))


def test_the_merged_id_keeps_no_membership_and_names_the_other() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    told = log.last["c-2", RMO]
    assert told.departure is not None
    assert (told.departure.kind, told.departure.stays_as) == ("MERGED", "c-1")
    assert told.departure.event_id == "c-2 is c-1"
    assert (told.assessment, told.incumbency, told.origin, told.former_ids) == (
        None,
        None,
        None,
        (),
    )


def test_what_arrives_later_for_the_merged_id_counts_for_the_other() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    log.add(Life("c-2").assessed("as-3", "STAR", date(2026, 5, 1), profile=RMO))
    told = log.last["c-1", RMO]
    assert told.assessment is not None
    assert (told.assessment.assessment_id, told.cause_type) == ("as-3", "PersonAbsorbed")
    assert ("c-2", COM) not in log.last


def test_a_chain_of_merges_ends_at_the_last_id() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    log.publish(merged("c-1", "c-0"))
    assert log.last["c-0", RMO].former_ids == ("c-1", "c-2")
    log.add(Life("c-2").assessed("as-3", "STAR", date(2026, 5, 1), profile=RMO))
    told = log.last["c-0", RMO]
    assert told.assessment is not None
    assert told.assessment.assessment_id == "as-3"
    departure = log.last["c-1", COM].departure
    assert departure is not None
    assert departure.stays_as == "c-0"


def test_of_two_merges_into_each_other_the_later_counts() -> None:
    log = two_ids()
    log.publish(merged("c-1", "c-2", hours=2))
    log.publish(merged("c-2", "c-1", hours=1))
    departure = log.last["c-1", COM].departure
    assert departure is not None
    assert departure.stays_as == "c-2"
    assert log.last["c-2", COM].assessment is not None
    assert log.last["c-2", RMO].former_ids == ("c-1",)


def test_a_circle_of_three_ends_and_has_one_id_that_stays() -> None:
    log = two_ids()
    for number, (one, other) in enumerate([("c-1", "c-2"), ("c-2", "c-3"), ("c-3", "c-1")]):
        log.publish(merged(one, other, hours=number))
    assert log.records < 25
    # The oldest merge, of c-1 into c-2, is the one that does not count.
    assert log.last["c-1", COM].former_ids == ("c-2", "c-3")
    assert log.last["c-1", RMO].assessment is not None


def test_a_merge_corrected_by_a_later_one_gives_the_facts_to_the_right_id() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1", hours=1))
    log.publish(merged("c-2", "c-9", hours=2))
    wrong, right = log.last["c-1", RMO], log.last["c-9", RMO]
    assert (wrong.assessment, wrong.former_ids) == (None, ())
    assert right.assessment is not None
    assert log.last["c-1", COM].former_ids == ()


def test_a_merge_with_itself_says_nothing() -> None:
    log = two_ids()
    told = len(log.told)
    log.publish(merged("c-1", "c-1"))
    assert len(log.told) == told


def test_a_merge_under_a_third_key_stops_the_unit() -> None:
    with pytest.raises(ForeignMerge, match="under the key b'c-3'"):
        People(0).fold(codec.encode(merged("c-2", "c-1")), 1, b"c-3")


def test_an_erasure_leaves_a_mark_and_no_fact() -> None:
    log = two_ids()
    log.publish(erased("c-1"))
    told = log.last["c-1", COM]
    assert told.departure is not None
    assert (told.departure.kind, told.departure.event_id) == ("ERASED", "erase c-1")
    assert (told.assessment, told.member_since, told.origin) == (None, None, None)
    assert log.state("c-1") == CandidateState(decision_version=3, erased=True)


def test_whatever_arrives_for_an_erased_id_changes_nothing() -> None:
    log = two_ids()
    log.publish(erased("c-1"))
    told, state = len(log.told), log.state("c-1")
    log.add(Life("c-1").assessed("as-9", "STAR", date(2026, 7, 1)))
    log.publish(erased("c-1"))
    assert (len(log.told), log.state("c-1")) == (told, state)


def test_an_erasure_of_the_id_that_stays_takes_its_former_ids_along() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    log.publish(merged("c-3", "c-2"))
    log.publish(erased("c-1"))
    for one in ("c-1", "c-2", "c-3"):
        assert log.state(one) == CandidateState(decision_version=3, erased=True)
    assert [it.candidate_id for it in log.told if isinstance(it, PersonErased)] == ["c-2", "c-3"]


def test_an_erasure_of_a_former_id_takes_only_what_was_stated_under_it() -> None:
    log = two_ids()
    log.publish(merged("c-2", "c-1"))
    log.publish(erased("c-2"))
    kept, gone = log.last["c-1", COM], log.last["c-1", RMO]
    assert kept.assessment is not None
    assert kept.former_ids == ()
    assert gone.assessment is None
    assert b"as-2" not in codec.encode(log.state("c-1"))


@pytest.mark.parametrize("stays", ["c-1", "c-2"])
def test_a_merge_with_somebody_erased_before_ends_as_if_it_had_come_first(stays: str) -> None:
    merge = merged("c-2", "c-1")
    one, other = two_ids(), two_ids()
    for event in (merge, erased(stays)):
        one.publish(event)
    for event in (erased(stays), merge):
        other.publish(event)
    for candidate_id in ("c-1", "c-2"):
        assert one.state(candidate_id) == other.state(candidate_id)


def test_nobody_who_was_never_merged_tells_others_anything() -> None:
    log = two_ids()
    log.publish(erased("c-2"))
    assert not [it for it in log.told if isinstance(it, PersonAbsorbed | PersonErased)]
