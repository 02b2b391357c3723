"""What a scenario may expect of a rotation exercise, of development needs and of seats."""

from collections.abc import Mapping
from typing import Any

from tests.scenarios.expectations import Look, same, unmet


def slate(expected: Mapping[str, Any], look: Look) -> None:
    """The last slate: `run` and `revision`, and by post the person, or NOBODY."""
    proposed = _slate(look)
    placed = {it["post_id"]: it["candidate_id"] for it in proposed["placements"]}
    placed |= {it["post_id"]: "NOBODY" for it in proposed["unfilled"]}
    found = {"run": proposed["run"], "revision": proposed["revision"], **placed}
    same("slate", dict(expected), {name: found.get(name) for name in expected})


def blocking(expected: Mapping[str, list[str]], look: Look) -> None:
    """By person, the posts that both would rather have."""
    found: dict[str, list[str]] = {}
    for pair in _slate(look)["blocking"]:
        found.setdefault(pair["candidate_id"], []).append(pair["post_id"])
    same("blocking pairs", dict(expected), {name: sorted(posts) for name, posts in found.items()})


def remarks(expected: list[str], look: Look) -> None:
    found = [it["remark"] for heard in look.said.slates.values() for it in heard if "remark" in it]
    same("remarks", expected, found)


def returned(expected: list[str], look: Look) -> None:
    """The vacancies that a signed slate gave back to the live path."""
    found = [it["returned"] for heard in look.said.slates.values() for it in heard if _ends(it)]
    same("returned", expected, [vacancy for each in found for vacancy in each])


def _ends(event: Mapping[str, Any]) -> bool:
    return bool(event["type"] == "SlateSettled")


def _slate(look: Look) -> Mapping[str, Any]:
    heard = [it for told in look.said.slates.values() for it in told]
    proposed = [it for it in heard if it["type"] == "SlateProposed"]
    return proposed[-1] if proposed else unmet("no slate was proposed")


def needs(expected: Mapping[str, list[str]], look: Look) -> None:
    """By person, the competencies in which a need is open."""
    found: dict[str, dict[str, str]] = {}
    for event in look.said.programmes:
        if event["type"] == "DevelopmentNeedIdentified":
            found.setdefault(event["candidate_id"], {})[event["need_id"]] = event["competency"]
        elif event["type"] == "DevelopmentNeedClosed":
            del found[event["candidate_id"]][event["need_id"]]
    same("needs", dict(expected), {name: sorted(found.get(name, {}).values()) for name in expected})


def nominated(expected: Mapping[str, list[str]], look: Look) -> None:
    """By edition, whose nominations stand, by place."""
    found: dict[str, dict[str, int]] = {}
    for event in look.said.programmes:
        if event["type"] == "NominationProposed":
            found.setdefault(event["edition_id"], {})[event["candidate_id"]] = event["place"]
        elif event["type"] == "NominationWithdrawn":
            found[event["edition_id"]].pop(event["candidate_id"], None)
    standing = {name: sorted(them, key=lambda it: them[it]) for name, them in found.items()}
    same("nominated", dict(expected), {name: standing.get(name, []) for name in expected})
