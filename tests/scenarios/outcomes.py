"""The rest of what a scenario may expect: changes, counts, refusals, the roster."""

from collections.abc import Mapping
from typing import Any

from tests.scenarios import exercise_outcomes as exercise
from tests.scenarios import expectations as one
from tests.scenarios.expectations import PROFILE, Check, Look, Unmet, contains, same, unmet


def entered(expected: list[str], look: Look) -> None:
    same("entered", sorted(expected), _changed(look, "entered"))


def left(expected: list[str], look: Look) -> None:
    same("left", sorted(expected), _changed(look, "left"))


def _changed(look: Look, how: str) -> list[str]:
    """By all that was said since the last look: how many steps it took is chance."""
    return sorted({name for event in look.changing for name in event["changes"][how]})


def moved(expected: Mapping[str, list[int]], look: Look) -> None:
    moves = [move for event in look.changing for move in event["changes"]["moved"]]
    found = {move["candidate_id"]: [move["from_rank"], move["to_rank"]] for move in moves}
    same("moved", dict(expected), found)


def counts(expected: Mapping[str, int], look: Look) -> None:
    same("counts", dict(expected), {name: look.listing["counts"][name] for name in expected})


def excluded(expected: Mapping[str, int], look: Look) -> None:
    parts = look.listing["counts"]["excluded"]
    found = {part["rule"]: part["excluded"] for part in parts if part["excluded"]}
    same("excluded", dict(expected), found, look.listing)


def waived(expected: Mapping[str, int], look: Look) -> None:
    parts = look.listing["counts"]["waived"]
    same("waived", dict(expected), {it["rule"]: it["excluded"] for it in parts if it["excluded"]})


def explanation(expected: str, look: Look) -> None:
    contains("explanation", expected, look.listing["explanation"] or "none")


def missing(expected: str | list[str], look: Look) -> None:
    contains("missing", expected, look.last["missing"])


def stage(expected: str, look: Look) -> None:
    same("stage", expected, look.listing["stage"])


def shortlisted(expected: list[str], look: Look) -> None:
    same("shortlisted", expected, look.listing["shortlisted"])


def offers_out(expected: Mapping[str, Any], look: Look) -> None:
    found = {it["candidate_id"]: it["reply_by"] for it in look.listing["offers_out"]}
    same("offers out", {name: str(day) for name, day in expected.items()}, found)


def station(expected: Mapping[str, Any], look: Look) -> None:
    same("station", dict(expected), {name: look.listing[name] for name in expected})


def competencies(expected: Mapping[str, Mapping[str, list[Any]]], look: Look) -> None:
    for name, codes in expected.items():
        held = {it["code"]: it for it in look.person(name)["competencies"]}
        found = {
            code: [held[code]["expected"], held[code]["shown"]] for code in codes if code in held
        }
        same(f"competencies of {name}", dict(codes), found)


def profile_ahead(expected: Mapping[str, Any], look: Look) -> None:
    for name, wanted in expected.items():
        ahead = look.person(name)["profile_ahead"] or unmet(f"no profile ahead of {name}")
        details = {"outcome": wanted} if isinstance(wanted, str) else wanted
        same(f"profile ahead of {name}", details, {part: ahead[part] for part in details})


def equal_totals(expected: list[str], look: Look) -> None:
    totals = {name: look.person(name)["total"] for name in expected}
    if len(set(totals.values())) != 1:
        unmet(f"totals differ: {totals}")


def diversity(expected: Mapping[str, Mapping[str, list[int | None]]], look: Look) -> None:
    """By dimension and value: in the pool, eligible, listed; null where too few to be shown."""
    panel = look.listing["diversity"] or unmet("no diversity panel")
    for dimension, values in expected.items():
        cells = {it["value"]: it for it in panel["cells"] if it["dimension"] == dimension}
        found = {
            value: [cells[value][part] for part in ("pool", "eligible", "listed")]
            for value in values
            if value in cells
        }
        same(f"diversity by {dimension}", dict(values), found)


def advised(expected: str | list[str], look: Look) -> None:
    contains("warnings of the advice", expected, look.last["warnings"])


def refused(expected: Any, look: Look) -> None:
    """Decisions by the id of their event, and words of the reason."""
    found = {event["decision_event_id"]: event["reason"] for event in look.said.refusals}
    wanted: Mapping[str, Any] = {} if expected == "NONE" else expected
    same("refused decisions", sorted(wanted), sorted(found))
    for event_id, text in wanted.items():
        contains(f"refusal of {event_id}", text, found[event_id])


def rejected(expected: list[str], look: Look) -> None:
    same("rejected", expected, [event["reason"] for event in look.said.rejected])


GONE = ("NONE", "REMOVED", "WITHDRAWN")
"""Who came and went within one transaction was never on the roster, and is not taken off it."""


def roster(expected: Mapping[str, Any], look: Look) -> None:
    """By `person` or `person|profile`: a status, or more of the record; NONE: never on it."""
    for key, wanted in expected.items():
        heard = look.said.roster.get(key if "|" in key else f"{key}|{PROFILE}")
        record = {"status": wanted} if isinstance(wanted, str) else wanted
        status = record.get("status", "on it")
        if heard and status != "NONE":
            _record(key, record, heard[-1])
        elif heard or status not in (GONE if not look.steps else GONE[:1]):
            same(f"roster of {key}", status, heard[-1]["status"] if heard else "NONE")


def _record(key: str, wanted: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if name == "reason":
            contains(f"roster reason of {key}", value, found["reason"])
        elif isinstance(value, list):
            same(f"{name} of {key}", value, found[name])
        else:
            same(f"{name} of {key}", None if value is None else str(value), _text(found[name]))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


CHECKS: Mapping[str, Check] = {
    "says": one.says,
    "reason": one.reason,
    "causes": one.causes,
    "ranked": one.ranked,
    "tier unconfirmed": one.unconfirmed,
    "near misses": one.near_misses,
    "waiver words": one.waiver_words,
    "cannot confirm": one.cannot_confirm,
    "nowhere": one.nowhere,
    "answers": one.answers,
    "advisory": one.advisory,
    "path": one.path,
    "tiers": one.tiers,
    "clauses": one.clauses,
    "criteria": one.criteria,
    "tie-break": one.tie_breaks,
    "warnings": one.warnings,
    "competing": one.competing,
    "learning": one.learning,
    "entered": entered,
    "left": left,
    "moved": moved,
    "counts": counts,
    "excluded": excluded,
    "waived": waived,
    "explanation": explanation,
    "missing": missing,
    "stage": stage,
    "shortlisted": shortlisted,
    "offers out": offers_out,
    "station": station,
    "competencies": competencies,
    "profile ahead": profile_ahead,
    "diversity": diversity,
    "equal totals": equal_totals,
    "advised": advised,
    "refused": refused,
    "rejected": rejected,
    "roster": roster,
    "slate": exercise.slate,
    "blocking": exercise.blocking,
    "remarks": exercise.remarks,
    "returned": exercise.returned,
    "needs": exercise.needs,
    "nominated": exercise.nominated,
}
"""Every word that an expectation may begin with."""

ABOUT_STEPS = frozenset(
    {"says", "reason", "causes", "entered", "left", "moved", "refused", "advised", "tie-break"}
)
"""What depends on what was said before: on where transactions were cut."""


def check(expected: Mapping[str, Any], said: Any, vacancy: str | None, steps: bool = True) -> None:
    """Raises Unmet; without `steps`, looks only at where things stand."""
    look = Look(said, expected.get("vacancy") or vacancy or "", steps)
    for name, wanted in expected.items():
        if name == "vacancy" or (name in ABOUT_STEPS and not steps):
            continue
        if name not in CHECKS:
            raise Unmet(f"{name!r} is none of {sorted(CHECKS)}")
        CHECKS[name](wanted, look)
