"""Another organisation's real exports, through the whole pipeline with its own rules and grades."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.topics import apply_topics
from producers.publisher import Publisher
from producers.rule_sets import read_rule_set
from schemas.codec import decode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.events import (
    AssessmentCompleted,
    AvailabilityConfirmed,
    Event,
    LanguageLevel,
    LanguageRecorded,
    ProposalListing,
)
from schemas.topics import UPSTREAM
from tests.broker.pipeline_results import read_logs
from tests.broker.pipeline_worker import Pipeline

pytestmark = pytest.mark.broker

EXPORT = Path(__file__).parents[1] / "data" / "talentmap"
DAY = date(2018, 2, 22)
"""The day after the last one that the export names."""
ASSESSED = datetime(2017, 12, 1, 12, tzinfo=UTC)
VACANCIES = frozenset(
    f"talentmap-{number}"
    for number in (
        130641, 130728, 130734, 131872, 137817, 137825, 137826, 137843, 137867, 137868,
    )
)  # fmt: skip
BISHKEK, PERTH, CHISINAU = "talentmap-130734", "talentmap-130641", "talentmap-137825"


def run(connection: Connection, prefix: str, *arguments: str) -> Result:
    where = ["--bootstrap", connection.bootstrap_servers, "--prefix", prefix]
    return CliRunner().invoke(main, ["import", "talentmap", str(EXPORT), *arguments, *where])


def stated(about: str) -> dict[str, Any]:
    return {
        "event_id": about,
        "occurred_at": ASSESSED,
        "recorded_at": ASSESSED,
        "source": "bureau.of.personnel",
        "candidate_id": about.partition(":")[0],
    }


def ready(candidate: str, grade: str, *languages: str) -> Iterable[Event]:
    """Assessed for consular posts of a grade, free, and tested at C1 in some languages."""
    yield AssessmentCompleted(
        **stated(f"{candidate}:assessed"),
        assessment_id=f"{candidate}:assessment",
        job_group="3001",
        grade=grade,
        overall_rating="TIER_1",
        modality="FULL_PATHWAYS",
        delivery="ONLINE",
        round_id="2017",
        panel_id="panel",
        framework_version="2017",
        completed_on=ASSESSED.date(),
    )
    yield AvailabilityConfirmed(**stated(f"{candidate}:free"), available_from=date(2018, 3, 1))
    for language in languages:
        levels = (
            LanguageLevel(ability="SPEAKING", level="C1"),
            LanguageLevel(ability="READING", level="C1"),
        )
        yield LanguageRecorded(
            **stated(f"{candidate}:{language}"),
            language=language,
            framework="CEFR",
            evidence="TESTED",
            levels=levels,
        )


def people() -> Iterable[Event]:
    yield from ready("officer-1", "03", "ru", "ky")
    yield from ready("officer-2", "03", "ru")
    yield from ready("officer-3", "03")
    yield from ready("officer-4", "01", "vi", "zh")


def last_said(connection: Connection, prefix: str) -> dict[str, Any]:
    found = {}
    for record in read_logs(connection, prefix, "proposals"):
        found[record.key.decode()] = decode(record.value)
    return found


def test_each_vacancy_of_the_export_gets_its_proposal_and_nothing_is_rejected(
    connection: Connection, prefix: str, tmp_path: Path
) -> None:
    apply_topics(connection, prefix)
    with Publisher(connection, prefix) as publisher:
        rules = read_rule_set((EXPORT / "rule_set.toml").read_text())
        publisher.publish_all([rules, *people(), day_started(DAY)])
    done = run(connection, prefix, "--json")
    assert done.exit_code == 1, "fifty openings and six cycles were left out"
    report = json.loads(done.stdout)
    assert (report["published"], report["rejected"]) == (45, 56)
    assert report["published_by_topic"] == {
        f"{prefix}reference": 35,
        f"{prefix}vacancies": 10,
    }
    with Pipeline(connection, prefix, tmp_path) as pipeline:
        pipeline.start_worker()
        pipeline.catch_up()
        proposals = last_said(connection, prefix)
        assert read_logs(connection, prefix, "rejected") == []
        before = len(read_logs(connection, prefix, "proposals"))
        again = run(connection, prefix, "--json")
        pipeline.catch_up()
        assert json.loads(again.stdout)["published"] == 45
        assert len(read_logs(connection, prefix, "proposals")) == before, "again is safe"
    assert set(proposals) == VACANCIES
    # Whether people or vacancies are read first is chance: an empty list may come before.
    assert all(isinstance(it, ProposalListing) for it in proposals.values())
    listed = {
        number: [person.candidate_id for person in it.ranked] for number, it in proposals.items()
    }
    assert sorted(listed[PERTH]) == ["officer-1", "officer-2", "officer-3"]
    assert listed[BISHKEK] == ["officer-1"], "Russian and Kirghiz are asked for"
    assert listed[CHISINAU] == [], "Romanian is asked for, and nobody is known to speak it"
    assert [listed[f"talentmap-{it}"] for it in (137817, 137867)] == [["officer-4"]] * 2
    assert (proposals[PERTH].hardship_class, proposals[BISHKEK].hardship_class) == ("A", "D")
    path = proposals[PERTH].path_answer
    assert path.outcome == "PASS"
    assert path.held == "opened 22 Jan 2018, window closed 6 Mar 2017"


def test_a_dry_run_reports_the_same_and_writes_nothing(connection: Connection, prefix: str) -> None:
    apply_topics(connection, prefix)
    done = run(connection, prefix, "--dry-run", "--json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    assert (report["good"], report["rejected"], report["published"]) == (45, 56, 0)
    assert read_logs(connection, prefix, *UPSTREAM) == []
