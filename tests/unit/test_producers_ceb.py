"""The UN system's lists: one place for each key, exact names only, and every trap of them told."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from producers.ceb import default_settings, read_ceb, read_settings
from producers.errors import SettingsWrong, SourceUnreadable
from producers.lines import Good, Line, Notice, Rejection
from schemas.events import DutyStationClassified

LISTS = Path(__file__).parents[1] / "data" / "ceb"
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
CITY = "CITY_CODE,CITY_NAME,CITY_COMMON_NAME,COUNTRY_CODE,REGION,OBSOLETE\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LISTS, tmp_path / "lists"))


def read(folder: Path = LISTS, *, classes: bool = True) -> list[Line]:
    known = folder / "hardship.csv" if classes else None
    return list(read_ceb(folder, known, default_settings(), NOON))


def stations(lines: list[Line]) -> dict[str, DutyStationClassified]:
    found = [line.event for line in lines if isinstance(line, Good)]
    keys = {f"{it.duty_station.country}/{it.duty_station.city_code}": it for it in found}
    assert len(keys) == len(found), "one event for each key"
    return keys


def refused(lines: list[Line]) -> list[str]:
    return [line.what for line in lines if isinstance(line, Rejection)]


def noticed(lines: list[Line]) -> list[str]:
    return [line.what for line in lines if isinstance(line, Notice)]


def with_classes(copy: Path, *rows: str) -> list[Line]:
    (copy / "hardship.csv").write_text("station,country,hardship_class\n" + "\n".join(rows) + "\n")
    return read(copy)


def test_each_row_is_a_place_or_is_told() -> None:
    lines = read(classes=False)
    rows = (LISTS / "ceb_dscitycd.csv").read_text().count("\n") - 1
    left_out = [what for what in noticed(lines) if "obsolete" in what or "withdrawn" in what]
    assert rows == len(stations(lines)) + len(refused(lines)) + len(left_out) == 35
    assert all(isinstance(it, DutyStationClassified) for it in stations(lines).values())


def test_amsterdam_is_in_the_netherlands_though_the_antilles_share_their_code() -> None:
    lines = read()
    assert stations(lines)["NLD/AM005"].name == "Amsterdam"
    assert stations(lines)["NLD/WI010"].region == "EUROPE", "not the Willemstad of Curaçao"
    assert "Willemstad has no country: Netherlands Antilles shares NLD with Netherlands" in refused(
        lines
    )
    assert "Las Palmas has no country: Canary Islands shares ESP with Spain" in refused(lines)


def test_juba_is_in_south_sudan_only() -> None:
    lines = read()
    assert stations(lines)["SSD/JU020"].hardship_class == "E"
    assert "SDN/JU020" not in stations(lines)
    assert any("Juba SDN/JU020 is withdrawn: Juba is in South Sudan" in it for it in noticed(lines))


def test_a_code_and_name_in_two_countries_are_two_places_and_told() -> None:
    lines = read()
    assert {"GUY/GE010", "CYM/GE010"} <= set(stations(lines))
    assert "ceb_dscitycd.csv: Georgetown GE010 is in GUY and in CYM" in noticed(lines)


def test_one_name_in_two_countries_has_the_class_of_each() -> None:
    classes = {key: it.hardship_class for key, it in stations(read()).items()}
    assert (classes["LBN/TR010"], classes["LBY/TR040"]) == ("D", "E")
    assert (classes["IND/HY140"], classes["PAK/HY020"]) == ("B", "C")
    assert classes["PAK/AB010"] == "UNCLASSIFIED", "the same code as Abéché"


def test_a_part_of_a_name_is_never_enough(copy: Path) -> None:
    lines = with_classes(copy, "ibb,Yemen,E", "quibbdo,Colombia,C", "san,Yemen,E", "sanaaa,Yemen,E")
    classes = {key: it.hardship_class for key, it in stations(lines).items()}
    assert classes["YEM/IB010"] == "E"
    assert classes["COL/QU050"] == classes["YEM/SA020"] == "UNCLASSIFIED"
    assert [what for what in refused(lines) if "no such place" in what] == [
        "quibbdo, Colombia: no such place in COL",
        "san, Yemen: no such place in YEM",
        "sanaaa, Yemen: no such place in YEM",
    ]


def test_other_spellings_lead_to_a_place_by_explicit_aliases_alone() -> None:
    classes = {key: it.hardship_class for key, it in stations(read()).items()}
    assert (classes["UKR/KI010"], classes["TCD/ND060"], classes["BGD/CO010"]) == ("D", "D", "D")
    assert (classes["PSE/GA010"], classes["SYR/LA045"], classes["TUR/AN010"]) == ("E", "E", "A")
    assert all("kiev" not in what and "gaza" not in what for what in refused(read()))


def test_the_common_name_is_the_name_and_the_misspelt_one_still_found(copy: Path) -> None:
    lines = with_classes(copy, "abbotabad,Pakistan,B", "abengourou,Cote d'Ivoire,C")
    assert stations(lines)["PAK/AB010"].name == "Abbottabad"
    assert stations(lines)["PAK/AB010"].hardship_class == "B"
    assert stations(lines)["CIV/AB020"].hardship_class == "C"


def test_a_name_that_several_places_have_is_ambiguous_and_none_gets_the_class() -> None:
    lines = read()
    assert "monrovia, Liberia is ambiguous: 2559, MO010, MO040" in refused(lines)
    assert "abeche, Chad is ambiguous: AB010, AM010" in refused(lines)
    for key in ("LBR/2559", "LBR/MO010", "LBR/MO040", "TCD/AB010", "TCD/AM010"):
        assert stations(lines)[key].hardship_class == "UNCLASSIFIED"


def test_two_classes_for_one_place_are_told_and_neither_counts(copy: Path) -> None:
    lines = with_classes(copy, "kyiv,Ukraine,D", "kiev,Ukraine,C")
    assert stations(lines)["UKR/KI010"].hardship_class == "UNCLASSIFIED"
    assert refused(lines)[-2:] == ["kyiv, Ukraine: is C and D", "kiev, Ukraine: is C and D"]


def test_what_is_obsolete_blank_or_in_no_country_is_left_out_and_told() -> None:
    lines = read()
    assert stations(lines)["ROU/BU010"].name == "Bucharest", "the obsolete row has the same key"
    assert "ceb_dscitycd.csv: Bucarest is obsolete, left out" in noticed(lines)
    assert "Kedougou: OBSOLETE is blank" in refused(lines)
    assert "East Jerusalem has no country: no country has the number '0'" in refused(lines)
    assert "golan, Occupied Syrian Golan: no such country" in refused(lines)


def test_a_key_of_two_rows_in_force_is_ambiguous_and_neither_is_taken(copy: Path) -> None:
    file = copy / "ceb_dscitycd.csv"
    obsolete = "44.4322,26.106257,,1"
    assert obsolete in file.read_text()
    file.write_text(file.read_text().replace(obsolete, obsolete.replace(",,1", ",,0")))
    lines = read(copy)
    assert "ROU/BU010" not in stations(lines)
    assert refused(lines).count("ROU/BU010 is ambiguous: 2 rows in force have it") == 2


def test_without_classes_every_place_is_unclassified() -> None:
    lines = read(classes=False)
    assert {it.hardship_class for it in stations(lines).values()} == {"UNCLASSIFIED"}
    assert any("0 places have a class" in it for it in noticed(lines))
    assert {it.family_status for it in stations(lines).values()} == {None}


def test_an_unknown_class_is_refused(copy: Path) -> None:
    lines = with_classes(copy, "kyiv,Ukraine,F", "sanaa,Yemen,UNCLASSIFIED")
    assert [what for what in refused(lines) if "no class" in what] == [
        "kyiv, Ukraine: no class 'F'",
        "sanaa, Yemen: no class 'UNCLASSIFIED'",
    ]


def test_read_again_later_the_same_place_is_the_same_event() -> None:
    later = list(
        read_ceb(
            LISTS, LISTS / "hardship.csv", default_settings(), datetime(2027, 1, 1, tzinfo=UTC)
        )
    )
    assert {it.event_id for it in stations(later).values()} == {
        it.event_id for it in stations(read()).values()
    }
    assert stations(read())["SSD/JU020"].effective_from == date(2025, 1, 1)


def test_a_list_in_the_wrong_encoding_or_form_is_refused_as_a_whole(copy: Path) -> None:
    settings = copy / "ceb.toml"
    shipped = Path(read_ceb.__code__.co_filename).with_name("ceb.toml").read_text()
    settings.write_text(shipped.replace("latin-1", "utf-8"))
    with pytest.raises(SourceUnreadable, match="is not utf-8"):
        list(read_ceb(copy, None, read_settings(settings), NOON))
    (copy / "ceb_dscitycd.csv").write_text(CITY.replace("REGION", "AREA"))
    with pytest.raises(SourceUnreadable, match="not one column REGION"):
        read(copy)
    (copy / "ceb_dscitycd.csv").unlink()
    with pytest.raises(SourceUnreadable, match="No such file"):
        read(copy)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ('source = "un.ceb"', "", "missing or unknown: source"),
        ("2025-01-01", '"now"', "effective_from is no date"),
        ('file = "ceb_dscitycd.csv", ', "", "wrong kind"),
        ("[represents]", "[represents", "not TOML"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, before: str, after: str, what: str) -> None:
    shipped = Path(read_ceb.__code__.co_filename).with_name("ceb.toml").read_text()
    file = tmp_path / "ceb.toml"
    file.write_text(shipped)
    assert read_settings(file) == default_settings()
    assert before in shipped
    file.write_text(shipped.replace(before, after, 1))
    with pytest.raises(SettingsWrong, match=what):
        read_settings(file)
