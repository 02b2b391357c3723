"""The order in which a Chromium is looked for, and what is said where there is none."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browser.find import NAMES, VARIABLE, NoChromium, find_or_install, known, present
from tests.browser.install import Way, carry_out


def _programs(folder: Path, *names: str) -> Mapping[str, str]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def _fine(program: Path) -> str | None:
    return None


def _broken(program: Path) -> str | None:
    return "it lacks a library"


def _way(brought: Path | None, *command: str, possible: bool = True) -> Way:
    return Way("a way", (command,), lambda: possible, lambda: brought, limit_s=0.5)


def test_those_on_path_come_in_their_order_and_playwrights_own_last(tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    environment = _programs(folder, *reversed(NAMES))
    own = tmp_path / "chrome"
    assert list(present(environment, lambda: own)) == [*(folder / name for name in NAMES), own]


def test_a_program_that_nobody_may_run_is_passed_over(tmp_path: Path) -> None:
    environment = _programs(tmp_path / "bin", "chromium", "google-chrome")
    (tmp_path / "bin" / "chromium").chmod(0o644)
    assert list(present(environment, lambda: None)) == [tmp_path / "bin" / "google-chrome"]


def test_the_one_that_is_named_comes_before_the_one_that_is_remembered(tmp_path: Path) -> None:
    _programs(tmp_path / "bin", "named", "found")
    remembered = tmp_path / ".chromium"
    remembered.write_text(f"{tmp_path / 'bin' / 'found'}\n")
    named = {VARIABLE: str(tmp_path / "bin" / "named")}
    assert known(named, remembered) == tmp_path / "bin" / "named"
    assert known({}, remembered) == tmp_path / "bin" / "found"


def test_one_that_is_remembered_but_gone_is_looked_for_again(tmp_path: Path) -> None:
    remembered = tmp_path / ".chromium"
    remembered.write_text(str(tmp_path / "gone"))
    assert known({}, remembered) is None
    assert known({}, tmp_path / "nothing remembered") is None


def test_one_that_is_named_but_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoChromium, match=r"PATHWAYS_CHROMIUM names .*nowhere, which is not there"):
        known({VARIABLE: str(tmp_path / "nowhere")}, tmp_path / ".chromium")


def test_one_that_shows_no_page_is_told_and_passed_over(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    programs = iter([tmp_path / "first", tmp_path / "second"])
    found = find_or_install(programs, (), lambda one: _broken(one) if one.stem == "first" else None)
    assert found == tmp_path / "second"
    assert "first does not work: it lacks a library" in capfd.readouterr().err


def test_nothing_is_installed_where_one_works(tmp_path: Path) -> None:
    way = _way(tmp_path / "brought", "touch", str(tmp_path / "tried"))
    assert find_or_install(iter([tmp_path / "there"]), (way,), _fine) == tmp_path / "there"
    assert not (tmp_path / "tried").exists()


def test_ways_are_tried_in_order_until_one_brings_a_chromium(tmp_path: Path) -> None:
    ways = (
        _way(None, "sh", "-c", "echo no answer; exit 1"),
        _way(tmp_path / "never", "true", possible=False),
        _way(tmp_path / "brought", "true"),
    )
    assert find_or_install(iter([]), ways, _fine) == tmp_path / "brought"


def test_a_way_tells_why_it_brought_nothing_and_does_not_wait_for_ever() -> None:
    said: list[str] = []
    assert carry_out(_way(None, "sh", "-c", "echo no answer; exit 1"), said.append) is None
    assert "  | no answer" in said[-1]
    # A grandchild that holds the pipe open ends as well.
    assert carry_out(_way(None, "sh", "-c", "sleep 60 & sleep 60"), said.append) is None
    assert "sh did not end within 0 s" in said[-1]


def test_where_nothing_helps_the_error_says_what_to_do() -> None:
    with pytest.raises(NoChromium, match=r"apt-get install chromium.*PATHWAYS_CHROMIUM"):
        find_or_install(iter([]), (_way(None, "false"),), _fine)
