"""Dead letters: found by their place, read as far as they can be, and put right."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from deploy.cli.schema_ids import ids_of
from deploy.rejected.arrived import arrived, first_text
from deploy.rejected.correction import Correction, settings
from deploy.rejected.errors import CannotRetry
from deploy.rejected.letters import Letter, letters
from deploy.rejected.reading import original
from deploy.rejected.retry import retry
from schemas.codec import HEADER_BYTES, encode
from schemas.framing import NoIds
from schemas.text import to_json
from streams.intake.admission import Admission
from streams.intake.dead_letters import dead_letter
from streams.intake.refusal import Refused
from tests.golden_results import golden
from tests.scenarios.line import Line
from tests.unit.written_history import WrittenHistory

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def refused(topic: str, value: bytes | None, at: datetime = NOW) -> Letter:
    """What intake makes of a record written at that time, which it must not take."""
    milliseconds = int(at.timestamp() * 1000)
    record = Line(f"x.{topic}", 1, 7, b"k", value, (), milliseconds)
    with pytest.raises(Refused) as caught:
        Admission(topic, NoIds()).admit(value, milliseconds)
    return Letter(0, 17, dead_letter(record, topic, caught.value))


def opened(**fields: Any) -> Any:
    return replace(golden("VacancyOpened"), **fields)


def closes_before_it_opens() -> Letter:
    before = golden("VacancyOpened").opened_on - timedelta(days=1)
    return refused("vacancies", encode(opened(closes_on=before)))


def put_right(letter: Letter, *fields: str, document: dict[str, Any] | None = None) -> Any:
    correction = Correction(document or {}, settings(fields))
    return retry(letter, correction, NoIds(), NOW)


def test_a_field_put_right_makes_an_event_that_intake_takes() -> None:
    made = put_right(closes_before_it_opens(), "closes_on=2026-12-24")
    assert made.event.closes_on == date(2026, 12, 24)
    assert (made.topic, made.changed) == ("vacancies", True)
    Admission("vacancies", NoIds()).admit(encode(made.event), int(NOW.timestamp() * 1000))


def test_a_corrected_event_keeps_its_id_and_names_the_dead_letter_as_its_cause() -> None:
    letter = closes_before_it_opens()
    event = put_right(letter, "closes_on=null").event
    assert event.event_id == golden("VacancyOpened").event_id
    assert event.causation_id == letter.event.event_id


def test_a_cause_of_its_own_stays() -> None:
    before = golden("VacancyOpened").opened_on - timedelta(days=1)
    letter = refused("vacancies", encode(opened(closes_on=before, causation_id="c-1")))
    assert put_right(letter, "closes_on=null").event.causation_id == "c-1"


def test_an_event_in_the_wrong_topic_goes_unchanged_to_its_own() -> None:
    event = golden("OfferMade")
    made = put_right(refused("assessments", encode(event)))
    assert (made.topic, made.event, made.changed) == ("decisions", event, False)


def test_a_day_that_has_come_since_is_taken_as_it_was() -> None:
    event = replace(golden("VacancyOpened"), recorded_at=NOW, occurred_at=NOW)
    letter = refused("vacancies", encode(event), NOW - timedelta(days=3))
    assert letter.event.reason == "FAR_FUTURE"
    assert put_right(letter).event == event


def test_bytes_that_say_nothing_need_the_whole_event() -> None:
    letter = refused("vacancies", b"garbled")
    with pytest.raises(CannotRetry, match="give the whole event"):
        put_right(letter, "closes_on=null")
    made = put_right(letter, document=to_json(opened()))
    assert made.event == opened(causation_id=letter.event.event_id)


def test_a_value_of_which_only_the_beginning_is_kept_is_not_read() -> None:
    cut = replace(closes_before_it_opens().event, value_size=1_000_000)
    assert original(cut, NoIds()) is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (["closes_on"], "write field=value"),
        (["closes=2026-01-01"], "no such field"),
        (["duty_stations.country=ITA"], "no field duty_stations.country"),
        (["closes_on=soon"], "expected a date"),
        (["closes_on=2019-01-01"], "would be refused again: closes_on"),
        ([], "would be refused again: closes_on"),
        (["event_id=another"], "keep "),
        (["recorded_at=2099-01-01T00:00:00Z", "closes_on=null"], "would be refused again"),
    ],
)
def test_a_correction_that_does_not_help_is_refused(fields: list[str], says: str) -> None:
    with pytest.raises(CannotRetry, match=says):
        put_right(closes_before_it_opens(), *fields)


def test_another_event_is_no_correction() -> None:
    with pytest.raises(CannotRetry, match="publish another event"):
        put_right(closes_before_it_opens(), document=to_json(golden("OfferMade")))


def test_an_id_that_was_wrong_may_be_put_right() -> None:
    day = replace(golden("DayStarted"), event_id="not-the-day")
    letter = refused("reference", encode(day))
    made = put_right(letter, f"event_id={day.day.isoformat()}")
    assert made.event.event_id == day.day.isoformat()


def test_a_field_inside_another_is_set() -> None:
    letter = closes_before_it_opens()
    event = put_right(letter, "closes_on=null", "duty_station.city_code=NB010").event
    assert event.duty_station.city_code == "NB010"
    assert event.duty_station.country == golden("VacancyOpened").duty_station.country


def test_an_id_of_a_registry_that_was_not_known_then_is_told_now(tmp_path: Path) -> None:
    framed = b"\0\0\0\x04\x12" + encode(golden("OfferMade"))[HEADER_BYTES:]
    letter = refused("decisions", framed)
    assert letter.event.reason == "UNKNOWN_SCHEMA"
    file = tmp_path / "ids.json"
    file.write_text('{"1042": "OfferMade.v1"}')
    assert retry(letter, Correction(), ids_of(file), NOW).event == golden("OfferMade")
    file.write_text("no JSON")
    with pytest.raises(click.BadParameter, match="is not a JSON object"):
        ids_of(file)


def test_texts_that_read_as_json_are_values_and_others_texts() -> None:
    assert settings(["a=7", 'b="7"', "c=null", "d=some words", "e=x=y"]) == (
        ("a", 7),
        ("b", "7"),
        ("c", None),
        ("d", "some words"),
        ("e", "x=y"),
    )


def test_the_id_is_read_without_the_rest_of_an_event() -> None:
    for event_id in ("x", "y" * 63, "z" * 64, "ü" * 5_000):
        value = encode(opened(event_id=event_id))
        assert first_text(value) == event_id.encode()
        assert first_text(b"\0\0\0\0\7" + value[HEADER_BYTES:]) == event_id.encode()
    assert first_text(b"") == first_text(b"\xff" * 40) == b""


def test_what_arrived_is_told_from_what_was_refused(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        assert arrived(reader, {"2024-12-01", "nobody"}, ()) == {"2024-12-01"}
        places = [f"reference/0/{offset}" for offset in range(10_000)]
        assert arrived(reader, {"2024-12-01"}, places) == set()


def rejected(history: WrittenHistory, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["rejected", *arguments, *history.options])


def test_the_list_names_places_reasons_and_records(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        found = list(letters(reader))
    said = rejected(written_history, "list", "--json").stdout
    listed = [json.loads(line) for line in said.splitlines()]
    assert [it["place"] for it in listed] == [it.place for it in found]
    assert {it["reason"] for it in listed} == {"UNKNOWN_FRAMING", "UNDECODABLE"}
    shown = rejected(written_history, "list", "--reason", "UNDECODABLE", "--arrived").stdout
    assert "OfferMade from staffing/0/" in shown
    assert "1 of 2 rejected records." in shown
    assert (
        "No rejected record is of that kind"
        in rejected(written_history, "list", "--since", "2031-01-01").stdout
    )


def test_a_letter_is_shown_by_either_of_its_places(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        garbled = next(it for it in letters(reader) if it.event.reason == "UNKNOWN_FRAMING")
    pages = [rejected(written_history, "show", name) for name in (garbled.place, garbled.origin)]
    assert pages[0].stdout == pages[1].stdout
    assert "no Avro at all" in pages[0].stdout
    assert "6e 6f 20 41" in pages[0].stdout
    assert f"pathways rejected retry {garbled.place}" in pages[0].stdout


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("show", "rejected/0:99"), 1, "no dead letter stands at"),
        (("show", "rejected/0"), 1, "is no place"),
        (("show", "roster/0/1"), 1, "is no place"),
        (("retry",), 2, "Name places, or give --all"),
        (("retry", "--all"), 2, "--all needs a --reason"),
        (("retry", "rejected/0:1", "--all"), 2, "Name places, or give --all"),
        (("retry", "rejected/0:1", "--reason", "UNDECODABLE"), 2, "choose among --all"),
        (("retry", "rejected/0:1"), 1, "Nothing was published"),
        (("list", "--since", "noon"), 2, "is no time"),
    ],
)
def test_wrong_use_is_told(
    written_history: WrittenHistory, arguments: tuple[str, ...], status: int, says: str
) -> None:
    done = rejected(written_history, *arguments)
    assert (done.exit_code, says in done.stderr) == (status, True), done.stderr
