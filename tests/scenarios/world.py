"""What is known before anybody is: policy, lists of states, profiles and stations at hand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tests.scenarios.catalogue import Scenario
from tests.scenarios.shorthand import Document, common

FIRST_DAY = date(2025, 3, 3)
"""The day on which every story begins."""
PROFILES = (
    "COM/D-1",
    "COM/P-5",
    "COM/P-4",
    "COM/NOC",
    "RMO/P-4",
    "RMO/P-3",
    "SCO/P-3",
)
"""Those that are published; a story about one that is not publishes it itself."""


def setting_of(scenario: Scenario) -> list[Document]:
    """Of profiles and stations only those that the scenario names, itself or by its cast."""
    named = _named_in(scenario)
    stations = [name for name, known in common("stations").items() if "class" in known]
    return [
        policy(scenario.policy),
        *_member_states(),
        *(_profile(name) for name in PROFILES if name in named),
        *(_station(name) for name in stations if name in named),
    ]


def _named_in(scenario: Scenario) -> set[str]:
    said = [item.said for item in scenario.story]
    cast = [common("people").get(name) for name in scenario.people]
    words = set(_words([scenario.people, said, cast, common("vacancies")["dakar"]]))
    posts = [terms for name, terms in common("vacancies").items() if name in words]
    return words.union(_words(posts))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield name
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)


def policy(name: str, changed: Mapping[str, Any] | None = None) -> Document:
    """A rule set of the catalogue, with what a story changes in it."""
    stated = {**common("policies")[name], **(changed or {})}
    base = policy(stated.pop("like")) if "like" in stated else {}
    rules = {**base.get("rules", {}), **stated.get("rules", {})}
    named = {"rules": rules} if rules else {}
    return {**base, "type": "RuleSetPublished", "as": f"policy-{name}", **stated, **named}


def _member_states() -> list[Document]:
    return [
        {"type": "MemberStateListPublished", "as": said["list_id"], "kind": kind, **said}
        for kind, said in common("member-states").items()
    ]


def _profile(text: str) -> Document:
    said = {"as": f"profile-{text.replace('/', '-')}", "profile": text, "title": text}
    return {"type": "ProfilePublished", "effective_from": date(2024, 4, 1), **said}


def _station(name: str) -> Document:
    return {
        "type": "DutyStationClassified",
        "as": f"station-{name}",
        "station": name,
        "effective_from": date(2020, 1, 1),
    }
