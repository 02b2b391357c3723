"""News for open pages: nothing between a page and its stream is missed, and the last one comes."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.unit.written_history import WrittenHistory
from tests.web.console import visiting
from tests.web.house import House, asking, furnished
from tests.web.telling import Telling, listed, opened, telling


@pytest.fixture(scope="module")
def house(
    written_history: WrittenHistory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with furnished(written_history, tmp_path_factory.mktemp("live")) as made:
        yield made


@pytest.fixture(scope="module")
def writer(house: House) -> Iterator[Telling]:
    with telling(house) as made:
        yield made


def seen_of(client: httpx.Client) -> str:
    """What a page says that it shows."""
    for _ in range(200):
        found = re.search(r'sse-connect="/live\?seen=([^"]*)"', client.get("/").text)
        assert found is not None
        if found[1] != "away":
            return found[1]
    raise AssertionError("the server never looked at its read model")


def first_line(client: httpx.Client, url: str, headers: dict[str, str] | None = None) -> str:
    with client.stream("GET", url, headers=headers) as stream:
        return next(line for line in stream.iter_lines() if line)


def test_what_was_written_before_the_stream_began_is_told_at_once(
    house: House, writer: Telling
) -> None:
    with visiting(house, "viewer") as client:
        seen = seen_of(client)
        writer.tell(opened("v-between"), listed("v-between"))
        assert first_line(client, f"/live?seen={seen}") == "event: tick"


def test_a_stream_that_comes_back_is_told_what_it_missed(house: House, writer: Telling) -> None:
    with visiting(house, "viewer") as client:
        seen = seen_of(client)
        writer.tell(listed("v-between", 2))
        headers = {"Last-Event-ID": seen}
        assert first_line(client, "/live?seen=0-0", headers) == "event: tick"


def test_many_changes_are_few_events_and_the_last_of_them_is_the_newest(
    house: House, writer: Telling
) -> None:
    with visiting(house, "viewer") as client:
        seen = seen_of(client)
        ids: list[str] = []
        with client.stream("GET", f"/live?seen={seen}") as stream:
            for revision in range(3, 9):
                writer.tell(listed("v-between", revision))
            for line in stream.iter_lines():
                if line.startswith("id: "):
                    ids.append(line)
                    if line.endswith(str(int(seen.split("-")[1]) + 6)):
                        break
        assert len(ids) <= 3


def test_nobody_without_a_session_hears_anything(house: House) -> None:
    with asking(house) as client:
        assert client.get("/live").status_code == 303
