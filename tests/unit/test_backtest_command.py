"""`pathways backtest` as people call it, and what it says to those who ask wrongly."""

import json
import re
import resource
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from producers.reference import built_in
from producers.rule_sets import rule_set_text
from schemas.codec import decode
from schemas.events import AssessmentCompleted
from schemas.text import to_json
from streams.history.logs import places
from tests.unit.written_history import WrittenHistory


def run(history: WrittenHistory, *options: str) -> Result:
    return CliRunner().invoke(main, ["backtest", *history.options, "--processes", "1", *options])


def assessments(history: WrittenHistory) -> list[AssessmentCompleted]:
    with history.logs.open() as reader:
        events = [
            decode(record.value)
            for place in places(reader, "candidate-log")
            for chunk in reader.read(place)
            for record in chunk
            if record.value
        ]
    found = [event for event in events if isinstance(event, AssessmentCompleted)]
    return sorted(found, key=lambda event: event.recorded_at)


class Page(HTMLParser):
    """What a browser would look up, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_report_is_one_page_that_needs_nothing_else(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    chosen = assessments(written_history)[-40]
    given = run(
        written_history, "--void", f"round={chosen.round_id}", "--report", str(tmp_path / "out")
    )
    assert given.exit_code == 0, given.output
    assert f"the assessments of round {chosen.round_id} did not count" in " ".join(
        given.output.split()
    )
    text = (tmp_path / "out" / "backtest.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert page.open == page.addresses == []
    assert {"title", "h1", "h2", "svg", "desc", "caption", "th"} <= page.seen
    assert not {"script", "link", "img", "iframe"} & page.seen
    assert not re.search(r"url\(|@import", text)
    assert "no verdict on anybody" in text
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["backtest.html"]


def test_from_now_writes_the_events_to_publish(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    chosen = assessments(written_history)[-1]
    ratings = tmp_path / "ratings.csv"
    ratings.write_text(f"assessment_id,rating,teamwork\n{chosen.assessment_id},NOT_READY_YET,1\n")
    events = tmp_path / "events.jsonl"
    given = run(
        written_history, "--recalibrate", str(ratings), "--from-now", "--events", str(events),
        "--json",
    )  # fmt: skip
    assert given.exit_code == 0, given.output
    answer = json.loads(given.output)
    assert answer["assessments"] == [chosen.assessment_id]
    (line,) = events.read_text().splitlines()
    event = json.loads(line)
    assert (event["type"], event["overall_rating"]) == ("AssessmentRecalibrated", "NOT_READY_YET")
    assert {"code": "teamwork", "level_shown": 1} in [
        {"code": one["code"], "level_shown": one["level_shown"]} for one in event["competencies"]
    ]
    checked = CliRunner().invoke(main, ["publish", str(events), "--dry-run"])
    assert checked.exit_code == 0, checked.output


def test_wrong_use_is_told_before_history_is_read(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(rule_set_text(built_in().rule_set).replace("ranked_max", "ranked_mx"))
    ratings = tmp_path / "ratings.json"
    ratings.write_text('{"some-assessment": "SUPER"}')
    events = tmp_path / "events.jsonl"
    events.write_text('{"type": "AssessmentVoided"}\n')
    wrong = {
        ("--void", "panel=nowhere"): (1, "no assessment of panel nowhere. There are: "),
        ("--void", "table=7"): (2, "names no assessments: write one of panel=..."),
        ("--rule-set", str(rules)): (1, "ranked_mx: is no setting; did you mean ranked_max?"),
        ("--recalibrate", str(ratings)): (1, "'SUPER' is no rating; write one of STAR, TIER_1"),
        ("--add", str(events)): (1, "1 lines are no events:\n  line 1, event_id: is missing"),
        (): (2, "give at least one change"),
        ("--void", "panel=x", "--report", "/proc/nowhere/x.html"): (1, "cannot read or write"),
        ("--void", "panel=x", "--from-now", "--replace"): (2, "--replace goes with --in-place"),
        ("--void", "panel=x", "--events", "x.jsonl"): (2, "--events writes what to publish"),
    }
    for options, (status, words) in wrong.items():
        given = run(written_history, *options)
        assert given.exit_code == status, given.output
        assert words in given.output


def test_an_event_of_history_is_replaced_only_if_that_is_said(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    chosen = assessments(written_history)[-1]
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(to_json(chosen) | {"overall_rating": "NOT_READY_YET"}) + "\n")
    refused = run(written_history, "--add", str(file))
    assert refused.exit_code == 1
    assert "give --replace" in refused.output
    given = run(written_history, "--add", str(file), "--replace", "--json")
    assert given.exit_code == 0, given.output
    changed = json.loads(given.output)["memberships"]
    assert {each["candidate_id"] for each in changed} == {chosen.candidate_id}


def test_a_disk_that_is_full_leaves_no_half_of_a_report(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    """The process may write files of 4 KB at most, which is less than any page."""
    report = tmp_path / "page.html"
    report.write_text("what stood there before")
    chosen = assessments(written_history)[-1].assessment_id
    command = [sys.executable, "-m", "deploy", "backtest", *written_history.options]
    options = ["--processes", "1", "--void", f"assessment={chosen}", "--report", str(report)]
    given = subprocess.run(
        [*command, *options],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert given.returncode == 1, given.stderr
    assert f"cannot read or write {report}: File too large" in given.stderr
    assert report.read_text() == "what stood there before"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"a": {"score": 1}}', '{"a": "STAR", "a"'])
def test_corrections_that_say_nothing_are_refused(
    written_history: WrittenHistory, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "ratings.json"
    file.write_text(text)
    given = run(written_history, "--recalibrate", str(file))
    assert given.exit_code == 1
    assert str(file) in given.output
