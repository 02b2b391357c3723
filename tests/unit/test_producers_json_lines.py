"""Reading JSON Lines: each bad line is named with its place and a remedy, good ones go through."""

import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.cli.generate import generate
from deploy.cli.publish import publish
from producers.errors import BrokerRefused, Failure, NotAllPublished
from producers.in_flight import Acknowledgement
from producers.json_lines import LINE_BYTES_MAX, read_lines
from producers.line_report import check, publish_lines
from producers.lines import Good, Line, Notice, Rejection
from producers.written_lines import line_of
from schemas.events import AvailabilityConfirmed

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def confirmed(number: int, **changes: Any) -> AvailabilityConfirmed:
    values: dict[str, Any] = {
        "event_id": f"a-{number}",
        "occurred_at": NOON,
        "recorded_at": NOON,
        "source": "hr.availability",
        "candidate_id": f"c-{number}",
        "available_from": date(2026, 6, 1),
    }
    return AvailabilityConfirmed(**(values | changes))


GOOD = line_of(confirmed(1))


def read(raw: bytes) -> list[Line]:
    return list(read_lines(io.BytesIO(raw)))


def rejection(raw: bytes) -> Rejection:
    (line,) = read(raw)
    assert isinstance(line, Rejection)
    assert line.line == 1
    assert line.remedy
    return line


def changed(**fields: Any) -> bytes:
    return json.dumps(json.loads(GOOD) | fields).encode()


def test_a_good_line_is_its_event_with_or_without_a_line_end() -> None:
    assert read(GOOD) == read(GOOD.rstrip()) == [Good(1, confirmed(1))]


@pytest.mark.parametrize(
    ("raw", "where", "what"),
    [
        (b"{", "", "not JSON at character 2"),
        (b"[1]", "", "expected an object"),
        (b"NaN", "", "NaN is not JSON"),
        (b'{"type":"VacancyOpened"} x', "", "Extra data"),
        (b'{"a":1,"a":2}', "a", "stands twice"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b'{"a":' + b"9" * 5000 + b"}", "", "not JSON"),
        (b"\xff\xfe", "", "byte 1 of the line is not UTF-8"),
        (b'{"type":"Vacancy"}', "type", "not the name of an event"),
        (changed(notice="x"), "notice", "no such field"),
        (changed(available_from="1 June"), "available_from", "expected a date"),
        (changed(occurred_at="2026-03-14T12:00:00"), "occurred_at", "with its zone"),
        (changed(candidate_id="Jane Doe"), "candidate_id", "expected a code"),
        (changed(notice_days=10**30), "notice_days", "not between"),
        (changed(available_from="2226-01-01"), "available_from", "years ahead"),
        (changed(source="\ud800"), "source", ""),
        (b'{"type":"UnitPosition","unit":"u","offset":1,"count":1}', "type", "Pathways writes"),
    ],
)
def test_a_bad_line_says_where_and_what(raw: bytes, where: str, what: str) -> None:
    found = rejection(raw)
    assert found.where == where
    assert what in found.what


def test_a_huge_line_is_read_past_and_the_next_one_counts() -> None:
    raw = b"x" * (LINE_BYTES_MAX * 2 + 5) + b"\n" + GOOD
    first, second = read(raw)
    assert isinstance(first, Rejection)
    assert "more than" in first.what
    assert second == Good(2, confirmed(1))


def test_a_line_of_exactly_the_limit_is_read() -> None:
    padded = GOOD.rstrip() + b" " * (LINE_BYTES_MAX - len(GOOD)) + b"\n"
    assert len(padded) == LINE_BYTES_MAX
    assert read(padded + GOOD)[0] == Good(1, confirmed(1))


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_do_no_harm_and_are_told() -> None:
    second = line_of(confirmed(2))
    raw = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"  \r\n\n" + second
    found = read(raw)
    assert [line.event.event_id for line in found if isinstance(line, Good)] == ["a-1", "a-2"]
    notices = [(line.line, line.what[:9]) for line in found if isinstance(line, Notice)]
    assert notices == [(1, "a byte or"), (1, "lines end"), (2, "blank"), (3, "blank")]


def test_the_same_event_twice_is_told_and_another_event_of_the_same_id_rejected() -> None:
    other = line_of(confirmed(1, candidate_id="c-other"))
    first, notice, second, wrong = read(GOOD + GOOD + other)
    assert (first, second) == (Good(1, confirmed(1)), Good(2, confirmed(1)))
    assert notice == Notice(2, "repeats the event a-1 of line 1")
    assert isinstance(wrong, Rejection)
    assert (wrong.line, wrong.where) == (3, "event_id")
    assert "in line 1" in wrong.what


def test_the_order_of_its_fields_does_not_make_another_event() -> None:
    document = json.loads(GOOD)
    turned = json.dumps(dict(reversed(document.items()))).encode()
    assert [type(line) for line in read(GOOD + turned)] == [Good, Notice, Good]


def test_the_example_in_the_guide_is_a_good_line() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "publish.md"
    examples = [line for line in guide.read_bytes().splitlines() if line.startswith(b'{"type"')]
    assert len(examples) == 1
    assert isinstance(read(examples[0])[0], Good)


class ShelfOf:
    """A sink that takes so many events and then says no, as a Kafka that went away does."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.events: list[Any] = []

    def publish_stream(
        self, events: Iterable[Any], acknowledged: Callable[[Acknowledgement], None]
    ) -> int:
        for event in events:
            if len(self.events) == self.room:
                raise NotAllPublished(
                    self.room, [Failure(event.event_id, BrokerRefused("no room"))]
                )
            self.events.append(event)
            acknowledged(Acknowledgement("t", 0, len(self.events), event.event_id))
        return len(self.events)


def test_good_lines_are_published_around_the_bad_ones_and_all_are_counted() -> None:
    raw = GOOD + b"{\n" + GOOD + line_of(confirmed(2))
    shelf = ShelfOf(10)
    report = publish_lines(read_lines(io.BytesIO(raw)), shelf)
    assert [event.event_id for event in shelf.events] == ["a-1", "a-1", "a-2"]
    assert (report.lines, report.published, report.rejected, report.noticed) == (4, 3, 1, 1)
    assert not report.clean
    assert report.to_json()["published_by_topic"] == {"t": 3}


def test_a_line_that_kafka_does_not_take_is_named_by_number() -> None:
    raw = b"\n" + b"".join(line_of(confirmed(number)) for number in range(5))
    report = publish_lines(read_lines(io.BytesIO(raw)), ShelfOf(3))
    assert [(line.line, line.what) for line in report.unpublished] == [(5, "no room")]
    assert report.published == 3
    assert not report.clean


def test_an_empty_file_is_clean_and_has_no_lines() -> None:
    report = check(read_lines(io.BytesIO(b"")))
    assert (report.lines, report.clean) == (0, True)


def dry_run(tmp_path: Path, raw: bytes, *options: str) -> Any:
    file = tmp_path / "events.jsonl"
    file.write_bytes(raw)
    return CliRunner().invoke(publish, [str(file), "--dry-run", *options])


def test_a_dry_run_needs_no_kafka_and_exits_by_what_it_found(tmp_path: Path) -> None:
    assert dry_run(tmp_path, GOOD).exit_code == 0
    bad = dry_run(tmp_path, GOOD + b"{\n")
    assert bad.exit_code == 1
    assert "2 lines: 1 good, 1 rejected" in bad.stdout
    empty = dry_run(tmp_path, b"")
    assert (empty.exit_code, "no event in this file" in empty.stdout) == (0, True)


def test_the_json_report_lists_lines_and_goes_to_a_file_too(tmp_path: Path) -> None:
    copy = tmp_path / "report.json"
    done = dry_run(tmp_path, GOOD + b"[bold]\n", "--json", "--report", str(copy))
    report = json.loads(done.stdout)
    assert [entry["line"] for entry in report["rejections"]] == [2]
    assert json.loads(copy.read_text()) == report


def test_generated_lines_all_pass(tmp_path: Path) -> None:
    out = tmp_path / "history.jsonl"
    options = ["--candidates", "40", "--vacancies", "9", "--as-of", "2026-11-22"]
    done = CliRunner().invoke(generate, [*options, "--duplicates", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert dry_run(tmp_path, out.read_bytes()).exit_code == 0
    again = CliRunner().invoke(generate, [*options, "--duplicates"])
    assert again.stdout_bytes == out.read_bytes()


def test_a_history_before_the_reference_set_is_a_usage_error() -> None:
    done = CliRunner().invoke(generate, ["--as-of", "2020-06-01"])
    assert done.exit_code == 2
    assert "would begin" in done.output
