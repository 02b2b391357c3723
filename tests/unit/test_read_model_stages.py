"""Exercises, forecasts and the leadership pipeline in tables, and what of the logs is taken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from consumers.projection.changes import changes
from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from consumers.projection.sources import LOG_KINDS, TOPICS, WHOLE, takes
from consumers.projection.tables import (
    COHORT_FUNNELS,
    DEVELOPMENT_NEEDS,
    EXERCISE_ACTS,
    FUNNEL_OUTCOMES,
    HORIZON_OPENINGS,
    NOMINATION_REVISIONS,
    SLATE_PARTS,
    SLATE_PLACEMENTS,
)
from schemas.codec import encode
from schemas.event_table import EVENT_TABLE
from schemas.text import to_json
from schemas.topics import TOPICS as EVERY_TOPIC
from tests.golden_results import golden
from tests.read_model_rows import (
    AT,
    PREFIX,
    TOPIC_IDS,
    asked,
    content,
    delivered,
    rows,
    save,
)
from tests.web.stage_story import stage_story

STORY = [event for events in stage_story().values() for event in events]


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(engine: Engine) -> ReadModel:
    return ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def frozen_of(*topics: str) -> set[str]:
    return {name for name, row in EVENT_TABLE.items() if row.topic in topics}


@pytest.mark.parametrize("kind", sorted(frozen_of("slates", "nominations", "horizon")))
def test_every_event_of_the_public_topics_has_a_row(kind: str) -> None:
    assert any(changes([delivered(golden(kind))]).stages.values())


@pytest.mark.parametrize("log", ["exercise-log", "leadership-log"])
def test_every_kind_that_is_taken_from_a_log_is_routed_there_and_has_a_row(log: str) -> None:
    for kind in LOG_KINDS[log]:
        assert log in {route.log for route in EVENT_TABLE[kind].routes}, kind
        assert any(changes([delivered(golden(kind))]).stages.values()), kind


@pytest.mark.parametrize("kind", ["LeadershipStanding", "PreferencesRanked", "HirerRankingLocked"])
def test_what_people_are_and_wish_is_not_even_decoded(kind: str) -> None:
    value = encode(golden(kind))
    assert not takes("exercise-log", value)
    assert not takes("leadership-log", value)
    assert takes("slates", value)
    assert takes("exercise-log", b"what nobody knows")


def test_the_read_model_is_made_from_topics_that_there_are() -> None:
    assert set(TOPICS) <= set(EVERY_TOPIC)
    assert not set(WHOLE) & set(LOG_KINDS)


def test_rows_say_what_the_events_say(model: ReadModel, engine: Engine) -> None:
    names = ("SlateProposed", "SlateAdjusted", "HorizonForecast", "NominationProposed")
    slate, adjusted, forecast, proposed = map(golden, names)
    save(model, slate, adjusted, forecast, proposed, golden("DevelopmentNeedIdentified"))
    (placed,) = rows(engine, SLATE_PLACEMENTS)
    assert (placed.run, placed.revision, placed.post_id) == (1, 1, "post-12")
    for name, value in vars(slate.placements[0]).items():
        assert getattr(placed, name) == value
    (part,) = rows(engine, SLATE_PARTS)
    assert (part.policy_id, part.placed, part.unfilled) == ("rotation-default", 1, 1)
    assert part.positions[1] == {"log": "pool-log", "partition": 0, "count": 9120}
    (act,) = rows(engine, EXERCISE_ACTS)
    assert (act.post_id, act.locked, act.document) == ("post-12", True, to_json(adjusted))
    (opening,) = rows(engine, HORIZON_OPENINGS)
    assert (opening.made_in, opening.country) == (forecast.month, "AFG")
    (nomination,) = rows(engine, NOMINATION_REVISIONS)
    assert nomination.document == to_json(proposed)
    (need,) = rows(engine, DEVELOPMENT_NEEDS)
    assert (need.behaviours, need.log_count) == (["SYSTEMS_THINKING"], 310)


def test_a_story_told_twice_or_in_other_batches_leaves_the_same_rows(
    model: ReadModel, engine: Engine
) -> None:
    deliveries = [delivered(event) for event in STORY]
    model.apply(changes(deliveries), AT)
    once = content(engine)
    assert once["slate_placements"]
    assert once["funnel_steps"]
    model.apply(changes(deliveries), AT)
    assert content(engine) == once
    built = ReadModel.build(engine, PREFIX, TOPIC_IDS)
    for one in deliveries:
        built.apply(changes([one]), AT)
    built.switch(AT)
    assert content(engine) == once


def test_a_slate_is_there_when_its_last_part_is(model: ReadModel, engine: Engine) -> None:
    whole = golden("SlateProposed")
    one = replace(whole, part=1, parts=2, event_id="p-1")
    two = replace(whole, part=2, parts=2, event_id="p-2", placements=(), unplaced=())
    question = "SELECT placed, unplaced, unfilled, status FROM slates"
    save(model, two)
    assert asked(engine, question) == []
    assert asked(engine, "SELECT post_id FROM slate_current") == []
    save(model, one)
    assert asked(engine, question) == [(1, 1, 2, "PROPOSED")]


def test_a_need_that_was_closed_is_open_when_it_is_identified_again(
    model: ReadModel, engine: Engine
) -> None:
    need, closed = golden("DevelopmentNeedIdentified"), golden("DevelopmentNeedClosed")
    question = "SELECT need_id, level_shown FROM open_development_needs"
    save(model, need, closed)
    assert asked(engine, question) == []
    save(model, replace(need, event_id="again", level_shown=2))
    assert asked(engine, question) == [(need.need_id, 2)]


def test_a_merge_closes_the_need_of_one_id_and_leaves_that_of_the_other(
    model: ReadModel, engine: Engine
) -> None:
    need, closed = golden("DevelopmentNeedIdentified"), golden("DevelopmentNeedClosed")
    goes_on = replace(need, event_id="merged", candidate_id="c-goes-on")
    save(model, need, goes_on, closed)
    question = "SELECT candidate_id FROM open_development_needs"
    assert asked(engine, question) == [("c-goes-on",)]


def test_a_funnel_keeps_each_day_and_hides_what_was_hidden(
    model: ReadModel, engine: Engine
) -> None:
    save(model, *(event for event in STORY if type(event).__name__ == "CohortFunnelRevised"))
    assert len(rows(engine, COHORT_FUNNELS)) == 2
    assert {row.people for row in rows(engine, FUNNEL_OUTCOMES)} == {None}
