"""CSV by a mapping: every field has its column, every bad line its place, and good ones go on."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.errors import SettingsWrong, SourceUnreadable
from producers.lines import Good, Line, Notice, Rejection
from producers.mapping import plan_of, read_csv, read_plan

NOWHERE = Path("/nowhere")
CONFIRMED: dict[str, Any] = {
    "event_id": {"text": "csv-{Staff}-{Free}"},
    "occurred_at": "Stated",
    "recorded_at": "Stated",
    "source": {"value": "hr.csv"},
    "candidate_id": "Staff",
    "available_from": {"column": "Free", "format": "%d/%m/%Y"},
    "notice_days": {"column": "Notice", "empty": 30, "thousands": ","},
}
HEADER = "Staff,Free,Notice,Stated\n"
GOOD = "c-1,01/06/2026,14,2026-03-14T09:30:00Z\n"


def mapping(kind: str = "AvailabilityConfirmed", **changes: Any) -> dict[str, Any]:
    fields = {**CONFIRMED, **changes}
    return {"event": [{"type": kind, "fields": fields}]}


def read(text: str | bytes, document: dict[str, Any] | None = None) -> list[Line]:
    raw = text.encode() if isinstance(text, str) else text
    return list(read_csv(io.BytesIO(raw), plan_of(document or mapping(), NOWHERE)))


def events(text: str | bytes, document: dict[str, Any] | None = None) -> list[Any]:
    found = read(text, document)
    assert all(isinstance(line, Good) for line in found), found
    return [line.event for line in found if isinstance(line, Good)]


def rejection(row: str | bytes, document: dict[str, Any] | None = None) -> Rejection:
    raw = row.encode() if isinstance(row, str) else row
    first, last = read(HEADER.encode() + raw + b"\n" + GOOD.encode(), document)
    assert isinstance(first, Rejection)
    assert first.line == 2
    assert first.remedy
    assert isinstance(last, Good), "a good line after a bad one goes on"
    return first


def wrong(document: dict[str, Any]) -> SettingsWrong:
    with pytest.raises(SettingsWrong) as error:
        plan_of(document, NOWHERE)
    return error.value


def test_a_row_becomes_the_event_that_the_mapping_makes_of_it() -> None:
    (event,) = events(HEADER + GOOD)
    assert event.event_id == "csv-c-1-01/06/2026"
    assert (event.candidate_id, event.available_from) == ("c-1", date(2026, 6, 1))
    assert (event.notice_days, event.source) == (14, "hr.csv")
    assert event.occurred_at == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def test_an_empty_cell_is_what_the_mapping_says_or_nothing_at_all() -> None:
    (event,) = events(HEADER + "c-1,01/06/2026,,2026-03-14T09:30:00Z\n")
    assert event.notice_days == 30
    plain = mapping(notice_days="Notice")
    assert events(HEADER + "c-1,01/06/2026,,2026-03-14T09:30:00Z\n", plain)[0].notice_days == 0


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("c-2,31/02/2026,14,2026-03-14T09:30:00Z", "column Free (available_from)", "31/02/2026"),
        ("c-2,2026-06-01,14,2026-03-14T09:30:00Z", "column Free (available_from)", "%d/%m/%Y"),
        ("c-2,01/06/2026,1.5,2026-03-14T09:30:00Z", "column Notice (notice_days)", "whole number"),
        ("c-2,01/06/2026,1,4,2026-03-14T09:30:00Z", "", "has 5 cells, the header has 4"),
        ("c-2,01/06/2026", "", "has 2 cells"),
        ("c-2,01/06/2026,14,2026-03-14T09:30:00", "column Stated (occurred_at)", "no time zone"),
        (",01/06/2026,14,2026-03-14T09:30:00Z", "columns Staff, Free (event_id)", "is empty"),
        ("c-2,,14,2026-03-14T09:30:00Z", "columns Staff, Free (event_id)", "is empty"),
        ("c|2,01/06/2026,14,2026-03-14T09:30:00Z", "columns Staff, Free (event_id)", "a code"),
        ('c-2,"01/06/2026,14,2026-03-14T09:30:00Z', "", "not a row"),
        ('c-2,"01/06/2026"x,14,2026-03-14T09:30:00Z', "", "not a row"),
    ],
)
def test_a_bad_line_says_which_column_and_what(row: str, where: str, what: str) -> None:
    bad = rejection(row)
    assert bad.where == where
    assert what in bad.what


def test_all_that_is_wrong_with_a_line_is_said_at_once() -> None:
    bad = rejection("c-2,soon,many,2026-03-14T09:30:00Z")
    assert "'soon'" in bad.what
    assert "and column Notice (notice_days): 'many' is not a whole number" in bad.what


def test_a_byte_of_another_encoding_is_named_with_its_column() -> None:
    bad = rejection("c-é,01/06/2026,14,2026-03-14T09:30:00Z".encode("latin-1"))
    assert bad.where == "column Staff"
    assert bad.what == "the byte 0xe9 is not utf-8"


def test_latin_1_is_read_where_the_mapping_says_so() -> None:
    document = mapping("ApplicationWithdrawn", application_id="Staff", reason="Free")
    for name in ("available_from", "notice_days"):
        del document["event"][0]["fields"][name]
    document["event"][0]["fields"]["event_id"] = "Staff"
    raw = f"{HEADER}c-1,Départ,,2026-03-14T09:30:00Z\n".encode("latin-1")
    assert events(raw, {**document, "encoding": "latin-1"})[0].reason == "Départ"


def test_dates_of_two_formats_are_refused_where_they_could_be_two_days() -> None:
    form = {"column": "Free", "format": ["%d/%m/%Y", "%m/%d/%Y"]}
    document = mapping(available_from=form)
    (event,) = events(HEADER + "c-1,25/06/2026,14,2026-03-14T09:30:00Z\n", document)
    assert event.available_from == date(2026, 6, 25)
    (bad,) = read(HEADER + "c-1,02/06/2026,14,2026-03-14T09:30:00Z\n", document)
    assert isinstance(bad, Rejection)
    assert "a different day in each format" in bad.what


def test_a_time_without_zone_takes_that_of_the_mapping_summer_and_winter() -> None:
    document = mapping() | {"zone": "Europe/Zurich"}
    rows = "c-1,01/06/2026,1,2026-07-14 09:30\nc-2,01/06/2026,1,2026-01-14 09:30\n"
    summer, winter = events(HEADER + rows, document)
    assert summer.occurred_at == datetime(2026, 7, 14, 7, 30, tzinfo=UTC)
    assert winter.occurred_at == datetime(2026, 1, 14, 8, 30, tzinfo=UTC)


APPLICATION: dict[str, Any] = {
    "event_id": {"text": "app-{Id}"},
    "occurred_at": {"value": "2026-03-14T09:30:00Z"},
    "recorded_at": {"value": "2026-03-14T09:30:00Z"},
    "source": {"value": "hr.csv"},
    "candidate_id": "Id",
    "application_id": {"text": "a-{Id}"},
    "profiles": {
        "column": "Profiles",
        "split": ";",
        "by": "/",
        "each": {"job_group": 1, "grade": {"part": 2, "values": {"P4": "P-4", "P5": "P-5"}}},
    },
    "origin": {"column": "Origin", "values": {"Staff": "INTERNAL", "Other": "EXTERNAL"}},
    "nationalities": ["Nat 1", "Nat 2"],
}
APPLIED = {"event": [{"type": "ApplicationSubmitted", "fields": APPLICATION}]}
APPLICATIONS = "Id;Profiles;Origin;Nat 1;Nat 2\n"


def test_lists_records_and_words_become_those_of_the_contract() -> None:
    document = APPLIED | {"delimiter": ";"}
    (event,) = events(APPLICATIONS + '1;"COM/P5; RMO/P4;";Staff;KEN;\n', document)
    assert [(it.job_group, it.grade) for it in event.profiles] == [("COM", "P-5"), ("RMO", "P-4")]
    assert (event.origin, event.nationalities) == ("INTERNAL", ("KEN",))


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("1;COM/P9;Staff;KEN;", "column Profiles (profiles.grade)", "in 'COM/P9': 'P9' is none of"),
        ("1;COM;Staff;KEN;", "column Profiles (profiles)", "'COM' has 1 parts, expected 2"),
        ("1;;Staff;KEN;", "column Profiles (profiles)", "is empty"),
        ("1;COM/P5;staff;KEN;", "column Origin (origin)", "'staff' is none of Staff, Other"),
        ("1;COM/P5;Staff;Kenya;", "columns Nat 1, Nat 2 (nationalities)", "such as KEN"),
    ],
)
def test_what_is_wrong_inside_a_list_or_with_a_word_is_named(
    row: str, where: str, what: str
) -> None:
    (bad,) = read(APPLICATIONS + row + "\n", APPLIED | {"delimiter": ";"})
    assert isinstance(bad, Rejection)
    assert bad.where == where
    assert what in bad.what


def test_nested_records_of_columns_are_left_out_where_nothing_is_filled_in() -> None:
    document = {
        "event": [
            {
                "type": "PreferencesDeclared",
                "fields": {
                    **{name: CONFIRMED[name] for name in ("source", "recorded_at", "occurred_at")},
                    "event_id": "Staff",
                    "candidate_id": "Staff",
                    "preferred_stations": [
                        {"country": "C1", "city_code": "S1"},
                        {"country": "C2", "city_code": "S2"},
                    ],
                },
            }
        ]
    }
    header = "Staff,Stated,C1,S1,C2,S2\n"
    stated = "2026-03-14T09:30:00Z"
    (both, one) = events(
        f"{header}a,{stated},KEN,NA010,CHE,GE020\nb,{stated},,,CHE,GE020\n", document
    )
    assert [it.country for it in both.preferred_stations] == ["KEN", "CHE"]
    assert [it.city_code for it in one.preferred_stations] == ["GE020"]
    (half,) = read(f"{header}c,{stated},KEN,,,\n", document)
    assert isinstance(half, Rejection)
    assert half.where == "column S1 (preferred_stations.city_code)"


def test_a_level_that_the_framework_does_not_spell_is_reported() -> None:
    document = {
        "event": [
            {
                "type": "LanguageRecorded",
                "fields": {
                    **{name: CONFIRMED[name] for name in ("source", "recorded_at", "occurred_at")},
                    "event_id": "Staff",
                    "candidate_id": "Staff",
                    "language": {"value": "fr"},
                    "framework": "Framework",
                    "evidence": {"value": "SELF"},
                    "levels": [{"ability": {"value": "SPEAKING"}, "level": "Level"}],
                },
            }
        ]
    }
    rows = [("a", "CEFR", "C1"), ("b", "UN", "IV"), ("c", "CEFR", "IV"), ("d", "ILR", "3")]
    text = "".join(f"{n},{f},{v},2026-03-14T09:30:00Z\n" for n, f, v in rows)
    good, same, level, framework = read("Staff,Framework,Level,Stated\n" + text, document)
    assert isinstance(good, Good)
    assert isinstance(same, Good)
    assert isinstance(level, Rejection)
    assert "CEFR has no level IV" in level.what
    assert isinstance(framework, Rejection)
    assert framework.where == "column Framework (framework)"


def test_a_row_can_make_several_events_or_none_by_what_it_holds() -> None:
    rated = {
        **{name: CONFIRMED[name] for name in ("source", "recorded_at", "occurred_at")},
        "event_id": {"text": "rated-{Staff}"},
        "candidate_id": "Staff",
        "rating": "Notice",
        "period_end": {"column": "Free", "format": "%d/%m/%Y"},
    }
    document = mapping()
    document["event"][0]["when"] = {"column": "Staff", "in": ["c-1", "c-2"]}
    document["event"].append(
        {"type": "PerformanceRated", "fields": rated, "when": {"column": "Notice", "filled": True}}
    )
    stated = "01/06/2026,{},2026-03-14T09:30:00Z\n"
    two, second, bad, alone, none = read(
        HEADER
        + "".join(
            f"{staff},{stated.format(notice)}"
            for staff, notice in (("c-1", "7"), ("c-2", "good"), ("c-3", ""))
        ),
        document,
    )
    assert isinstance(two, Good)
    assert isinstance(second, Good)
    assert type(second.event).__name__ == "PerformanceRated"
    assert isinstance(bad, Rejection)
    assert isinstance(alone, Good)
    assert alone.event.rating == "good"
    assert none == Notice(4, "no event of the mapping is for this row")


def test_a_quote_that_is_not_closed_costs_its_own_line_and_no_other() -> None:
    rows = "".join(f"c-{n},01/06/2026,1,2026-03-14T09:30:00Z\n" for n in range(50))
    found = read(HEADER + 'c-x,"01/06/2026,1,2026-03-14T09:30:00Z\n' + rows)
    assert [type(line) for line in found] == [Rejection, *[Good] * 50]
    assert [line.line for line in found] == list(range(2, 53))


def test_a_text_over_several_lines_is_one_row_with_the_line_where_it_begins() -> None:
    document = mapping(candidate_id={"value": "c-1"}, event_id={"text": "e-{Notice}"})
    document["event"][0]["fields"]["notice_days"] = "Notice"
    text = HEADER + '"two\nlines",01/06/2026,1,2026-03-14T09:30:00Z\n' + GOOD
    assert [line.line for line in read(text, document)] == [2, 4]


def test_marks_blank_lines_and_titles_above_the_header_do_no_harm() -> None:
    text = "\ufeffExport of today\n\n" + HEADER + "\n,,,\n" + GOOD.replace("\n", "\r\n")
    found = read(text, mapping() | {"skip_lines": 2})
    assert [type(line) for line in found] == [Notice, Notice, Good]
    marked = read("\ufeff" + HEADER + GOOD)
    assert marked[0] == Notice(1, "a byte order mark was left out")
    assert isinstance(marked[1], Good)


def test_another_event_under_the_same_id_is_refused() -> None:
    same = mapping(event_id={"text": "csv-{Staff}"})
    rows = "c-1,01/06/2026,14,2026-03-14T09:30:00Z\nc-1,02/06/2026,14,2026-03-14T09:30:00Z\n"
    good, bad = read(HEADER + rows, same)
    assert isinstance(good, Good)
    assert isinstance(bad, Rejection)
    assert "belongs to another event, in line 2" in bad.what


@pytest.mark.parametrize("header", ["", "Staff,Free,Stated\n", "Staff,Free,Notice,Notice,Stated\n"])
def test_a_file_that_lacks_a_column_or_has_it_twice_is_refused_as_a_whole(header: str) -> None:
    if not header:
        assert read("") == []
        return
    with pytest.raises(SourceUnreadable, match="columns are called 'Notice'"):
        read(header + GOOD)


@pytest.mark.parametrize(
    ("document", "where", "what"),
    [
        ({}, "event", "makes no event"),
        ({"events": []}, "", "'events' means nothing"),
        ({"event": [{"type": "Nope"}]}, "event 1.type", "'Nope'"),
        ({"event": [{"type": "MembershipActivated"}]}, "event 1.type", "no event that an upstream"),
        ({"event": [{"type": "DayStarted"}]}, "DayStarted", "needs day, event_id"),
        (mapping(grade="Staff"), "AvailabilityConfirmed", "no field 'grade'"),
        (mapping(notice_days={"value": "30"}), "AvailabilityConfirmed.notice_days", "no number"),
        (mapping(notice_days={"value": True}), "AvailabilityConfirmed.notice_days", "no number"),
        (mapping(notice_days={"colum": "X"}), "AvailabilityConfirmed.notice_days", "does not say"),
        (
            mapping(notice_days={"column": "X", "formt": "x"}),
            "AvailabilityConfirmed.notice_days",
            "'formt' means nothing",
        ),
        (mapping(candidate_id={"part": 1}), "AvailabilityConfirmed.candidate_id", "cannot be read"),
        (
            mapping(candidate_id={"column": "X", "lookup": "x"}),
            "AvailabilityConfirmed.candidate_id",
            "no lookup 'x'",
        ),
        (mapping(event_id={"text": "a{b"}), "AvailabilityConfirmed.event_id", "bracket"),
        (mapping() | {"zone": "Mars/Olympus"}, "zone", "no time zone"),
        (mapping() | {"encoding": "utf-16"}, "", "no lines can be read"),
        (mapping() | {"encoding": "klingon"}, "", "no lines can be read"),
        (mapping() | {"delimiter": ";;"}, "", "delimiter"),
        (APPLIED["event"][0]["fields"], "", "means nothing here"),
    ],
)
def test_a_wrong_mapping_is_refused_before_any_row_is_read(
    document: dict[str, Any], where: str, what: str
) -> None:
    error = wrong(document)
    assert error.where == where
    assert what in error.what
    assert error.remedy


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_each_line_is_told_and_the_last_one_goes_on(noise: bytes) -> None:
    lines = noise.replace(b"\r", b"").split(b"\n")
    raw = HEADER.encode() + b"\n".join(lines) + b"\n" + GOOD.encode()
    found = read(raw)
    last = found[-1]
    assert isinstance(last, Good)
    assert last.line == len(lines) + 2
    told = {line.line for line in found}
    assert min(told) >= 2
    # Only a text in quotes stands on several lines.
    assert told == set(range(2, len(lines) + 3)) or b'"' in noise


LISTS = {
    # As the lists of the UN system have them: twice under one code, obsolete as 1 or -1, blanks.
    "nationalities.csv": "ISO3,NATIONALITY_NAME,OBSOLETE\nKEN,Kenya,0\nMMR,Burma,-1\n"
    "MMR,Myanmar,0\nTLS,Timor Leste,1\nTLS,Timor-Leste,0\n,Unclear,0\n"
    "CIV,Côte d'Ivoire,0\nSDN,Twice,0\nSSD,Twice,0\n",
    "contracts.csv": "NAME,APTYPE\nFixed-Term,FT\nLess-Than-30-Day Contract ,DAY\n",
}
LOOKED_UP: dict[str, Any] = {
    "encoding": "latin-1",
    "lookup": {
        "nationality": {
            "file": "nationalities.csv",
            "encoding": "latin-1",
            "key": "NATIONALITY_NAME",
            "code": "ISO3",
            "live": {"OBSOLETE": ["0"]},
        },
        "contract": {"file": "contracts.csv", "key": "NAME", "code": "APTYPE"},
    },
    "event": [
        {
            "type": "ApplicationSubmitted",
            "fields": {
                **APPLICATION,
                "profiles": {"column": "Profiles", "split": ";", "by": "/",
                             "each": {"job_group": 1, "grade": 2}},
                "nationalities": {"column": "Nat", "split": ";", "lookup": "nationality",
                                  "values": {"Ivory Coast": "CIV"}},
                "appointment_type": {"column": "Contract", "lookup": "contract"},
            },
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("nationality", "answer"),
    [
        ("Kenya;Côte d'Ivoire", ("KEN", "CIV")),
        ("Ivory Coast", ("CIV",)),
        ("Myanmar", ("MMR",)),
        ("Burma", "is obsolete"),
        ("Timor Leste", "is obsolete"),
        ("Unclear", "is not in nationality"),
        ("kenya", "is not in nationality"),
        ("Twice", "is ambiguous in nationality: SDN, SSD"),
    ],
)
def test_codes_come_from_lists_by_the_exact_name_and_never_by_chance(
    tmp_path: Path, nationality: str, answer: Any
) -> None:
    for name, text in LISTS.items():
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    plan = plan_of(LOOKED_UP, tmp_path)
    text = (
        "Id,Profiles,Origin,Nat,Contract\n"
        f"1,COM/P-5,Staff,{nationality},Less-Than-30-Day Contract \n"
    )
    (line,) = read_csv(io.BytesIO(text.encode("latin-1")), plan)
    if isinstance(answer, str):
        assert isinstance(line, Rejection)
        assert line.where == "column Nat (nationalities)"
        assert answer in line.what
    else:
        assert isinstance(line, Good)
        assert line.event.nationalities == answer
        assert line.event.appointment_type == "DAY"


def test_a_list_in_another_encoding_or_without_its_column_is_refused(tmp_path: Path) -> None:
    for name, text in LISTS.items():
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    lookup = LOOKED_UP["lookup"]["nationality"]
    for changes, what in (
        ({"encoding": "utf-8"}, "not of the encoding"),
        ({"key": "NAME"}, "0 columns are called 'NAME'"),
        ({"file": "none.csv"}, "No such file"),
    ):
        document = {**LOOKED_UP, "lookup": {"nationality": {**lookup, **changes}}}
        with pytest.raises(SettingsWrong, match=what):
            plan_of(document, tmp_path)


def test_a_mapping_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    file.write_text("event = [")
    with pytest.raises(SettingsWrong, match="not TOML"):
        read_plan(file)
    with pytest.raises(SettingsWrong, match="No such file"):
        read_plan(tmp_path / "none.toml")
