"""The endpoints that webhooks go to: a TOML file, and secrets from the environment alone."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from consumers.errors import WrongEndpoints
from consumers.log_reader import Start
from consumers.wanted import EVERYTHING, Wanted
from consumers.webhooks.fields import (
    Problem,
    flag,
    name_of,
    start_of,
    stations,
    texts,
    url_of,
    word,
)
from consumers.webhooks.signature import Secret

Payload = Literal["full", "thin"]

TOPICS = ("proposals", "roster")
"""The public topics: nothing that is not on them leaves by webhook."""

_FIELDS = {
    "name", "url", "secrets", "topics", "job_groups", "grades", "duty_stations", "payload", "start",
    "allow_private",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One receiver, as the file has it; the names of its secrets, never the secrets."""

    name: str
    """Under which the database remembers it: another name is another endpoint."""
    url: str
    secret_variables: tuple[str, ...]
    topics: tuple[str, ...] = ("proposals",)
    wanted: Wanted = EVERYTHING
    payload: Payload = "full"
    start: Start = "latest"
    """Where the first run that knows the endpoint begins."""
    allow_private: bool = False

    @property
    def shown_url(self) -> str:
        """Without the query, where some receivers expect a token."""
        return self.url.partition("?")[0]


def read_endpoints(path: Path) -> tuple[Endpoint, ...]:
    """Raises WrongEndpoints, which names the file, the endpoint and the field."""
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WrongEndpoints(str(path), f"cannot be read: {error}") from error
    tables = document.pop("endpoint", None)
    if document:
        raise WrongEndpoints(str(path), f"{next(iter(document))!r} is not known: [[endpoint]] is")
    if not isinstance(tables, list) or not tables:
        raise WrongEndpoints(str(path), "names no endpoint: write [[endpoint]] for each")
    endpoints = tuple(_endpoint(path, number, table) for number, table in enumerate(tables, 1))
    names = [one.name for one in endpoints]
    if twice := [name for name in names if names.count(name) > 1]:
        raise WrongEndpoints(f"{path}, endpoint {twice[0]}", "stands there twice: names differ")
    return endpoints


def secrets_of(endpoint: Endpoint, environment: Mapping[str, str]) -> tuple[Secret, ...]:
    """Raises WrongEndpoints, which names the variable and never shows its value."""
    return tuple(_secret(endpoint, name, environment) for name in endpoint.secret_variables)


def _secret(endpoint: Endpoint, variable: str, environment: Mapping[str, str]) -> Secret:
    place = f"endpoint {endpoint.name}"
    text = environment.get(variable)
    if not text:
        raise WrongEndpoints(place, f"the environment has no {variable}: set it to the secret")
    try:
        return Secret.parse(text.strip())
    except ValueError as error:
        raise WrongEndpoints(place, f"{variable} is no secret: {error}") from None


def _endpoint(path: Path, number: int, table: Any) -> Endpoint:
    named = table.get("name") if isinstance(table, dict) else None
    place = f"{path}, endpoint {named if isinstance(named, str) else number}"
    try:
        if not isinstance(table, dict):
            raise Problem("endpoint", "must be a table: write [[endpoint]]")
        if unknown := sorted(set(table) - _FIELDS):
            raise Problem(unknown[0], f"is not known; known are {', '.join(sorted(_FIELDS))}")
        return _checked(table)
    except Problem as problem:
        raise WrongEndpoints(place, str(problem)) from None


def _checked(table: Mapping[str, Any]) -> Endpoint:
    allow_private = flag(table, "allow_private")
    topics = texts(table, "topics") or ("proposals",)
    if strange := [topic for topic in topics if topic not in TOPICS]:
        raise Problem("topics", f"{strange[0]!r} is not public: {' and '.join(TOPICS)} are")
    secrets = texts(table, "secrets")
    if not secrets:
        raise Problem("secrets", "names no variable: a webhook without a signature is not sent")
    payload: Payload = word(table, "payload", get_args(Payload))
    return Endpoint(
        name=name_of(table),
        url=url_of(table, http_too=allow_private),
        secret_variables=secrets,
        topics=topics,
        wanted=Wanted(
            job_groups=frozenset(texts(table, "job_groups")),
            grades=frozenset(texts(table, "grades")),
            duty_stations=stations(table, "duty_stations"),
        ),
        payload=payload,
        start=start_of(table),
        allow_private=allow_private,
    )
