"""Where one person stands for one vacancy, as sentences of the catalogue: pure."""

from collections.abc import Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Sentence = tuple[str, Mapping[str, Any]]
"""A key of the catalogue, and what fills its places."""


def sentences(explained: Document) -> Iterator[Sentence]:
    """What is so, first; then why. `explained`: what the port `explain` answers."""
    then = explained["then"]
    if explained["erased"]:
        yield "why_not.erased", {}
        return
    if then["asked_as"] != then["candidate_id"]:
        yield "why_not.goes_on", {"old": then["asked_as"], "new": then["candidate_id"]}
    if then["vacancy"]["say"] != "LIST":
        yield f"why_not.say_{then['vacancy']['say']}", {"reason": then["vacancy"]["reason"]}
        if then["judged"] is not None:
            yield "why_not.by_the_rules", {}
    yield from _of_person(then)
    if then["vacancy"]["reviewed_revision"] is not None:
        rank = then["rank_said"]
        key = "why_not.reviewed_ranked" if rank else "why_not.reviewed_without"
        yield key, {"revision": then["vacancy"]["reviewed_revision"], "rank": rank}


def _of_person(then: Document) -> Iterator[Sentence]:
    vacancy, judged = then["vacancy"], then["judged"]
    if judged is not None:
        yield _standing(judged)
        if judged["standing"] in ("NEAR_MISS", "CANNOT_CONFIRM") and vacancy["say"] == "LIST":
            yield f"why_not.{'named' if judged['listed'] else 'counted'}_{judged['standing']}", {}
    elif vacancy["grade"] is not None:
        profile = f"{vacancy['job_group']}/{vacancy['grade']}"
        yield "why_not.no_membership", {"profile": profile}


def _standing(judged: Document) -> Sentence:
    ranked = judged["ranked"]
    failed = [answer["rule"] for answer in judged["answers"] if answer["outcome"] == "FAIL"]
    return f"why_not.{judged['standing']}", {
        "rank": ranked["rank"] if ranked else None,
        "listed": judged["list_length"],
        "eligible": judged["eligible"],
        "rules": ", ".join(failed),
    }
