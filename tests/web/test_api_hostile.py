"""Requests that mean harm, or are nonsense: harmless, and told in the same form as all errors."""

import base64
import http.client
import json
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.web.house import TOKENS, House, asking

HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE roster; --",
    "1 UNION SELECT value FROM rejected",
    '" OR ""="',
    "%' --",
    "\\'; SELECT pg_sleep(10) --",
    "../../../etc/passwd",
    "..\\..\\windows",
    "\x00",
    "a\x00b",
    "a\r\nSet-Cookie: x=y",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://nowhere}",
    "\u202emoc",
    "ﷺ" * 50,
    "\U0001f600",
    "x" * 5000,
    "None",
    "-1",
    "NaN",
    "1e309",
    "9" * 400,
]
FILTERS = ("job_group", "grade", "status", "rating", "ends_by", "candidate_id", "cursor", "limit")
PATHS = (
    "/roster/{}",
    "/vacancies/{}",
    "/vacancies/{}/proposal",
    "/vacancies/{}/revisions",
    "/vacancies/{}/decisions",
    "/people/{}/facts",
    "/vacancies/{}/candidates/c-1/explanation",
    "/decisions/{}",
    "/rejected/{}/0/0",
    "/rejected/staffing/{}/0",
    "/rejected/staffing/0/{}",
)


@pytest.fixture(scope="module")
def client(shared_house: House) -> Iterator[httpx.Client]:
    with asking(shared_house, "auditor") as client:
        yield client


@pytest.fixture(scope="module")
def deciding(shared_house: House) -> Iterator[httpx.Client]:
    with asking(shared_house, "hr_partner") as client:
        yield client


@pytest.fixture(scope="module")
def before(client: httpx.Client) -> str:
    return client.get("/api/v1/roster?limit=500").text


def raw(client: httpx.Client, target: bytes, headers: dict[str, str] | None = None) -> int:
    """As it stands, with nothing that a client would tidy up; the status of the answer."""
    parts = urlsplit(str(client.base_url))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection._validate_path = lambda _: None  # type: ignore[attr-defined]
        connection.putrequest("GET", target.decode("latin-1"), skip_accept_encoding=True)
        for name, value in (
            {"Authorization": f"Bearer {TOKENS['auditor']}"} | (headers or {})
        ).items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def is_problem(response: httpx.Response) -> bool:
    told = response.json()
    return (
        response.headers["content-type"] == "application/problem+json"
        and told["status"] == response.status_code
        and len(told["detail"]) <= 300
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_no_filter_takes_more_than_it_says(client: httpx.Client, before: str, value: str) -> None:
    for name in FILTERS:
        response = client.get("/api/v1/roster", params={name: value})
        if response.status_code == 200:
            assert response.json()["items"] == []
        else:
            assert response.status_code == 422
            assert is_problem(response)
    assert client.get("/api/v1/roster?limit=500").text == before


@pytest.mark.parametrize("value", HOSTILE)
def test_no_path_reaches_more_than_it_says(client: httpx.Client, value: str) -> None:
    for path in PATHS:
        response = client.get("/api/v1" + path.format(quote(value, safe="")))
        if path.startswith("/decisions/") and response.status_code == 200:
            assert response.json()["state"] == "PUBLISHED"
            continue
        assert response.status_code in (404, 422), path
        assert is_problem(response)


@pytest.mark.parametrize(
    "target",
    [
        "/api/v1/../api/v1/me",
        "/api/v1/%2e%2e/%2e%2e/etc/passwd",
        "/api/v1/..%2f..%2fetc%2fpasswd",
        "/api/v1//me",
        "/api/v1/me/",
        "/api/v1/me%00",
        "/api/v1/me;x=y",
        "/api/v1/ME",
        "/api/v1/%6d%65%2f",
        "/api/v1/roster/%ff%fe",
        "/api/v1/roster/%zz",
        "/api/v1/roster?candidate_id=%00",
        "/api/v1/roster?candidate_id=%ff",
        "/api/v1/" + "a" * 30_000,
    ],
)
def test_tricks_with_paths_lead_nowhere(client: httpx.Client, target: str) -> None:
    assert raw(client, target.encode()) in (400, 404, 414, 422)


def test_nobody_is_sent_elsewhere_by_the_host_that_a_caller_names(client: httpx.Client) -> None:
    for path in ("/roster/", "//me", "/me/", "/vacancies//"):
        response = client.get(f"/api/v1{path}", headers={"Host": "evil.example"})
        assert response.status_code in (404, 422)
        assert "evil.example" not in response.text + str(response.headers)


def test_headers_are_read_and_never_believed(client: httpx.Client) -> None:
    known = client.get("/api/v1/me").json()
    for headers in (
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Original-URL": "/api/v1/status"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"X-Role": "hr_partner"},
        {"If-None-Match": '"' * 2000},
        {"Last-Event-ID": "'; --"},
        {"Accept": "text/html"},
        {"Range": "bytes=0-1"},
    ):
        response = client.get("/api/v1/me", headers=headers)
        assert (response.status_code, response.json()) == (200, known), headers
    assert raw(client, b"/api/v1/me", {"Authorization": "Bearer " + "x" * 8000}) == 401
    assert raw(client, b"/api/v1/me", {"Authorization": "Bearer"}) == 401


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "====",
        "bnVsbA==",
        "W10=",
        "WyJhIl0=",
        "W251bGwsIG51bGwsIG51bGxd",
        "WzEsMiwzXQ==",
        "WyJcdTAwMDAiLCAiIiwgIiJd",
        "WyJcdWQ4MDAiLCAiIiwgIiJd",
        "W1tbW1tbW1tbW1tbW1tb" * 40,
        "ä",
        "x" * 3000,
    ],
)
def test_what_no_page_gave_is_no_cursor(client: httpx.Client, cursor: str) -> None:
    for path in ("roster", "vacancies", "proposals", "rejected"):
        response = client.get(f"/api/v1/{path}", params={"cursor": cursor})
        if path == "vacancies" and cursor == "WyJhIl0=":
            # One text is all that a page of vacancies asks for: it begins after `a`.
            assert response.status_code == 200
            continue
        assert response.status_code == 422, (path, response.text)
        assert is_problem(response)


@pytest.mark.parametrize(
    "moment", ["yesterday", "2025-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "9" * 50]
)
def test_a_cursor_with_no_moment_in_it_ends_in_nothing_worse_than_an_error(
    client: httpx.Client, moment: str
) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([moment, "v-1"]).encode()).decode()
    for path in ("proposals", "rejected"):
        response = client.get(f"/api/v1/{path}", params={"cursor": cursor})
        assert response.status_code in (200, 422)


@pytest.mark.parametrize(
    ("path", "query"),
    list(
        product(
            ("roster", "vacancies", "proposals", "coverage", "me", "health", "rejected", "status"),
            ("jobgroup=COM", "Job_Group=COM", "%00=1", "__proto__=1", "limit%5B%5D=1"),
        )
    ),
)
def test_a_misspelt_parameter_is_refused_and_not_passed_over(
    client: httpx.Client, path: str, query: str
) -> None:
    response = client.get(f"/api/v1/{path}?{query}")
    assert response.status_code == 422
    assert is_problem(response)
    assert response.json()["errors"][0]["problem"] == "there is no such parameter"


def test_a_single_value_given_twice_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/v1/roster?limit=1&limit=2").status_code == 422
    assert client.get("/api/v1/roster?candidate_id=a&candidate_id=b").status_code == 422


def test_more_values_than_anybody_needs_are_refused(client: httpx.Client) -> None:
    many = "&".join(f"job_group=G{number}" for number in range(60))
    assert client.get(f"/api/v1/roster?{many}").status_code == 422


BODIES = {
    "no JSON": b"{",
    "another encoding": "{}".encode("utf-16"),
    "bytes": b"\xff\xfe\x00",
    "a number": b"1",
    "null": b"null",
    "a list": b"[]",
    "deep": b"[" * 60_000,
    "half a character": b'{"type":"\\ud800","\\ud800":"\\udfff"}',
    "a NaN": b'{"type":"OfferMade","revision_seen":NaN}',
    "a huge number": b'{"type":"OfferMade","revision_seen":' + b"9" * 5000 + b"}",
    "a key twice": b'{"type":"OfferMade","type":"ProposalAccepted"}',
    "nothing": b"",
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_that_are_no_decision_are_problems(
    deciding: httpx.Client, shared_house: House, name: str
) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    response = deciding.post("/api/v1/decisions", content=BODIES[name], headers=headers)
    assert response.status_code in (400, 422), response.text
    assert is_problem(response)
    assert not shared_house.published


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_of_another_page_is_no_decision(deciding: httpx.Client, media: str) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": media}
    body = b'{"type":"OfferMade"}'
    assert deciding.post("/api/v1/decisions", content=body, headers=headers).status_code == 422


def test_a_body_that_is_too_large_is_not_read(deciding: httpx.Client) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    for content in (b" " * 70_000, iter([b" " * 1000] * 70)):
        response = deciding.post("/api/v1/decisions", content=content, headers=headers)
        assert response.status_code == 413
        assert is_problem(response)
    kept = deciding.post("/api/v1/decisions", content=b" " * 60_000, headers=headers)
    assert kept.status_code == 422
