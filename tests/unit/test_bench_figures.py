"""What the bench says about a figure, and how it tells the weather, is computed right."""

import json
from itertools import islice
from pathlib import Path

import pytest

from bench.backlog import backlog
from bench.figure import Figure, Goal, Peer
from bench.load import news
from bench.measure import percentile
from bench.people import state_records
from bench.report import write
from bench.steal import steal_percent, times_in
from schemas.codec import decode
from schemas.events import AssessmentVoided
from schemas.events.candidate_state import CandidateState
from streams.candidates.fold import fold

STAT = """cpu  100 0 50 800 10 0 0 40 7 7
cpu0 50 0 25 400 5 0 0 20 3 3
intr 1 2 3
"""


def figure(value: float, goal: Goal | None) -> Figure:
    return Figure("speed", value, "events/s", Peer("other", 50.0), [90.0, value], 1.5, 0.5, goal)


def test_steal_is_its_share_of_all_processor_time_between_two_readings() -> None:
    before = times_in(STAT)
    after = times_in("cpu  150 0 50 840 10 0 0 50 9 9\n")
    assert before == (100, 0, 50, 800, 10, 0, 0, 40)
    assert steal_percent(before, after) == pytest.approx(10.0)
    assert steal_percent(before, before) == 0.0


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Goal(100, "higher"), True),
        (Goal(101, "higher"), False),
        (Goal(100, "lower"), True),
        (Goal(99, "lower"), False),
        (None, None),
    ],
)
def test_a_goal_is_reached_on_its_own_side_and_on_the_line(
    goal: Goal | None, reached: bool | None
) -> None:
    assert figure(100.0, goal).reached is reached


def test_a_percentile_is_a_measured_value_that_so_many_do_not_exceed() -> None:
    values = [float(number) for number in range(200, 0, -1)]
    assert percentile(values, 50) == 100.0
    assert percentile(values, 99) == 198.0
    assert percentile([7.0], 99) == 7.0


def test_the_file_holds_an_object_for_each_figure_with_what_it_is_compared_with(
    tmp_path: Path,
) -> None:
    file = tmp_path / "build" / "bench.json"
    write([figure(100.0, Goal(8, "higher"))], file)
    assert json.loads(file.read_text()) == [
        {
            "name": "speed",
            "value": 100.0,
            "unit": "events/s",
            "compared_with": "other",
            "compared_value": 50.0,
            "ratio": 2.0,
            "goal": "≥ 8",
            "reached": True,
            "repetitions": [90.0, 100.0],
            "steal_percent": 1.5,
            "load_before": 0.5,
        }
    ]


def test_copied_people_have_states_and_ids_of_their_own_that_decode() -> None:
    records = dict(state_records(300))
    assert len(records) == 300
    assert len(set(records.values())) == 300
    assert {type(decode(value)) for value in records.values()} == {CandidateState}


def test_a_backlog_begins_with_the_policy_and_goes_on_in_the_order_of_recording() -> None:
    made = backlog(30, 3)
    topics = [record.topic for record in made.records]
    people = topics.index(next(topic for topic in topics if topic != "reference"))
    assert set(topics[:people]) == {"reference"}
    assert "reference" not in topics[people:]
    recorded = [event.recorded_at for event in made.events[people:]]
    assert recorded == sorted(recorded)
    assert 0 < made.person_records < len(made.events)


def test_the_load_is_about_people_of_the_pool_and_every_fact_of_it_counts() -> None:
    made = backlog(20, 0)
    states = dict(made.states())
    for event in islice(news(20), 300):
        candidate_id = event.candidate_id  # type: ignore[attr-defined]
        after = fold(states[candidate_id], event)
        if not isinstance(event, AssessmentVoided):
            assert after is not states[candidate_id]
        states[candidate_id] = after
