"""A client of the console with a session, as a browser without scripts would be."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from typing import Any

import httpx

from consumers.server import build_server
from consumers.web.roles import Role
from tests.web.house import TOKENS, House, listening

_FORM = re.compile(r'<form method="post" action="/decide/.*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@contextmanager
def visiting(house: House, role: Role) -> Iterator[httpx.Client]:
    """Signed in; redirects are not followed."""
    with (
        listening(house.app) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        sign_in(client, role)
        yield client


def with_other_ports(house: House, **ports: Any) -> House:
    """The same house, but for some of its ports."""
    serving = replace(house.serving, ports=replace(house.serving.ports, **ports))
    return House(build_server(serving), serving)


def sign_in(client: httpx.Client, role: Role, next: str = "/") -> httpx.Response:
    return client.post("/sign-in", data={"token": TOKENS[role], "next": next})


def hidden_fields(page: str, kind: str) -> dict[str, str]:
    """What the form of a decision carries without being filled in."""
    for form in _FORM.findall(page):
        fields = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
        if fields.get("kind") == kind:
            return fields
    raise AssertionError(f"the page has no form for {kind}")


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def decide(
    client: httpx.Client, vacancy_id: str, kind: str, filled: Mapping[str, str]
) -> httpx.Response:
    """Opens the page, fills in the form and sends it."""
    page = client.get(f"/vacancies/{vacancy_id}").text
    return client.post(f"/decide/{vacancy_id}", data={**hidden_fields(page, kind), **filled})
