"""The stream of proposals: nothing missed, nothing twice, whoever comes back and however slowly."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from consumers.api.stream import takes
from consumers.delivery import Delivery
from consumers.questions.published import Published, published_after
from consumers.wanted import Wanted
from consumers.web import live
from consumers.web.live import cursor_of, spelled
from schemas.events import DutyStationKey, ProposalExpired
from schemas.text import from_json
from tests.unit.written_history import WrittenHistory
from tests.web.earlier import furnished_earlier
from tests.web.house import House, asking
from tests.web.written_on import NOW, WrittenOn, written_on

PATH = "/api/v1/stream/proposals"


class Told(NamedTuple):
    """One event of the stream."""

    id: str
    event: str
    data: Any


@pytest.fixture
def autumn(written_history: WrittenHistory, tmp_path: Path) -> Iterator[House]:
    with furnished_earlier(written_history, tmp_path) as made:
        yield made


@pytest.fixture
def pool(autumn: House) -> Iterator[WrittenOn]:
    with written_on(str(autumn.serving.engine.url)) as writer:
        yield writer


def events(response: httpx.Response) -> Iterator[Told]:
    """As a browser reads them."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
            continue
        if "data" in fields:
            yield Told(fields["id"], fields["event"], json.loads(fields["data"]))
        fields = {}


@contextmanager
def reading(client: httpx.Client, after: str | None = None, query: str = "") -> Iterator[Any]:
    headers = {} if after is None else {"Last-Event-ID": after}
    with client.stream("GET", PATH + query, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield events(response)


def first(
    client: httpx.Client, count: int, after: str | None = None, query: str = ""
) -> list[Told]:
    with reading(client, after, query) as told:
        return [next(told) for _ in range(count)]


def everything(house: House) -> list[Published]:
    with house.serving.engine.connect() as connection:
        return published_after(connection, {}, 100_000)


def ids(told: list[Told]) -> list[str]:
    return [one.data["event_id"] for one in told]


def documents(published: list[Published]) -> list[str]:
    return [json.loads(one.text)["event_id"] for one in published]


def more(vacancy_id: str, number: int, template: dict[str, Any]) -> ProposalExpired:
    """Any further event about the vacancy."""
    envelope = ("occurred_at", "recorded_at", "source", "proposal_id", "job_group", "grade")
    kept = {name: template[name] for name in envelope}
    rest = ("vacancy_version", "as_of", "position", "rule_set", "decision_version", "path")
    kept |= {name: template[name] for name in rest}
    made = from_json(
        {
            "type": "ProposalExpired",
            "event_id": f"more-{vacancy_id}-{number}",
            "vacancy_id": vacancy_id,
            "revision": template["revision"] + number,
            "path_answer": None,
            "reason": "closed",
            "causes": [],
            "expired_on": "2025-06-01",
            **kept,
        }
    )
    assert isinstance(made, ProposalExpired)
    return made


def test_from_the_earliest_on_all_come_in_their_order(autumn: House) -> None:
    stands = everything(autumn)
    with asking(autumn, "auditor") as client:
        told = first(client, len(stands), query="?start=earliest")
    assert ids(told) == documents(stands)
    assert [one.event for one in told] == [one.event_type for one in stands]


@pytest.mark.parametrize("kept", [0, 3, 1_000])
def test_whoever_comes_back_misses_nothing_and_gets_nothing_twice(
    autumn: House, monkeypatch: pytest.MonkeyPatch, pool: WrittenOn, kept: int
) -> None:
    """Wherever it was cut, and however much of it is still in memory."""
    monkeypatch.setattr(live, "TAIL_EVENTS_MAX", max(kept, 1))
    template = json.loads(everything(autumn)[-1].text)
    with asking(autumn, "auditor") as client:
        count = len(everything(autumn))
        told = first(client, 7, query="?start=earliest")
        for number in range(1, 9):
            pool.write("proposals", 0, more("v-more", number, template))
        count += 8
        while len(told) < count:
            told += first(client, min(5, count - len(told)), after=told[-1].id)
    # Each partition in its order; the stream goes on where something is new.
    assert sorted(ids(told)) == sorted(documents(everything(autumn)))


def test_a_new_event_comes_without_being_asked_for(autumn: House, pool: WrittenOn) -> None:
    template = json.loads(everything(autumn)[-1].text)
    with asking(autumn, "auditor") as client:
        while autumn.serving.live.end is None:
            time.sleep(0.01)
        with reading(client) as told:
            pool.write("proposals", 0, more("v-more", 1, template))
            begun = time.monotonic()
            one = next(told)
            assert one.data["event_id"] == "more-v-more-1"
            assert time.monotonic() - begun < 5


def test_more_than_memory_holds_in_one_transaction_is_told_whole(
    autumn: House, pool: WrittenOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TAIL_EVENTS_MAX", 4)
    template = json.loads(everything(autumn)[-1].text)
    with asking(autumn, "auditor") as client:
        while autumn.serving.live.end is None:
            time.sleep(0.01)
        with reading(client) as told:
            new = [more("v-more", number, template) for number in range(1, 30)]
            pool.write("proposals", 0, *new)
            assert [next(told).data["event_id"] for _ in new] == [one.event_id for one in new]


def test_a_slow_reader_holds_up_nobody_and_gets_all(
    autumn: House, pool: WrittenOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "TAIL_EVENTS_MAX", 5)
    template = json.loads(everything(autumn)[-1].text)
    with asking(autumn, "auditor") as client, reading(client, query="?start=earliest") as slow:
        begun = next(slow)
        for number in range(1, 201):
            pool.write("proposals", 0, more("v-more", number, template))
        assert client.get("/api/v1/me").status_code == 200
        fast = first(client, 200, after=spelled(end_of(everything(autumn)[:-200])))
        assert ids(fast)[-1] == "more-v-more-200"
        rest = [next(slow) for _ in range(len(everything(autumn)) - 1)]
    assert sorted(ids([begun, *rest])) == sorted(documents(everything(autumn)))


def end_of(published: list[Published]) -> dict[int, int]:
    return {one.partition: one.offset + 1 for one in published if not one.text.count("more-v-")}


def test_open_streams_end_with_the_server(autumn: House) -> None:
    with asking(autumn, "viewer") as client, reading(client, query="?start=earliest") as told:
        next(told)
        begun = time.monotonic()
        autumn.serving.live.over = True
        list(told)
        assert time.monotonic() - begun < 20


@pytest.mark.parametrize("query", ["job_group=COM", "job_group=RMO&job_group=COM", "grade=P-5"])
def test_filters_let_through_what_they_say(autumn: House, query: str) -> None:
    wanted = dict(part.split("=") for part in query.split("&"))
    group, grade = wanted.get("job_group"), wanted.get("grade")
    groups = {"RMO", "COM"} if query.count("job_group") == 2 else {group}
    expected = [
        one
        for one in everything(autumn)
        if (group is None or one.job_group in groups)
        and (grade is None or one.grade in (grade, None) or passes_anyhow(one))
    ]
    assert expected
    with asking(autumn, "auditor") as client:
        told = first(client, len(expected), query=f"?start=earliest&{query}")
    assert ids(told) == documents(expected)


def passes_anyhow(one: Published) -> bool:
    return (one.vacancy_version or 0) > 1 and one.event_type != "ProposalEmitted"


def test_a_duty_station_is_a_filter_too(autumn: House) -> None:
    stands = everything(autumn)
    station = next(one for one in stands if one.country)
    place = f"{station.country}/{station.city_code}"
    expected = [
        one
        for one in stands
        if one.country is None
        or (one.country, one.city_code) == (station.country, station.city_code)
        or passes_anyhow(one)
    ]
    assert len(expected) < len(stands)
    with asking(autumn, "auditor") as client:
        told = first(client, len(expected), query=f"?start=earliest&duty_station={place}")
    assert ids(told) == documents(expected)


def test_the_stream_and_the_subscriber_filter_alike(autumn: House) -> None:
    stands = everything(autumn)
    stations = {(one.country, one.city_code) for one in stands if one.country and one.city_code}
    filters = [Wanted(grades=frozenset({"P-4"})), Wanted(job_groups=frozenset({"COM"}))]
    filters += [
        Wanted(duty_stations=frozenset({DutyStationKey(country=country, city_code=city)}))
        for country, city in stations
        if country and city
    ]
    for wanted in filters:
        for one in stands:
            event = from_json(json.loads(one.text))
            place = Delivery(event, "proposals", one.partition, one.offset, None, NOW)
            assert takes(wanted, one) == wanted.takes(place), one


@pytest.mark.parametrize(
    "wrong",
    [
        "yesterday", "0", ":", "0:", "0:-1", "-1:0", "0:1,", "0:1;1:2", "a:b", "0:1.5", "0 :1",
        "0:" + "9" * 19, "9999999:1", "\u0661:1", ",".join(["0:1"] * 1001),
    ],
)  # fmt: skip
def test_what_is_no_place_of_the_stream_is_refused(shared_house: House, wrong: str) -> None:
    with asking(shared_house, "viewer") as client:
        for asked in (
            client.build_request("GET", PATH, headers=[(b"Last-Event-ID", wrong.encode())]),
            client.build_request("GET", PATH, params={"start": wrong}),
        ):
            response = client.send(asked)
            assert response.status_code == 422
            assert response.headers["content-type"] == "application/problem+json"


def test_a_place_says_where_each_partition_goes_on() -> None:
    assert cursor_of("0:12,3:7") == {0: 12, 3: 7}
    assert spelled({3: 7, 0: 12}) == "0:12,3:7"
