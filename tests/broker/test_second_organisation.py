"""Another organisation's history, from the command line through a real Kafka to its proposals."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.topics import apply_topics
from producers.publisher import Publisher
from producers.reference import Organisation, read_organisation
from schemas.codec import decode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.events import ProposalListing
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from tests.broker.pipeline_results import read_logs
from tests.broker.pipeline_worker import Pipeline
from tests.openings_today import openings_on

pytestmark = pytest.mark.broker

DIRECTORY = Path(__file__).parents[1] / "data" / "second-organisation"
DAY = date(2025, 10, 1)
SIZE = ("--candidates", "250", "--vacancies", "20", "--seed", "5", "--years", "1")
POOLS = TOPICS["pool-log"].partitions


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == 0, done.output
    return done


def publish_history(connection: Connection, prefix: str, file: Path) -> None:
    """As its people do: two commands."""
    where = ("--bootstrap", connection.bootstrap_servers, "--prefix", prefix)
    made = ("--organisation", str(DIRECTORY), "--as-of", str(DAY), "--out", str(file))
    run("generate", *SIZE, *made)
    run("publish", str(file), *where)


def listed(connection: Connection, prefix: str) -> dict[str, ProposalListing]:
    """The last list of each of today's vacancies."""
    said = [decode(record.value) for record in read_logs(connection, prefix, "proposals")]
    lists = (it for it in said if isinstance(it, ProposalListing))
    return {it.vacancy_id: it for it in lists if it.vacancy_id.startswith("today-")}


@pytest.fixture
def second() -> Organisation:
    return read_organisation(DIRECTORY)


def test_eight_job_groups_share_five_pools_and_each_gets_its_proposals(
    second: Organisation, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    groups = {profile.job_group for profile in second.profiles}
    assert len({partition_of(group.encode(), POOLS) for group in groups}) < len(groups) == 8
    apply_topics(connection, prefix)
    with Publisher(connection, prefix) as publisher:
        publisher.publish_all([day_started(DAY), *openings_on(DAY, second, of_each=1)])
    publish_history(connection, prefix, tmp_path / "history.jsonl")
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        pipeline.start_worker()
        pipeline.catch_up()
        proposed = listed(connection, prefix)
        assert read_logs(connection, prefix, "rejected") == []
    answered = {(it.job_group, it.grade) for it in proposed.values()}
    assert answered == {(profile.job_group, profile.grade) for profile in second.profiles}
    for said in proposed.values():
        assert said.rule_set is not None
        assert said.rule_set.rule_set_id == second.rule_set.rule_set_id
        assert said.counts.considered > 0
    ranked = {it.job_group for it in proposed.values() if it.ranked}
    assert len(ranked) >= len(groups) - 2, "people are ranked in most job groups"
