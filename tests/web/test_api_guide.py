"""The page about the API is true: its examples run, and their answers are those beside them."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from consumers.api.app import api_document
from consumers.web.acting import EXERCISE_ACT_KINDS, NOMINATION_ANSWER_KINDS
from consumers.web.deciding import DECISION_KINDS
from consumers.web.roles import ROLES
from tests.web.house import House, asking

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "api.md").read_text()
DOCUMENT = api_document()


class Example(NamedTuple):
    """A request of the page, and the answer beside it where there is one."""

    command: str
    answer: Any


def examples() -> Iterator[Example]:
    for block, answer in re.findall(r"```sh\n(.*?)```\n(?:\n```json\n(.*?)```)?", GUIDE, re.DOTALL):
        commands = re.findall(r"^curl (?:.*\\\n)*.*(?:\n {2,}.*)*$", block, re.MULTILINE)
        for command in commands:
            last = command == commands[-1]
            yield Example(command, json.loads(answer) if last and answer else None)


EXAMPLES = list(examples())


def request_of(command: str, client: httpx.Client) -> httpx.Request:
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    headers, data, url = {}, None, ""
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            if name != "$T":
                headers[name] = value
        elif word == "-d":
            data = next(words)
        elif not word.startswith("-"):
            url = word.replace("$A", "/api/v1")
    return client.build_request("POST" if data else "GET", url, headers=headers, content=data)


@pytest.fixture(scope="module")
def client(autumn: House) -> Iterator[httpx.Client]:
    with asking(autumn, "hr_partner") as client:
        yield client


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.command[:70])
def test_each_example_answers_what_the_page_says(client: httpx.Client, example: Example) -> None:
    response = client.send(request_of(example.command, client), stream=True)
    try:
        assert response.status_code < 500
        if example.answer is None:
            assert response.status_code in (200, 304)
            return
        told = json.loads(response.read())
    finally:
        response.close()
    if "event_id" in told:
        told["event_id"] = "EVENT_ID"
    assert told == example.answer


def test_the_page_has_an_example_for_each_route_that_is_not_of_operators_alone() -> None:
    asked = {re.sub(r".*\$A([^\"?\s]*).*", r"\1", one.command, flags=re.DOTALL) for one in EXAMPLES}
    for path in DOCUMENT["paths"]:
        if path.startswith(("/rejected", "/status", "/metrics")):
            assert path in GUIDE
            continue
        form = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path))
        assert any(form.fullmatch(one) for one in asked), path


def test_roles_decisions_and_statuses_are_named() -> None:
    for name in (*ROLES, *DECISION_KINDS, *EXERCISE_ACT_KINDS, *NOMINATION_ANSWER_KINDS):
        assert f"`{name}`" in GUIDE
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            for status in operation["responses"]:
                assert int(status) < 400 or f"| {status} |" in GUIDE
