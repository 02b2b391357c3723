"""Over PostgreSQL the API answers as over SQLite."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.postgresql import PostgreSQL
from tests.unit.written_history import WrittenHistory
from tests.web.house import House, asking, house, project_history


@pytest.fixture(scope="module")
def both(
    written_history: WrittenHistory, postgresql: PostgreSQL, shared_house: House
) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    url = postgresql.fresh_database()
    project_history(written_history, url)
    with (
        house(written_history, url) as made,
        asking(made, "auditor") as there,
        asking(shared_house, "auditor") as here,
    ):
        yield here, there


def sorted_items(told: Any) -> Any:
    """Collations differ in what comes first."""
    return sorted(told["items"], key=repr) if "items" in told else told


@pytest.mark.parametrize(
    "path",
    [
        "roster?limit=500",
        "roster?limit=500&status=EXPIRED&status=REMOVED&ends_by=2025-12-31&rating=NOT_ASSESSED",
        "roster/c-03d2cfc2d8558107",
        "vacancies",
        "vacancies?state=OPEN&job_group=COM",
        "vacancies/vac-2026-031",
        "vacancies/vac-2026-031/proposal",
        "vacancies/vac-2026-031/proposal?revision=1",
        "vacancies/vac-2026-031/revisions",
        "vacancies/vac-2026-031/decisions",
        "proposals?limit=500",
        "coverage",
        "rejected",
        "health",
        "decisions/e-1",
        "exercises",
        "exercises/cycle-2027",
        "exercises/cycle-2026",
        "exercises/cycle-2027/acts",
        "exercises/cycle-2027/remarks",
        "exercises/cycle-2027/slates/1?revision=1",
        "exercises/cycle-2027/slates/1/placements?job_group=COM",
        "exercises/cycle-2027/slates/1/unplaced",
        "exercises/cycle-2027/slates/1/unfilled",
        "exercises/cycle-2027/slates/1/blocking",
        "exercises/cycle-2027/slates/1/joint-options",
        "exercise-acts/adjusted-1",
        "exercise-acts/adjusted-late",
        "horizon",
        "horizon/COM",
        "leadership/editions",
        "leadership/editions/unele-2026",
        "leadership/needs?limit=500&open_only=false",
        "leadership/nominations",
        "leadership/nominations/n-1",
        "leadership/remarks",
        "nomination-answers/stray",
    ],
)
def test_both_databases_answer_alike(both: tuple[httpx.Client, httpx.Client], path: str) -> None:
    here, there = (client.get(f"/api/v1/{path}") for client in both)
    assert here.status_code == there.status_code == 200
    assert sorted_items(here.json()) == sorted_items(there.json())


def test_rates_are_the_same_but_for_the_last_digits(
    both: tuple[httpx.Client, httpx.Client],
) -> None:
    lines = [sorted_items(client.get("/api/v1/adverse-impact").json()) for client in both]
    for here, there in zip(*lines, strict=True):
        assert here == pytest.approx(there)


@pytest.mark.parametrize(
    "path",
    [
        "roster",
        "vacancies",
        "proposals",
        "rejected",
        "exercises/cycle-2027/slates/1/placements",
        "exercises/cycle-2027/acts",
        "leadership/needs",
        "leadership/nominations",
    ],
)
def test_pages_have_every_row_once(both: tuple[httpx.Client, httpx.Client], path: str) -> None:
    _, there = both
    whole = there.get(f"/api/v1/{path}?limit=500").json()["items"]
    met: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = there.get(f"/api/v1/{path}", params={"limit": 3, **cursor}).json()
        met += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert met == whole


@pytest.mark.parametrize("value", ["\x00", "'", "9" * 30, "\u0661", "a\\", "\ud7ff", "%"])
def test_what_postgresql_would_choke_on_never_gets_there(
    both: tuple[httpx.Client, httpx.Client], value: str
) -> None:
    _, there = both
    for name in ("candidate_id", "job_group", "limit", "cursor", "ends_by"):
        assert there.get("/api/v1/roster", params={name: value}).status_code in (200, 422)
    for path in ("rejected/a/{}/0", "rejected/a/0/{}", "decisions/{}", "vacancies/{}"):
        target = path.format(quote(value, safe=""))
        assert there.get(f"/api/v1/{target}").status_code in (200, 404, 422)
