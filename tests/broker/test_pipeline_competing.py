"""One person on two lists, in two partitions of the pool-log, is shown on each."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.topics import apply_topics
from schemas.codec import decode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.events import (
    AssessmentCompleted,
    AvailabilityConfirmed,
    CandidatesListed,
    Event,
    ProposalListing,
    VacancyCancelled,
)
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from tests.broker import pipeline_upstream as upstream
from tests.broker.pipeline_results import last_by_key, read_logs
from tests.broker.pipeline_worker import Pipeline
from tests.unit.pool_facts import TODAY, envelope, opened, profile, rules

pytestmark = pytest.mark.broker

PROFILES = ("COM", "RMO")
POOLS = TOPICS["pool-log"].partitions


def person(candidate_id: str) -> list[Event]:
    """Ready for both profiles, and free."""
    assessed = [
        AssessmentCompleted(
            **envelope(f"{candidate_id}-{group}"),
            candidate_id=candidate_id,
            assessment_id=f"{candidate_id}-{group}",
            job_group=group,
            grade="P-5",
            overall_rating="TIER_1",
            completed_on=date(2025, 6, 1),
            round_id="2025",
            modality="FAST_TRACK",
            delivery="ONLINE",
            framework_version="2023",
            panel_id="panel-1",
        )
        for group in PROFILES
    ]
    free = AvailabilityConfirmed(
        **envelope(f"{candidate_id}-free"),
        candidate_id=candidate_id,
        available_from=date(2026, 5, 1),
        notice_days=30,
    )
    return [*assessed, free]


def facts() -> list[Event]:
    profiles = [
        replace(profile(), event_id=f"profile-{group}", job_group=group) for group in PROFILES
    ]
    vacancies = [opened(f"v-{group}", job_group=group) for group in PROFILES]
    return [rules(), *profiles, *person("c-1"), *vacancies]


def lists(pipeline: Pipeline) -> dict[str, Any]:
    found = last_by_key(read_logs(pipeline.connection, pipeline.prefix, "proposals"))
    return {key: event for key, event in found.items() if isinstance(event, ProposalListing)}


def competing(proposal: Any) -> dict[str, list[str]]:
    return {one.candidate_id: [it.vacancy_id for it in one.competing] for one in proposal.ranked}


def told(pipeline: Pipeline) -> list[Any]:
    logs = read_logs(pipeline.connection, pipeline.prefix, "pool-log")
    return [record for record in logs if isinstance(decode(record.value), CandidatesListed)]


def test_one_person_on_lists_of_two_pools_is_shown_on_each_until_one_list_ends(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    assert len({partition_of(group.encode(), POOLS) for group in PROFILES}) == 2
    apply_topics(connection, prefix)
    upstream.publish_by_librdkafka(connection, prefix, [day_started(TODAY)])
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        pipeline.start_worker()
        pipeline.catch_up()
        upstream.publish_by_librdkafka(connection, prefix, facts())
        pipeline.wait_until(lambda: len(lists(pipeline)) == 2)
        pipeline.catch_up()
        shown = {key: competing(event) for key, event in lists(pipeline).items()}
        assert shown == {"v-COM": {"c-1": ["v-RMO"]}, "v-RMO": {"c-1": ["v-COM"]}}

        records = told(pipeline)
        copies = {(decode(it.value).event_id, it.partition) for it in records}
        changes = {event_id for event_id, _ in copies}
        assert len(records) == len(copies) == POOLS * len(changes)
        assert {decode(it.value).vacancy_id for it in records} == {"v-COM", "v-RMO"}

        ended = VacancyCancelled(
            **envelope("ended", 9), vacancy_id="v-RMO", job_group="RMO", reason="no funds"
        )
        upstream.publish_by_librdkafka(connection, prefix, [ended])
        pipeline.wait_until(lambda: "v-RMO" not in lists(pipeline))
        pipeline.catch_up()
        assert competing(lists(pipeline)["v-COM"]) == {"c-1": []}
        assert len(told(pipeline)) == len(records) + POOLS
