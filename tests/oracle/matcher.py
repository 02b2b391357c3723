"""The whole list, made by sorting people: slow, obvious, and apart from every column."""

from collections import Counter
from dataclasses import dataclass

from schemas.events import MembershipRecorded
from tests.oracle.evidence import evidence
from tests.oracle.hard import answers, asked
from tests.oracle.soft import merit, order, scores, tier, total
from tests.oracle.world import World

Answer = tuple[str, frozenset[str]]
"""The outcome, and the ids of the events that prove it."""


@dataclass(frozen=True)
class Judged:
    """What must be said of a person who is not eligible, or of whom something is not known."""

    candidate_id: str
    answers: dict[str, Answer]


@dataclass(frozen=True)
class Listed(Judged):
    """What must be said of an eligible person."""

    advisory: dict[str, Answer]
    tier: str
    total: int
    contributions: dict[str, int]


@dataclass(frozen=True)
class Match:
    """What must be said of a vacancy."""

    ranked: list[Listed]
    unconfirmed: list[Listed]
    near_misses: list[Judged]
    cannot_confirm: list[Judged]
    eligible: dict[str, int]
    """By tier."""
    near_misses_count: int
    cannot_confirm_count: int
    excluded: dict[str, int]
    waived: dict[str, int]


def match(world: World) -> Match:
    told = {one.candidate_id: answers(world, one) for one in world.members}
    eligible: list[MembershipRecorded] = []
    near: list[MembershipRecorded] = []
    unsure: list[MembershipRecorded] = []
    for one in sorted(world.members, key=merit):
        failed = [rule for rule, outcome in told[one.candidate_id].items() if outcome == "FAIL"]
        unknown = "UNKNOWN" in told[one.candidate_id].values()
        if len(failed) == 1:
            near.append(one)
        elif not failed:
            (unsure if unknown else eligible).append(one)
    eligible.sort(key=lambda it: order(world, it))
    tiers = {one.candidate_id: tier(world, one) for one in eligible}
    ranked = [one for one in eligible if tiers[one.candidate_id] != "UNCONFIRMED"]
    apart = [one for one in eligible if tiers[one.candidate_id] == "UNCONFIRMED"]
    rules = world.rules
    return Match(
        ranked=[listed(world, one) for one in ranked[: rules.ranked_max]],
        unconfirmed=[listed(world, one) for one in apart[: rules.ranked_max]],
        near_misses=[
            judged(world, one, told[one.candidate_id]) for one in near[: rules.near_misses_max]
        ],
        cannot_confirm=[
            judged(world, one, told[one.candidate_id]) for one in unsure[: rules.cannot_confirm_max]
        ],
        eligible=dict(Counter(tiers.values())),
        near_misses_count=len(near),
        cannot_confirm_count=len(unsure),
        excluded=count(world, told, "FAIL"),
        waived={rule: n for rule, n in count(world, told, "WAIVED").items() if n},
    )


def judged(world: World, person: MembershipRecorded, outcomes: dict[str, str]) -> Judged:
    return Judged(person.candidate_id, proven(world, person, outcomes))


def proven(world: World, person: MembershipRecorded, outcomes: dict[str, str]) -> dict[str, Answer]:
    return {
        rule: (outcome, evidence(world, person, rule, outcome))
        for rule, outcome in outcomes.items()
    }


def listed(world: World, person: MembershipRecorded) -> Listed:
    return Listed(
        candidate_id=person.candidate_id,
        answers=proven(world, person, answers(world, person)),
        advisory=proven(world, person, answers(world, person, "WARN")),
        tier=tier(world, person),
        total=total(world, person),
        contributions=scores(world, person),
    )


def count(world: World, told: dict[str, dict[str, str]], outcome: str) -> dict[str, int]:
    return {
        rule: sum(one[rule] == outcome for one in told.values()) for rule in asked(world, "HARD")
    }
