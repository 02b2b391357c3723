"""Houses that several modules of tests look at, and a decision to take in one of them."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.unit.written_history import WrittenHistory
from tests.web.earlier import furnished_earlier
from tests.web.house import House, asking, furnished


@pytest.fixture(scope="session")
def shared_house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Nobody writes in it: whoever does makes a house of their own."""
    with furnished(written_history, tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def autumn(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house at a time when vacancies are open; a module may write in its own."""
    with furnished_earlier(written_history, tmp_path_factory.mktemp("autumn")) as made:
        yield made


@pytest.fixture(scope="module")
def hr_client(autumn: House) -> Iterator[httpx.Client]:
    with asking(autumn, "hr_partner") as client:
        yield client


@pytest.fixture
def nothing_published(autumn: House) -> None:
    """What earlier tests published or took away is forgotten."""
    autumn.published.clear()
    autumn.away.clear()


@pytest.fixture
def shortlisting(hr_client: httpx.Client, autumn: House) -> dict[str, Any]:
    """Of the first of a list that stands."""
    vacancy_id = autumn.vacancies()[0]
    document = hr_client.get(f"/api/v1/vacancies/{vacancy_id}/proposal").json()
    return {
        "type": "CandidateShortlisted",
        "vacancy_id": vacancy_id,
        "candidate_id": document["ranked"][0]["candidate_id"],
        "revision_seen": document["revision"],
        "override": False,
    }
