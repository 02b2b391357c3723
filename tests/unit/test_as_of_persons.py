"""People with several ids on any day: what one id told another must tell no more than counts."""

from collections import defaultdict
from datetime import date, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import events
from schemas.codec import decode
from schemas.events import CandidateMerged, CandidateState, Event, PersonAbsorbed, PersonErased
from streams.candidates.fold import NOBODY
from streams.history.as_of.clock import AsOf, Clock
from streams.history.as_of.people import people_with_several_ids, states_together
from streams.history.explain.events_seen import PersonLog
from streams.history.logs import Place
from tests.unit.candidate_lives import lives_of_several_ids
from tests.unit.one_life import COM, RMO, Life
from tests.unit.test_candidates_persons import OneLog, erased, merged

PLACE = Place("candidate-log", 0)
MERGED_ON = date(2026, 4, 1)


def logs_of(published: list[Event], told: list[Event]) -> list[PersonLog]:
    """As the candidate-log has them: a merge under both ids, and what the stage told itself."""
    by_id: dict[str, list[tuple[int, Event]]] = defaultdict(list)
    to_others = [one for one in told if isinstance(one, PersonAbsorbed | PersonErased)]
    for count, event in enumerate([*published, *to_others], start=1):
        ids = {event.candidate_id}  # type: ignore[attr-defined]
        if isinstance(event, CandidateMerged):
            ids.add(event.merged_candidate_id)
        for one in sorted(ids):
            by_id[one].append((count, event))
    return [PersonLog(one, PLACE, records) for one, records in by_id.items()]


def live(published: list[Event]) -> OneLog:
    log = OneLog()
    for event in published:
        log.publish(event)
    return log


@settings(deadline=None, max_examples=60)
@given(lives_of_several_ids(), st.sampled_from(get_args(Clock)), st.data())
def test_states_are_those_of_a_history_with_no_other_facts(
    published: list[Event], clock: Clock, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(published))
    moment = one.recorded_at if clock == "recorded" else one.occurred_at
    as_of = AsOf(moment.date(), clock)
    whole = live(published)
    found, _ = states_together(logs_of(published, whole.told), as_of)
    # Whoever was erased with another id is erased on every day, whatever tied the two together.
    gone = [one for one in whole.told if isinstance(one, PersonErased)]
    until_then = live([*(one for one in published if as_of.admits(one)), *gone])
    states = dict(until_then.people.states()) | dict(until_then.people.take_changes())
    assert found == {
        one: decode(states[one.encode()]) if one.encode() in states else NOBODY for one in found
    }
    assert found.keys() >= {one.candidate_id for one in gone}


def two() -> list[Event]:
    first = Life("c-1").assessed("as-1", "STAR", date(2026, 1, 5))
    second = Life("c-2").assessed("as-2", "TIER_1", date(2026, 1, 6), profile=RMO)
    return [*first.events, *second.events, merged("c-2", "c-1")]


def profiles(published: list[Event], day: date) -> dict[str, set[tuple[str, str]]]:
    """Of each id the profiles with a basis."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    logs = logs_of(published, live(published).told)
    for one in people_with_several_ids(logs, AsOf(day, "recorded")):
        if one.assessment is not None:
            found[one.candidate_id].add((one.job_group, one.grade))
    return dict(found)


def test_before_a_merge_there_are_two_people_and_from_then_on_one() -> None:
    assert profiles(two(), MERGED_ON - timedelta(days=1)) == {"c-1": {COM}, "c-2": {RMO}}
    assert profiles(two(), MERGED_ON) == {"c-1": {COM, RMO}}


def test_an_erasure_reaches_back_to_ids_that_were_not_merged_yet() -> None:
    published = [*two(), erased("c-1")]
    assert profiles(published, MERGED_ON - timedelta(days=1)) == {}


def test_a_fact_told_late_to_the_id_that_stays_is_not_known_before() -> None:
    late = events.AssessmentVoided(
        event_id="v",
        occurred_at=merged("c-2", "c-1").occurred_at + timedelta(days=9),
        recorded_at=merged("c-2", "c-1").recorded_at + timedelta(days=9),
        source="test",
        candidate_id="c-2",
        assessment_id="as-2",
        reason="panel withdrawn",
    )
    assert profiles([*two(), late], MERGED_ON + timedelta(days=8)) == {"c-1": {COM, RMO}}
    assert profiles([*two(), late], MERGED_ON + timedelta(days=9)) == {"c-1": {COM}}


def test_nothing_is_left_of_a_state_that_was_erased() -> None:
    logs = logs_of([*two(), erased("c-2")], [])
    states, _ = states_together(logs, AsOf(date(2026, 3, 1), "occurred"))
    assert states["c-2"] == CandidateState(
        decision_version=states["c-2"].decision_version, erased=True
    )
