"""What the candidates stage tells the leadership pipeline of a person, and when it says nothing."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings

from schemas import codec, events
from schemas.events import CandidateState, CompetencyShown, Event, LeadershipStanding
from schemas.topics import TOPICS
from streams.candidates.fold import NOBODY, fold
from streams.candidates.people import People
from streams.candidates.stage import CandidatesFold
from streams.candidates.standing import Standing, standing_of
from streams.engine.stage import Position
from tests.unit.candidate_lives import a_life
from tests.unit.leadership_facts import LogRecord
from tests.unit.one_life import COM, NAIROBI, RMO, Life

BELOW = CompetencyShown(code="STRATEGY", level_expected=4, level_shown=3)
REACHED = CompetencyShown(code="TEAMWORK", level_expected=3, level_shown=3)
UNSTATED = CompetencyShown(code="COURAGE", level_expected=3)
PART = {"participation_id": "p-1", "edition_id": "e-1"}


def assessed(life: Life, name: str, rating: str, *shown: CompetencyShown, **fields: Any) -> Life:
    return life.assessed(name, rating, date(2026, 1, 5), competencies=shown, **fields)


def told(life: list[Event], people: People | None = None) -> list[LeadershipStanding]:
    people = people or People(2)
    found = [
        it
        for count, event in enumerate(life, 1)
        for it in people.fold(codec.encode(event), count, _key(event))
    ]
    return [it for it in found if isinstance(it, LeadershipStanding)]


def _content(standing: LeadershipStanding) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in Standing.__dataclass_fields__}


def _key(event: Any) -> bytes:
    return str(event.candidate_id).encode()


def test_a_gap_is_told_with_its_levels_its_evidence_and_its_place() -> None:
    (one,) = told(assessed(Life(), "a-1", "TIER_2", BELOW, REACHED, UNSTATED).events)
    (gap,) = one.gaps
    assert (gap.competency, gap.level_expected, gap.level_shown) == ("STRATEGY", 4, 3)
    assert (gap.assessment_id, gap.event_id) == ("a-1", "e0")
    assert (one.event_id, one.causation_id) == ("c-1/2/1/standing", "e0")
    assert (one.position.log, one.position.count) == ("candidate-log", 1)
    (profile,) = one.profiles
    assert (profile.rating, profile.member_since) == ("TIER_2", date(2026, 1, 5))


def test_only_tier_2_shows_gaps_and_whoever_has_none_is_not_told_of() -> None:
    for rating in ("STAR", "TIER_1", "NOT_READY_YET"):
        assert told(assessed(Life(), "a-1", rating, BELOW).events) == []
    assert told(assessed(Life(), "a-1", "TIER_2", REACHED, UNSTATED).events) == []


def test_a_gap_that_is_over_is_told_once_and_then_nothing_more() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW)
    assessed(life, "a-2", "TIER_1", BELOW, supersedes="a-1")
    life.assigned("s-1", date(2026, 3, 1))
    _, over = told(life.events)
    assert (over.gaps, over.cause_type) == ((), "AssessmentCompleted")
    assert over.profiles[0].rating == "TIER_1"


def test_an_event_that_changes_nothing_of_a_standing_tells_none() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW).assigned("s-1", date(2026, 3, 1))
    change = {"due_rotation_on": date(2028, 3, 1), "change": "EXTENDED"}
    life.add(events.TourEndChanged, assignment_id="s-1", **change)
    life.add(events.RelativesDeclared, relatives="NONE")
    assert [it.cause_type for it in told(life.events)] == [
        "AssessmentCompleted",
        "IncumbentAssigned",
    ]


def test_letting_go_of_a_decoded_person_changes_no_standing() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW).assigned("s-1", date(2026, 3, 1))
    life.separated("s-1", date(2026, 9, 1)).add(events.LearningApplicationSubmitted, **PART)
    people, found = People(2), []
    for event in life.events:
        found.extend(told([event], people))
        fresh = People(2)
        people.take_changes()
        fresh.restore(people.states().items())
        people = fresh
    assert [_content(it) for it in found] == [_content(it) for it in told(life.events)]
    assert len(found) == 4


def test_a_recalibration_a_void_and_leaving_are_told() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW)
    life.add(
        events.AssessmentRecalibrated,
        assessment_id="a-1",
        recalibration_id="r-1",
        overall_rating="TIER_2",
        recalibrated_on=date(2026, 2, 1),
        panel_id="panel-2",
        framework_version="2023",
        competencies=(CompetencyShown(code="STRATEGY", level_expected=4, level_shown=2),),
        reason="inconsistent",
    )
    life.add(events.AssessmentVoided, assessment_id="a-1", reason="wrong person")
    assert [[it.level_shown for it in one.gaps] for one in told(life.events)] == [[3], [2], []]
    left = assessed(Life(), "a-1", "TIER_2", BELOW).add(events.PoolLeft, profiles=())
    object.__setattr__(left.events[-1], "occurred_at", datetime(2026, 2, 1, tzinfo=UTC))
    last = told(left.events)[-1]
    # Having been a member stays true of somebody who left.
    assert (last.gaps, last.departed) == ((), False)
    assert last.profiles[0].member_since == date(2026, 1, 5)
    assert (last.profiles[0].rating, last.cause_type) == (None, "PoolLeft")


def test_each_step_of_a_part_in_a_programme_is_told_with_its_day() -> None:
    life = Life().add(events.LearningApplicationSubmitted, **PART)
    life.add(events.SeatAllocated, **PART).add(
        events.LearningCompleted, completed_on=date(2026, 6, 1), **PART
    )
    *_, last = told(life.events)
    (part,) = last.participations
    assert part.status == "COMPLETED"
    assert (part.applied_on, part.seat_on, part.ended_on) == (date(2026, 1, 1),) * 2 + (None,)
    assert part.completed_on == date(2026, 1, 1), "the day on which the event took effect"


def test_a_late_application_adds_its_day_and_moves_nothing_back() -> None:
    life = Life().add(events.SeatDeclined, **PART).add(events.LearningApplicationSubmitted, **PART)
    first, last = told(life.events)
    assert first.participations[0].applied_on is None
    assert last.participations[0].status == "DECLINED"
    assert last.participations[0].applied_on == last.participations[0].ended_on


def test_posts_taken_up_are_told_of_whoever_is_asked_about() -> None:
    life = Life().add(events.LearningApplicationSubmitted, **PART)
    life.assigned("s-1", date(2026, 3, 1), profile=RMO)
    life.offered(events.OfferAccepted).offered(
        events.PlacementConfirmed,
        grade=COM[1],
        post_id="post-9",
        duty_station=NAIROBI,
        starts_on=date(2026, 9, 1),
    )
    last = told(life.events)[-1]
    assert [(it.post_id, it.job_group) for it in last.placements] == [
        ("post-1", "RMO"),
        ("post-9", "COM"),
    ]
    assert last.current_grade == "P-5"


def test_a_person_without_gaps_or_parts_is_never_told_of() -> None:
    life = assessed(Life(), "a-1", "STAR").assigned("s-1", date(2026, 3, 1))
    assert told(life.events) == []


def test_an_erased_person_is_told_to_be_gone_once() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW)
    erasing = {"erasure_reason": "PERSON_ASKED", "actor_role": "officer"}
    life.add(events.CandidateErased, **erasing)
    life.add(events.LearningApplicationSubmitted, **PART)
    last = told(life.events)[-1]
    assert (last.departed, last.gaps, last.profiles) == (True, (), ())
    assert len(told(life.events)) == 2


def test_a_merged_id_is_gone_and_the_other_has_its_gaps() -> None:
    life = assessed(Life("c-2"), "a-1", "TIER_2", BELOW)
    merge = {"merged_candidate_id": "c-2", "actor_role": "hr", "reason": "twice"}
    merged = Life("c-1").add(events.CandidateMerged, **merge).events[0]
    people = People(0)
    told(life.events, people)
    news = people.fold(codec.encode(merged), 2, b"c-2")
    (departed,) = [it for it in news if isinstance(it, LeadershipStanding)]
    assert (departed.candidate_id, departed.departed) == ("c-2", True)
    (absorbed,) = [it for it in news if isinstance(it, events.PersonAbsorbed)]
    people.fold(codec.encode(merged), 3, b"c-1")
    (stays,) = told([absorbed], people)
    assert (stays.candidate_id, stays.gaps[0].assessment_id) == ("c-1", "a-1")


def test_state_from_before_standings_were_told_tells_one_at_the_next_event() -> None:
    life = assessed(Life(), "a-1", "TIER_2", BELOW)
    older = CandidateState(**{**vars(life.state()), "decision_version": 2})
    people = People(0)
    people.restore([(b"c-1", codec.encode(older))])
    later = Life().add(events.RelativesDeclared, relatives="NONE", event_id="later").events
    assert [len(it.gaps) for it in told(later, people)] == [1]
    assert told(Life().add(events.RelativesDeclared, relatives="CLOSE").events, people) == []


def test_the_stage_writes_standings_to_the_leadership_log_under_the_person() -> None:
    event = assessed(Life(), "a-1", "TIER_2", BELOW).events[0]
    record = LogRecord(codec.encode(event), offset=7, partition=2)
    outputs = CandidatesFold(People(2), "x.").fold([record], Position(7, 4))
    (output,) = [it for it in outputs if it.topic == "x.leadership-log"]
    assert (output.partition, output.key) == (0, b"c-1")
    assert list(output.headers) == [("pathways-origin", b"candidate-log/2/7")]
    assert TOPICS["leadership-log"].partitions == 1


@settings(max_examples=40)
@given(a_life())
def test_the_last_word_on_a_person_is_where_they_stand(life: list[Event]) -> None:
    news, state = told(life), NOBODY
    for event in life:
        state = fold(state, event)
    now = standing_of(state)
    if now.gaps or now.participations:
        said = {name: getattr(news[-1], name) for name in now.__dataclass_fields__}
        assert said == {name: getattr(now, name) for name in now.__dataclass_fields__}
    elif news:
        assert not news[-1].gaps
        assert not news[-1].participations
