"""Who may ask the API what: every route, every role, and whoever has no token."""

from collections.abc import Iterator, Mapping
from itertools import chain

import httpx
import pytest
from fastapi.routing import APIRoute

from consumers.api.app import ROUTERS
from consumers.web.roles import ROLES, Role
from tests.web.house import TOKENS, House, asking

EVERYBODY = frozenset(ROLES)
PRIVATE: frozenset[Role] = frozenset({"hr_partner", "director", "auditor"})
OPERATION: frozenset[Role] = frozenset({"operator", "auditor"})
DECIDING: frozenset[Role] = frozenset({"hr_partner"})
ACTING: frozenset[Role] = frozenset({"hr_partner", "director"})

SLATE = "/exercises/{cycle_id:path}/slates/{run}"

TABLE: Mapping[tuple[str, str], frozenset[Role]] = {
    ("GET", "/roster"): EVERYBODY,
    ("GET", "/roster/{candidate_id:path}"): EVERYBODY,
    ("GET", "/vacancies"): EVERYBODY,
    ("GET", "/vacancies/{vacancy_id:path}"): EVERYBODY,
    ("GET", "/proposals"): EVERYBODY,
    ("GET", "/vacancies/{vacancy_id:path}/proposal"): EVERYBODY,
    ("GET", "/vacancies/{vacancy_id:path}/revisions"): EVERYBODY,
    ("GET", "/stream/proposals"): EVERYBODY,
    ("GET", "/coverage"): EVERYBODY,
    ("GET", "/adverse-impact"): EVERYBODY,
    ("GET", "/health"): EVERYBODY,
    ("GET", "/me"): EVERYBODY,
    ("GET", "/vacancies/{vacancy_id:path}/decisions"): PRIVATE,
    ("GET", "/vacancies/{vacancy_id:path}/candidates/{candidate_id:path}/explanation"): PRIVATE,
    ("GET", "/people/{candidate_id:path}/facts"): PRIVATE,
    ("GET", "/decisions/{event_id}"): PRIVATE,
    ("POST", "/decisions"): DECIDING,
    ("GET", "/exercises"): EVERYBODY,
    ("GET", "/exercises/{cycle_id:path}"): EVERYBODY,
    ("GET", "/exercises/{cycle_id:path}/remarks"): PRIVATE,
    ("GET", "/exercises/{cycle_id:path}/acts"): PRIVATE,
    ("GET", SLATE): EVERYBODY,
    ("GET", f"{SLATE}/placements"): PRIVATE,
    ("GET", f"{SLATE}/unplaced"): PRIVATE,
    ("GET", f"{SLATE}/unfilled"): EVERYBODY,
    ("GET", f"{SLATE}/blocking"): PRIVATE,
    ("GET", f"{SLATE}/joint-options"): PRIVATE,
    ("POST", "/exercise-acts"): ACTING,
    ("GET", "/exercise-acts/{event_id}"): PRIVATE,
    ("GET", "/horizon"): EVERYBODY,
    ("GET", "/horizon/{job_group:path}"): EVERYBODY,
    ("GET", "/leadership/editions"): EVERYBODY,
    ("GET", "/leadership/editions/{edition_id:path}"): EVERYBODY,
    ("GET", "/leadership/needs"): PRIVATE,
    ("GET", "/leadership/nominations"): PRIVATE,
    ("GET", "/leadership/nominations/{nomination_id:path}"): PRIVATE,
    ("GET", "/leadership/remarks"): PRIVATE,
    ("POST", "/nomination-answers"): DECIDING,
    ("GET", "/nomination-answers/{event_id}"): PRIVATE,
    ("GET", "/rejected"): OPERATION,
    ("GET", "/rejected/{topic}/{partition}/{offset}"): OPERATION,
    ("GET", "/status"): OPERATION,
    ("GET", "/metrics"): OPERATION,
}
ROUTES = sorted(
    (method, route.path)
    for route in chain.from_iterable(router.routes for router in ROUTERS)
    if isinstance(route, APIRoute)
    for method in route.methods or ()
)
NOBODY = {"no token": {}, "unknown token": {"Authorization": "Bearer pw_nobody"}}
WRONG_SCHEME = {"Authorization": f"Basic {TOKENS['hr_partner']}"}


@pytest.fixture(scope="module")
def nobody(shared_house: House) -> Iterator[httpx.Client]:
    with asking(shared_house) as client:
        yield client


def asked(client: httpx.Client, method: str, path: str, headers: Mapping[str, str]) -> int:
    """The status alone: a stream is not read."""
    url = "/api/v1" + path.replace(":path", "").format(
        candidate_id="c-nobody",
        vacancy_id="v-nowhere",
        event_id="e-1",
        cycle_id="cycle-nowhere",
        run=1,
        job_group="XYZ",
        edition_id="edition-none",
        nomination_id="n-nobody",
        topic="applications",
        partition=0,
        offset=0,
    )
    with client.stream(method, url, headers=dict(headers)) as response:
        return response.status_code


def test_the_table_has_every_route_and_no_other_one() -> None:
    assert sorted(TABLE) == ROUTES


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_each_role_gets_what_the_table_says(nobody: httpx.Client, method: str, path: str) -> None:
    for role in ROLES:
        headers = {"Authorization": f"Bearer {TOKENS[role]}"}
        status = asked(nobody, method, path, headers)
        if role in TABLE[method, path]:
            assert status in (200, 404, 422), (role, status)
        else:
            assert status == 403, role


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_gets_anything(nobody: httpx.Client, method: str, path: str) -> None:
    for headers in (*NOBODY.values(), WRONG_SCHEME):
        assert asked(nobody, method, path, headers) == 401


def test_whoever_is_not_known_is_asked_for_a_token(nobody: httpx.Client) -> None:
    response = nobody.get("/api/v1/me")
    assert response.headers["www-authenticate"] == 'Bearer realm="pathways"'
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == 401


def test_the_document_is_for_everybody_and_tells_of_nobody(nobody: httpx.Client) -> None:
    response = nobody.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json()["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert nobody.get("/api/v1/docs").status_code == 404


def test_a_session_of_the_console_is_no_key_to_the_api(nobody: httpx.Client) -> None:
    """A page elsewhere could otherwise have a browser ask with it."""
    form = {"token": TOKENS["hr_partner"], "next": "/"}
    signed_in = nobody.post("/sign-in", data=form)
    assert signed_in.status_code == 303
    assert nobody.cookies
    assert nobody.get("/api/v1/me").status_code == 401


def test_me_tells_desk_role_and_permissions(nobody: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {TOKENS['viewer']}"}
    assert nobody.get("/api/v1/me", headers=headers).json() == {
        "name": "viewer-desk",
        "role": "viewer",
        "permissions": ["read"],
    }
