"""Backtest reports: shown in a frame that runs nothing, and no other file is ever given."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from consumers.console.reports_folder import reports_in
from consumers.server import build_server
from consumers.web.roles import ROLES, Role, may
from tests.web.house import House
from tests.web.visiting import HOSTILE, INERT, Visitors, visitors

REPORT = "<!DOCTYPE html><html><style>p { color: red }</style><p>What changes</p></html>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, and things beside them that are none."""
    root = tmp_path_factory.mktemp("served")
    made = root / "reports"
    made.mkdir()
    (root / "secret.html").write_text("secret")
    (made / "panel 7.html").write_text(REPORT)
    (made / "policy.html").write_text(REPORT)
    (made / "notes.txt").write_text("secret")
    (made / ".hidden.html").write_text("secret")
    (made / "folder.html").mkdir()
    (made / "away.html").symlink_to(root / "secret.html")
    (made / "notes.html").symlink_to(made / "notes.txt")
    (made / "broken.html").symlink_to(made / "nothing.html")
    (made / "latest.html").symlink_to(made / "policy.html")
    return made


@pytest.fixture(scope="module")
def doors(shared_house: House, folder: Path) -> Iterator[Visitors]:
    with visitors(serving_reports(shared_house, folder)) as made:
        yield made


def serving_reports(made: House, folder: Path | None) -> House:
    serving = replace(made.serving, ports=replace(made.serving.ports, reports=folder))
    return House(build_server(serving), serving)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", ["/reports", "/reports/policy.html", "/reports/policy.html/file"])
def test_reports_are_for_roles_that_need_facts(doors: Visitors, role: Role, path: str) -> None:
    expected = 200 if may(role, "read_private") else 403
    assert doors[role].get(path).status_code == expected


def test_the_list_has_the_reports_and_nothing_else(doors: Visitors) -> None:
    text = doors["auditor"].get("/reports").text
    assert text.count('href="/reports/') == 3
    for name in ("panel%207.html", "policy.html", "latest.html"):
        assert f'href="/reports/{name}"' in text
    assert "secret" not in text


def test_a_report_is_shown_in_a_frame_that_may_do_nothing(doors: Visitors) -> None:
    text = doors["auditor"].get("/reports/panel%207.html").text
    assert '<iframe class="report" sandbox src="/reports/panel%207.html/file"' in text


def test_a_report_comes_with_a_policy_of_its_own(doors: Visitors) -> None:
    answer = doors["auditor"].get("/reports/panel%207.html/file")
    assert answer.text == REPORT
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "sandbox" in policy
    assert not any(part.startswith("script-src") for part in policy)
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "name",
    [
        "..%2fsecret.html", "../secret.html", "%2e%2e%2fsecret.html", "..%5csecret.html",
        "notes.txt", ".hidden.html", "folder.html", "away.html", "notes.html", "broken.html",
        "policy.html%00", "policy.html%00.html", "%00", "policy.htm", "POLICY.HTML", ".", "..",
        "%2fetc%2fpasswd", "policy.html%2f..%2fpolicy.html", "a" * 5000 + ".html", "%ff.html",
    ],
)  # fmt: skip
def test_tricks_with_paths_find_nothing(doors: Visitors, name: str) -> None:
    for path in (f"/reports/{name}", f"/reports/{name}/file"):
        answer = _exactly(doors["auditor"], path)
        # Where dots lead up, httpx and servers alike find another page, never a file.
        assert answer.status_code in (200, 303, 404)
        assert answer.status_code == 404 or "What changes" not in answer.text
        assert "secret" not in answer.text.replace("notes", "")
        assert "root:" not in answer.text


@pytest.mark.parametrize("name", ["none", "file"])
def test_a_folder_that_cannot_be_read_is_told(
    shared_house: House, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    with visitors(serving_reports(shared_house, tmp_path / name)) as people:
        text = people["auditor"].get("/reports").text
        assert people["auditor"].get("/reports/policy.html").status_code == 404
    assert "cannot be read" in text


def test_without_a_folder_the_page_says_how_to_have_one(shared_house: House) -> None:
    with visitors(serving_reports(shared_house, None)) as people:
        text = people["auditor"].get("/reports").text
        assert people["auditor"].get("/reports/policy.html/file").status_code == 404
    assert "pathways serve --reports DIR" in text
    assert "--report DIR/panel-7.html" in text


def test_an_empty_folder_is_a_friendly_page(shared_house: House, tmp_path: Path) -> None:
    with visitors(serving_reports(shared_house, tmp_path)) as people:
        assert "The folder has no report yet." in people["auditor"].get("/reports").text


def test_a_hostile_name_is_inert(shared_house: House, tmp_path: Path) -> None:
    name = HOSTILE.replace("/", "") + ".html"
    (tmp_path / name).write_text(REPORT)
    with visitors(serving_reports(shared_house, tmp_path)) as people:
        text = people["auditor"].get("/reports").text
        address = text.split('<th scope="row"><a href="')[1].split('"')[0]
        page = people["auditor"].get(address)
        file = people["auditor"].get(f"{address}/file")
    assert (page.status_code, file.text) == (200, REPORT)
    for shown in (text, page.text):
        assert INERT.split("&lt;/script")[0] in shown
        assert "<script>window" not in shown
        assert "\u202e" not in shown


def test_a_name_that_is_no_text_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(REPORT)
    odd: Any = b"odd\xff.html"
    (Path(str(tmp_path)) / odd.decode("utf-8", "surrogateescape")).write_text(REPORT)
    assert [one.name for one in reports_in(tmp_path)] == ["good.html"]


def _exactly(client: httpx.Client, path: str) -> httpx.Response:
    """The path as it stands: clients tidy dots away before they ask."""
    url = client.base_url.copy_with(raw_path=path.encode())
    return client.get(url)
