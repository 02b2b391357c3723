"""What the catalogue must show, and what each scenario shows of it.

Rules, tiers and criteria are read off the expectations, so that a scenario can claim nothing that
it does not check. Transitions and traps are named in `shows`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.scenarios.catalogue import Scenario
from tests.scenarios.shorthand import common

OUTCOMES = ("PASS", "FAIL", "UNKNOWN", "WAIVED", "REFUSED")
"""REFUSED: a waiver that sets nothing aside, because policy does not waive that."""
RULES = (*(f"H{number}" for number in range(1, 17)), "DECLINED")
ALWAYS_ASKED = ("H1", "H2", "H3", "H10", "H15", "H16", "DECLINED")
CANNOT_BE: Mapping[str, tuple[str, ...]] = {
    # An acceptance or a refusal by the person is there or is not.
    "UNKNOWN": ("H15", "DECLINED"),
}
CRITERIA = tuple(f"S{number}" for number in range(1, 12))
TRAPS = tuple(f"trap {number}" for number in range(1, 9))
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    "application": (
        "SUBMITTED -> SCREENED_IN",
        "SUBMITTED -> SCREENED_OUT",
        "SCREENED_IN -> ASSESSMENT_SCHEDULED",
        "ASSESSMENT_SCHEDULED -> ASSESSED",
        "open -> WITHDRAWN",
    ),
    "membership": (
        "none -> ACTIVE",
        "none stays none on NOT_READY_YET",
        "ACTIVE -> ON_HOLD",
        "ON_HOLD -> ACTIVE",
        "ACTIVE -> SUSPENDED",
        "SUSPENDED -> ACTIVE",
        "ACTIVE -> COMMITTED",
        "COMMITTED -> PLACED",
        "PLACED -> ACTIVE",
        "COMMITTED -> ACTIVE",
        "ACTIVE -> EXPIRED",
        "ON_HOLD -> EXPIRED",
        "ACTIVE -> WITHDRAWN",
        "ON_HOLD -> WITHDRAWN",
        "ACTIVE -> REMOVED",
        "ON_HOLD -> REMOVED",
        "EXPIRED -> ACTIVE",
    ),
    "vacancy": (
        "ANTICIPATED -> OPEN",
        "OPEN -> PROPOSED",
        "PROPOSED -> SHORTLISTED",
        "SHORTLISTED -> OFFER_OUT",
        "OFFER_OUT -> FILLED",
        "OFFER_OUT -> SHORTLISTED",
        "OPEN -> SUSPENDED",
        "PROPOSED -> SUSPENDED",
        "SUSPENDED -> OPEN",
        "any -> CANCELLED",
        "OPEN -> IN_ROTATION",
        "IN_ROTATION -> OPEN",
        "FILLED -> OPEN",
    ),
    "proposal": (
        "DRAFT -> EMITTED",
        "EMITTED -> REVISED",
        "REVISED -> REVISED",
        "REVISED -> REVIEWED",
        "REVIEWED -> ACCEPTED",
        "REVIEWED -> REJECTED",
        "REVIEWED -> RETURNED",
        "EMITTED -> WITHDRAWN",
        "EMITTED -> EXPIRED",
        "REVISED -> SUPERSEDED",
    ),
    "offer": (
        "OFFERED -> ACCEPTED",
        "OFFERED -> DECLINED",
        "OFFERED -> LAPSED",
        "OFFERED -> REVOKED",
        "ACCEPTED -> REVOKED",
    ),
    "waiver": (
        "REQUESTED -> GRANTED in full",
        "REQUESTED -> GRANTED in part",
        "REQUESTED -> DENIED",
    ),
    "assignment": (
        "PENDING -> ASSIGNED",
        "ASSIGNED -> ACTIVE",
        "ACTIVE -> COMPLETED",
        "ACTIVE -> CURTAILED",
    ),
}


def required() -> set[str]:
    """Everything that some scenario must show."""
    tiers = {f"tier rule: {name}" for name in common("tier-rules")} | {"tier UNCONFIRMED"}
    transitions = {f"{what}: {one}" for what, all_of in TRANSITIONS.items() for one in all_of}
    return {*_answers(), *CRITERIA, *tiers, *transitions, *TRAPS}


def shown_by(scenario: Scenario) -> set[str]:
    """What the expectations of a scenario check, and what it says that it shows."""
    expected = [item.said for item in scenario.story if item.is_expectation]
    found = set(scenario.shows)
    for one in expected:
        found.update(_of_expectation(one))
    tiers = any(one.get("tiers") for one in expected)
    for item in scenario.story:
        if tiers and item.kind == "VacancyOpened" and isinstance(item.said, Mapping):
            found.update({f"tier rule: {name}" for name in [item.said.get("tier_rule")] if name})
    return found.union(_refused(scenario))


def _answers() -> Iterator[str]:
    for rule in RULES:
        for outcome in ("PASS", "FAIL", "UNKNOWN"):
            if rule not in CANNOT_BE.get(outcome, ()):
                yield f"{rule} {outcome}"
        for policy in common("policies").values():
            yield from _waivers(rule, policy)


def _waivers(rule: str, policy: Mapping[str, Any]) -> Iterator[str]:
    base = common("policies")[policy["like"]] if "like" in policy else {}
    rules = {**base.get("rules", {}), **policy.get("rules", {})}
    if rule not in rules and rule not in ALWAYS_ASKED:
        return
    terms = rules.get(rule) or {}
    if terms.get("waivable"):
        yield f"{rule} WAIVED"
    if terms.get("never_waived_for") or not (terms.get("waivable") or "mode" in terms):
        yield f"{rule} REFUSED"


def _of_expectation(expected: Mapping[str, Any]) -> Iterator[str]:
    for part in ("answers", "advisory"):
        for answers in expected.get(part, {}).values():
            for rule, wanted in answers.items():
                yield f"{rule} {_outcome(wanted)}"
    if path := expected.get("path"):
        yield f"H16 {_outcome(path)}"
    for totals in expected.get("criteria", {}).values():
        yield from totals
    if "equal totals" in expected:
        yield "S9"
    if "tie-break" in expected:
        yield "S11"
    if "UNCONFIRMED" in expected.get("tiers", {}).values():
        yield "tier UNCONFIRMED"


def _refused(scenario: Scenario) -> Iterator[str]:
    """Waivers that are expected to be refused, or to leave the rule's FAIL as it is."""
    granted = [item.said for item in scenario.story if item.kind == "WaiverGranted"]
    for waiver in granted:
        for item in scenario.story:
            if item.is_expectation and _is_refused(waiver, item.said):
                yield f"{waiver['rule']} REFUSED"


def _is_refused(waiver: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
    refused = expected.get("refused")
    if isinstance(refused, Mapping) and waiver.get("as") in refused:
        return True
    answers: Mapping[str, Any] = expected.get("answers", {}).get(waiver["person"], {})
    stands = waiver["rule"] in answers and _outcome(answers[waiver["rule"]]) == "FAIL"
    return bool(waiver["extent"] == "FULL" and stands)


def _outcome(wanted: str | Mapping[str, Any]) -> str:
    return wanted if isinstance(wanted, str) else str(wanted["outcome"])
