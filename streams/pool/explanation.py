"""Why nobody is ranked, by rule, the strongest first, and what would help."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from schemas.events import ProposalCounts, RuleCount
from streams.matching.judgement import Judgement
from streams.pool.policy import Policy
from streams.rules.outcomes import FAIL, UNKNOWN
from streams.rules.rows import RowNumbers


def explanation_of(
    profile: str, counts: ProposalCounts, judgement: Judgement, policy: Policy
) -> str | None:
    """None where somebody is ranked."""
    if counts.first_tier + counts.second_tier:
        return None
    if counts.tier_unconfirmed:
        return (
            f"nobody in {profile} is ranked: of {counts.tier_unconfirmed} eligible the "
            "consideration tier cannot be confirmed; confirming it would help"
        )
    if not counts.considered:
        return f"no membership is recorded for {profile}"
    return "; ".join(_parts(profile, counts, judgement, policy))


def _parts(
    profile: str, counts: ProposalCounts, judgement: Judgement, policy: Policy
) -> Iterator[str]:
    yield f"none of {counts.considered} in {profile} is eligible"
    near = _by_rule(judgement, judgement.near_misses, FAIL, policy)
    unsure = _by_rule(judgement, judgement.cannot_confirm, UNKNOWN, policy)
    for words, parts in (
        ("excluded by", counts.excluded),
        ("by one rule alone", near),
        ("cannot be confirmed for", unsure),
    ):
        if told := _strongest_first(parts):
            yield f"{words} {told}"
    yield f"what would help: {_help(near, counts.cannot_confirm, policy)}"


def _help(near: Sequence[RuleCount], cannot_confirm: int, policy: Policy) -> str:
    waivable = [part for part in near if policy.waivable(part.rule) is not None]
    ways = [f"waivers of {told}"] if (told := _strongest_first(waivable)) else []
    if cannot_confirm:
        ways.append(f"confirming what is missing of {cannot_confirm}")
    return ", or ".join(ways) or "other terms, or more people assessed for this profile"


def _by_rule(
    judgement: Judgement, rows: RowNumbers, outcome: np.int8, policy: Policy
) -> list[RuleCount]:
    """Of how many of the rows each rule gives that answer."""
    return [
        RuleCount(
            rule=rule.id,
            excluded=int(np.count_nonzero(judgement.answers[number, rows] == outcome)),
        )
        for number, rule in enumerate(policy.hard)
    ]


def _strongest_first(parts: Iterable[RuleCount]) -> str:
    """`H10 (12), H9 (4)`; rules that are equally strong stay in the order of the table."""
    told = sorted((part for part in parts if part.excluded), key=lambda part: -part.excluded)
    return ", ".join(f"{part.rule} ({part.excluded})" for part in told)
