"""TalentMAP's published exports: ten positions become posts and vacancies, the rest is told."""

import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from producers.errors import SettingsWrong, SourceUnreadable
from producers.lines import Good, Line, Notice, Rejection
from producers.talentmap import default_settings, read_settings, read_talentmap
from schemas.events import (
    DutyStationClassified,
    PostPublished,
    ProfilePublished,
    RotationCyclePublished,
    VacancyOpened,
)

EXPORT = Path(__file__).parents[1] / "data" / "talentmap"


def read(folder: Path = EXPORT) -> list[Line]:
    return list(read_talentmap(folder, default_settings()))


def events(kind: type[Any], lines: list[Line] | None = None) -> list[Any]:
    found = read() if lines is None else lines
    return [line.event for line in found if isinstance(line, Good) and type(line.event) is kind]


def rejections(lines: list[Line] | None = None) -> list[Rejection]:
    return [line for line in lines or read() if isinstance(line, Rejection)]


def raw(file: str, tag: str) -> list[dict[str, str]]:
    """The records once more, by another reader."""
    found = ET.parse(EXPORT / file).getroot().iter(tag)
    return [{leaf.tag: (leaf.text or "").strip() for leaf in record} for record in found]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXPORT, tmp_path / "export"))


def change(folder: Path, file: str, before: str, after: str, count: int = 1) -> None:
    text = (folder / file).read_text()
    assert before in text
    (folder / file).write_text(text.replace(before, after, count))


def test_ten_positions_and_fifty_without_a_record_are_what_the_export_has() -> None:
    lines = read()
    kinds = Counter(type(line.event).__name__ for line in lines if isinstance(line, Good))
    assert kinds == {
        "DutyStationClassified": 19,
        "PostPublished": 10,
        "ProfilePublished": 4,
        "RotationCyclePublished": 2,
        "VacancyOpened": 10,
    }
    incomplete = [it for it in rejections(lines) if "availableposition.xml" in it.where]
    assert len(incomplete) == 50
    assert all("record of its position" in it.what for it in incomplete)
    assert len({it.where for it in incomplete}) == len({it.line for it in incomplete}) == 50
    assert len(rejections(lines)) == 56, "and the six cycles that nothing names"


def test_each_incomplete_opening_names_its_position_and_all_else_that_is_missing() -> None:
    held = {position["pos_id"] for position in raw("position.xml", "position")}
    told = {it.where.split()[-1]: it.what for it in rejections() if "opening" in it.where}
    for opening in raw("availableposition.xml", "availablePosition"):
        number = opening["POSITION_ID"]
        if number in held:
            assert opening["CP_ID"] not in told
            continue
        what = told[opening["CP_ID"]]
        assert f"record of its position {number}" in what
        assert ("TED" in what) == ("TED" not in opening)


def test_posts_and_vacancies_carry_what_their_own_records_say() -> None:
    positions = {f"talentmap-{it['pos_id']}": it for it in raw("position.xml", "position")}
    openings = raw("availableposition.xml", "availablePosition")
    by_id = {f"talentmap-{it['CP_ID']}": it for it in openings}
    posts = events(PostPublished)
    assert {post.post_id for post in posts} == set(positions)
    for post in posts:
        position = positions[post.post_id]
        assert post.job_group == position["skill_code"]
        assert post.grade == position["grade"]
        assert post.title == position["title"]
        assert post.duty_station.city_code == position["location_code"]
        assert post.effective_from == date.fromisoformat(position["effective_date"])
    for vacancy in events(VacancyOpened):
        opening = by_id[vacancy.vacancy_id]
        position = positions[vacancy.post_id]
        assert vacancy.post_id == f"talentmap-{opening['POSITION_ID']}"
        assert (vacancy.job_group, vacancy.grade) == (position["skill_code"], position["grade"])
        assert vacancy.start_by.strftime("%Y/%m/%d") == opening["TED"]
        assert vacancy.opened_on.strftime("%Y/%m/%d") == opening["CP_POST_DT"][:10]
    assert Counter(post.grade for post in posts) == {"03": 5, "01": 3, "02": 1, "OC": 1}
    assert {(it.job_group, it.grade, it.title) for it in events(ProfilePublished)} == {
        ("3001", grade, "Consular Affairs") for grade in ("01", "02", "03", "OC")
    }


def test_places_get_the_class_of_their_own_differential_and_the_length_of_their_tour() -> None:
    rates = {it["location_code"]: it["differential_rate"] for it in raw("orgpost.xml", "orgpost")}
    rates |= {
        it["location_code"]: it["differential_rate"] for it in raw("position.xml", "position")
    }
    classes = default_settings().differentials
    stations = {it.duty_station.city_code: it for it in events(DutyStationClassified)}
    assert set(stations) == set(rates)
    for code, station in stations.items():
        assert station.hardship_class == classes[rates[code]]
        assert station.family_status is None, "no export says it"
    assert (rates["AS6000000"], stations["AS6000000"].hardship_class) == ("0", "A")
    assert (rates["AF2000000"], stations["AF2000000"].hardship_class) == ("35", "E")
    months = {code: it.standard_assignment_months for code, it in stations.items()}
    assert (months["AF2000000"], months["AE1200000"], months["AS6000000"]) == (12, 36, 24)


def test_letters_of_places_are_the_exports_own_and_not_iso_codes() -> None:
    countries = {it.name: it.duty_station.country for it in events(DutyStationClassified)}
    assert countries["GUANGZHOU, CHINA"] == "CHN", "CH is Switzerland in ISO 3166"
    assert countries["MANAMA, BAHRAIN"] == "BHR", "BA is Bosnia and Herzegovina"
    assert countries["PERTH, AUSTRALIA"] == "AUS", "AS is American Samoa"
    assert countries["ALGIERS, ALGERIA"] == "DZA", "AG is Antigua and Barbuda"


def test_languages_are_asked_for_in_each_ability_and_zero_asks_for_nothing() -> None:
    lines = read()
    asked = {
        it.post_id: [(each.language, each.ability, each.level) for each in it.languages.all_of]
        for it in events(VacancyOpened, lines)
        if it.languages
    }
    assert len(asked) == 5
    assert asked["talentmap-1660"] == [
        ("ru", "SPEAKING", "C1"),
        ("ru", "READING", "C1"),
        ("ky", "SPEAKING", "C1"),
        ("ky", "READING", "C1"),
    ]
    notices = [it.what for it in lines if isinstance(it, Notice)]
    assert "position.xml position 1679: Arabic-Modern (AD) reading 0 asks for nothing" in notices


def test_cycles_run_from_their_first_opening_to_the_day_when_bids_are_due() -> None:
    cycles = {it.cycle_id: it for it in events(RotationCyclePublished)}
    openings = raw("availableposition.xml", "availablePosition")
    for number, due in (("147", date(2016, 6, 20)), ("151", date(2017, 3, 6))):
        cycle = cycles[f"talentmap-{number}"]
        created = min(it["DATE_CREATED"][:10] for it in openings if it["CYCLE_ID"] == number)
        assert cycle.window_open.strftime("%Y/%m/%d") == created
        assert cycle.window_close == due
        assert cycle.job_groups == ("3001",)
    left = [it for it in rejections() if it.where.startswith("cycle.xml")]
    assert [re.findall(r"cycle (\d+)", it.where)[0] for it in left] == [
        "138", "152", "153", "154", "155", "156",
    ]  # fmt: skip


def test_the_same_export_gives_the_same_ids_and_another_content_another_id(copy: Path) -> None:
    ids = {line.event.event_id for line in read() if isinstance(line, Good)}
    assert {line.event.event_id for line in read(copy) if isinstance(line, Good)} == ids
    change(copy, "position.xml", "<grade>OC</grade>", "<grade>02</grade>")
    changed = {line.event.event_id for line in read(copy) if isinstance(line, Good)}
    assert {it.rsplit("-", 1)[0] for it in changed - ids} == {
        "talentmap-post-1657",
        "talentmap-vacancy-130728",
    }


@pytest.mark.parametrize(
    ("file", "before", "after", "what"),
    [
        ("position.xml", "<grade>OC</grade>", "<grade>ZZ</grade>", "no grade 'ZZ'"),
        ("position.xml", "<skill_code>3001", "<skill_code>9", "no skill for the code '9'"),
        ("position.xml", "(KM)</language2>", "(KH)</language2>", "no language for the code KM"),
        (
            "position.xml",
            "<spoken_proficiency_1>3",
            "<spoken_proficiency_1>3(3/3)3",
            "no level for Russian (RU) speaking '3(3/3)3'",
        ),
        ("position.xml", ">2016-10-02<", ">soon<", "no date, effective_date is 'soon'"),
        ("position.xml", "<title>CONSULAR OFFICER</title>", "<title/>", "no title"),
        ("position.xml", "PERTH, AUSTRALIA", "PERTH, SCOTLAND", "is not in Australia"),
        ("position.xml", "AS6000000", "ZZ6000000", "no country is known by the letters 'ZZ'"),
    ],
)
def test_a_position_that_lacks_a_fact_takes_its_vacancy_along_and_no_other(
    copy: Path, file: str, before: str, after: str, what: str
) -> None:
    change(copy, file, before, after)
    lines = read(copy)
    assert [it for it in rejections(lines) if what in it.what]
    assert len(events(PostPublished, lines)) == len(events(VacancyOpened, lines)) == 9
    assert len([it for it in rejections(lines) if "complete position" in it.what]) >= 1


def test_what_two_records_say_of_a_place_differently_is_unknown_and_told(copy: Path) -> None:
    before, luanda_itself = (copy / "orgpost.xml").read_text().split("<location_code>AO5000000")
    for old, new in (
        ("<tod_code>F<", "<tod_code><"),
        (">2 YRS (2 R &amp; R)<", ">3 YRS<"),
        ("rate>25<", "rate>30<"),
    ):
        assert old in luanda_itself
        luanda_itself = luanda_itself.replace(old, new, 1)
    (copy / "orgpost.xml").write_text(f"{before}<location_code>AO5000000{luanda_itself}")
    lines = read(copy)
    (luanda,) = (
        it for it in events(DutyStationClassified, lines)
        if it.duty_station.city_code == "AO5000000"
    )  # fmt: skip
    assert luanda.hardship_class == "UNCLASSIFIED"
    assert luanda.standard_assignment_months is None
    notices = " ".join(it.what for it in lines if isinstance(it, Notice))
    assert "has the differentials 25 and 30" in notices
    assert "has tours of 24 and 36 months" in notices


def test_a_differential_without_a_class_is_unclassified_and_told(copy: Path) -> None:
    change(copy, "orgpost.xml", "<differential_rate>10<", "<differential_rate>12<")
    lines = read(copy)
    stations = {it.duty_station.city_code: it for it in events(DutyStationClassified, lines)}
    assert stations["AR2000000"].hardship_class == "UNCLASSIFIED"
    assert any("the differential '12'" in it.what for it in lines if isinstance(it, Notice))


def test_a_tour_whose_code_and_words_disagree_is_unknown(copy: Path) -> None:
    change(copy, "position.xml", "2 YRS (2 R &amp; R)", "3 YRS (2 R &amp; R)")
    post = next(it for it in events(PostPublished, read(copy)) if it.post_id == "talentmap-1640")
    assert post.standard_assignment_months is None


def test_a_position_that_stands_twice_is_nobodys(copy: Path) -> None:
    change(copy, "position.xml", "<pos_id>1657</pos_id>", "<pos_id>1640</pos_id>")
    lines = read(copy)
    assert len([it for it in rejections(lines) if "pos_id 1640 stands 2 times" in it.what]) == 2
    assert len(events(VacancyOpened, lines)) == 8


def test_an_opening_of_another_status_is_left_out_and_told(copy: Path) -> None:
    change(copy, "availableposition.xml", "<STATUS_CODE>OP<", "<STATUS_CODE>MC<")
    lines = read(copy)
    assert len(events(VacancyOpened, lines)) == 9
    assert any("left out, its status is MC" in it.what for it in lines if isinstance(it, Notice))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><positions>&b;</positions>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><positions>&a;</positions>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><positions/>',
        "<positions>&unknown;</positions>",
        "<positions>" * 5000 + "</positions>" * 5000,
        "<positions>",
        "",
    ],
)
def test_entities_document_types_and_broken_xml_are_refused(copy: Path, text: str) -> None:
    (copy / "position.xml").write_text(text)
    with pytest.raises(SourceUnreadable, match=r"position\.xml"):
        read(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "cycle.xml").unlink()
    with pytest.raises(SourceUnreadable, match=r"cycle\.xml"):
        read(copy)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ('source = "talentmap"', "", "missing or unknown: source"),
        ('0 = "A"', '0 = "Z"', "no hardship class Z"),
        ('reason = "INCUMBENT_ROTATED"', 'reason = "BECAUSE"', "no reason BECAUSE"),
        ('zone = "UTC"', 'zone = "Mars"', "Mars"),
        ("2015-01-01", '"soon"', "stations_effective_from is no date"),
        ('name = "Algeria", ', "", "name"),
        ("[levels]", "[levels", "not TOML"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, before: str, after: str, what: str) -> None:
    shipped = Path(read_talentmap.__code__.co_filename).with_name("talentmap.toml").read_text()
    assert before in shipped
    file = tmp_path / "settings.toml"
    file.write_text(shipped)
    assert read_settings(file) == default_settings()
    file.write_text(shipped.replace(before, after, 1))
    with pytest.raises(SettingsWrong, match=re.escape(what)):
        read_settings(file)
