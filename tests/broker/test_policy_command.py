"""A rule set goes out through the command, and does what its check foretold."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from producers.publisher import Publisher
from producers.reference import built_in
from producers.rule_sets import read_rule_set, rule_set_text
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import (
    AssessmentCompleted,
    AvailabilityConfirmed,
    Event,
    ProfilePublished,
    ProposalEvent,
    ProposalListing,
    ProposalRevised,
    Rating,
    RatingValidity,
    RuleSetPublished,
    VacancyOpened,
)
from schemas.text import to_json
from tests.broker.pipeline_outcome import pipeline_on_the_day
from tests.broker.pipeline_results import last_by_key, read_logs
from tests.broker.pipeline_upstream import TODAY
from tests.broker.pipeline_worker import Pipeline

DECIDED = ("reference", "pool-log", "pool-state", "evaluations", "proposals", "roster")
MORNING = datetime(2025, 9, 1, 8, tzinfo=UTC)


def run(connection: Connection, prefix: str, *arguments: str, answer: str | None = None) -> Result:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return CliRunner().invoke(main, ["policy", *arguments, *where], input=answer)


def first_policy() -> RuleSetPublished:
    """Core rules alone, so that few facts are enough."""
    shipped = built_in().rule_set
    kept = tuple(
        each for each in shipped.sources if each.setting.split(".")[0] not in ("rules", "criteria")
    )
    return read_rule_set(
        rule_set_text(replace(shipped, version=1, rules=(), criteria=(), sources=kept))
    )


def second_policy(version: int = 2, since: date = date(2025, 1, 1)) -> RuleSetPublished:
    """TIER_1 counts for six months instead of twenty-four."""
    months = {"STAR": 24, "TIER_1": 6, "TIER_2": 12}
    validity = tuple(RatingValidity(rating=rating, months=of) for rating, of in months.items())
    return replace(first_policy(), version=version, effective_from=since, validity=validity)


def written(folder: Path, rules: RuleSetPublished) -> str:
    file = folder / f"rules-{rules.version}.toml"
    file.write_text(rule_set_text(rules), encoding="utf-8")
    return str(file)


def envelope(event_id: str) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "occurred_at": MORNING,
        "recorded_at": MORNING,
        "source": "tests",
    }


def facts() -> Iterator[Event]:
    yield first_policy()
    for grade in ("P-5", "P-4"):
        yield ProfilePublished(
            **envelope(f"profile-{grade}"),
            job_group="COM",
            grade=grade,
            title="Chief of Mission",
            effective_from=date(2020, 1, 1),
        )
    yield from person("c-star", "STAR", "P-5")
    yield from person("c-tier-1", "TIER_1", "P-5")
    yield from person("c-elsewhere", "STAR", "P-4")
    yield opened("vacancy-juba", "P-5")
    yield opened("vacancy-elsewhere", "P-4")


def person(candidate_id: str, rating: Rating, grade: str) -> Iterator[Event]:
    yield AssessmentCompleted(
        **envelope(f"{candidate_id}-assessed"),
        candidate_id=candidate_id,
        assessment_id=f"{candidate_id}-assessment",
        job_group="COM",
        grade=grade,
        overall_rating=rating,
        completed_on=date(2025, 1, 10),
        round_id="round-2025",
        modality="FULL_PATHWAYS",
        delivery="ONLINE",
        panel_id="panel-1",
        framework_version="2023",
    )
    yield AvailabilityConfirmed(
        **envelope(f"{candidate_id}-free"),
        candidate_id=candidate_id,
        available_from=date(2025, 10, 1),
    )


def opened(vacancy_id: str, grade: str) -> VacancyOpened:
    return VacancyOpened(
        **envelope(f"{vacancy_id}-opened"),
        vacancy_id=vacancy_id,
        job_group="COM",
        grade=grade,
        post_id=f"post-{vacancy_id}",
        title="Chief of Mission",
        duty_station=built_in().station("SSD", "Juba").key,
        reason="NEW_POST",
        rotational=False,
        opened_on=date(2025, 9, 1),
        start_by=date(2025, 12, 1),
    )


def listed(pipeline: Pipeline) -> dict[str, ProposalEvent]:
    """The last revision of each vacancy."""
    return last_by_key(read_logs(pipeline.connection, pipeline.prefix, "proposals"))


def count(pipeline: Pipeline, *topics: str) -> int:
    return len(read_logs(pipeline.connection, pipeline.prefix, *topics))


def test_a_published_rule_set_does_what_its_check_foretold(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    with pipeline_on_the_day(connection, prefix, tmp_path) as pipeline:
        with Publisher(connection, prefix) as publisher:
            publisher.publish_all(facts())
        pipeline.catch_up()
        file = written(tmp_path, second_policy())
        before = count(pipeline, *DECIDED)

        shown = json.loads(run(connection, prefix, "show", "--json").stdout)
        assert shown["day"] == str(TODAY)
        assert shown["in_effect"]["version"] == 1
        foretold = json.loads(run(connection, prefix, "check", file, "--json").stdout)
        assert count(pipeline, *DECIDED) == before, "a check publishes nothing"

        done = run(connection, prefix, "publish", file, answer="y\n")
        assert done.exit_code == 0, done.output
        assert "Published. It takes effect at once" in done.output
        pipeline.catch_up()

        (effect,) = foretold["vacancies"]
        revised = listed(pipeline)[effect["vacancy_id"]]
        assert isinstance(revised, ProposalRevised)
        assert effect["kind"] == "ProposalRevised"
        assert effect["changes"] == to_json(revised)["changes"]
        assert revised.changes.left == ("c-tier-1",)
        assert revised.rule_set is not None
        assert revised.rule_set.version == 2
        kept = listed(pipeline)["vacancy-elsewhere"]
        assert isinstance(kept, ProposalListing)
        assert [it.candidate_id for it in kept.ranked] == ["c-elsewhere"]
        assert foretold["open_proposals"] == 2
        assert foretold["roster"] == {"MembershipExpired": 1}
        (change,) = (it for it in foretold["differences"] if it["setting"].startswith("validity"))
        assert (change["setting"], change["before"], change["after"]) == (
            "validity.TIER_1",
            "24",
            "6",
        )
        assert (
            json.loads(run(connection, prefix, "show", "--json").stdout)["in_effect"]["version"]
            == 2
        )


@pytest.mark.usefixtures("topics")
def test_nothing_goes_out_without_a_yes_and_nothing_twice(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    assert "No rule set is in effect" in run(connection, prefix, "show").output
    file = written(tmp_path, first_policy())
    refused = run(connection, prefix, "publish", file, answer="n\n")
    assert refused.exit_code == 1
    assert reference(connection, prefix) == []

    assert run(connection, prefix, "publish", file, "--yes").exit_code == 0
    (event,) = reference(connection, prefix)
    first = first_policy()
    assert event.recorded_at > first.recorded_at
    assert replace(event, occurred_at=first.occurred_at, recorded_at=first.recorded_at) == first
    again = run(connection, prefix, "publish", file, "--yes")
    assert again.exit_code == 0
    assert "published already" in again.output
    assert len(reference(connection, prefix)) == 1


@pytest.mark.usefixtures("topics")
def test_a_version_that_is_out_is_never_published_with_another_text(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    with Publisher(connection, prefix) as publisher:
        publisher.publish(first_policy())
    file = written(tmp_path, second_policy(version=1, since=first_policy().effective_from))
    refused = run(connection, prefix, "publish", file, "--yes")
    assert refused.exit_code == 1
    assert "give yours a version of its own" in refused.output
    assert len(reference(connection, prefix)) == 1


@pytest.mark.usefixtures("topics")
def test_a_rule_set_that_would_never_count_is_not_published(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    with Publisher(connection, prefix) as publisher:
        publisher.publish(first_policy())
    file = written(tmp_path, second_policy(since=date(2019, 1, 1)))
    refused = run(connection, prefix, "publish", file, "--yes")
    assert refused.exit_code == 1
    assert "it would never be in effect" in refused.output
    assert len(reference(connection, prefix)) == 1


@pytest.mark.usefixtures("topics")
def test_what_is_shown_as_a_file_is_the_policy_in_effect_and_what_is_to_come_is_told(
    connection: Connection, prefix: str
) -> None:
    later = read_rule_set(rule_set_text(second_policy(since=date(2060, 1, 1))), MORNING)
    with Publisher(connection, prefix) as publisher:
        publisher.publish_all([first_policy(), later])
    shown = run(connection, prefix, "show", "--toml").stdout
    assert read_rule_set(shown) == first_policy()
    told = " ".join(run(connection, prefix, "show").output.split())
    assert "To come: pathways-default version 2, from 2060-01-01" in told


def reference(connection: Connection, prefix: str) -> list[Any]:
    return [decode(record.value) for record in read_logs(connection, prefix, "reference")]
