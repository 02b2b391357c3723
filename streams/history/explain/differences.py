"""What one list says that the list before it did not, in words."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from schemas.events import (
    CannotConfirm,
    NearMiss,
    ProposalCounts,
    ProposalListing,
    RankedCandidate,
    RuleAnswer,
    RuleCount,
)

Named = RankedCandidate | NearMiss | CannotConfirm
_Who = TypeVar("_Who", RankedCandidate, NearMiss, CannotConfirm)

_COUNTS = {
    "roster_size": "in the job group",
    "considered": "considered",
    "eligible": "eligible",
    "near_misses": "near misses",
    "cannot_confirm": "cannot be confirmed",
    "first_tier": "in the first tier",
    "second_tier": "in the second tier",
    "tier_unconfirmed": "without a certain tier",
}


def differences(before: ProposalListing, after: ProposalListing) -> tuple[str, ...]:
    """People first, then counts, then what stands beside them; nothing for lists that are alike."""
    return (
        *_lists(before, after),
        *_counts(before.counts, after.counts),
        *_beside(before, after),
    )


def _lists(before: ProposalListing, after: ProposalListing) -> Iterator[str]:
    yield from _people("the list", before.ranked, after.ranked)
    yield from _people("the list without a tier", before.tier_unconfirmed, after.tier_unconfirmed)
    yield from _people("the near misses", before.near_misses, after.near_misses)
    yield from _people("those not confirmed", before.cannot_confirm, after.cannot_confirm)


def _people(where: str, before: tuple[_Who, ...], after: tuple[_Who, ...]) -> Iterator[str]:
    then = {one.candidate_id: one for one in before}
    now = {one.candidate_id: one for one in after}
    yield from (f"{one} entered {where}" for one in now if one not in then)
    yield from (f"{one} left {where}" for one in then if one not in now)
    for candidate_id, one in now.items():
        old = then.get(candidate_id)
        if old is not None and old != one:
            yield from (f"{candidate_id}: {words}" for words in _person(old, one))


def _person(before: Named, after: Named) -> Iterator[str]:
    if before.rating != after.rating:
        yield f"rated {after.rating or 'by nobody'}, before {before.rating or 'by nobody'}"
    yield from _answers(before.answers, after.answers)
    if isinstance(before, RankedCandidate) and isinstance(after, RankedCandidate):
        yield from _ranked(before, after)
    if isinstance(before, CannotConfirm) and isinstance(after, CannotConfirm):
        yield from (f"now known: {one}" for one in before.missing if one not in after.missing)
        yield from (f"now missing: {one}" for one in after.missing if one not in before.missing)


def _ranked(before: RankedCandidate, after: RankedCandidate) -> Iterator[str]:
    if before.rank != after.rank:
        yield f"rank {after.rank}, before {before.rank}"
    if before.total != after.total:
        yield f"{after.total} points, before {before.total}"
    if before.consideration_tier != after.consideration_tier:
        yield f"tier {after.consideration_tier}, before {before.consideration_tier}"
    yield from _answers(before.advisory, after.advisory)
    yield from (f"now: {one}" for one in after.warnings if one not in before.warnings)
    yield from (f"no longer: {one}" for one in before.warnings if one not in after.warnings)


def _answers(before: tuple[RuleAnswer, ...], after: tuple[RuleAnswer, ...]) -> Iterator[str]:
    then = {one.rule: one for one in before}
    for answer in after:
        old = then.get(answer.rule)
        if old is None or (old.outcome, old.held) == (answer.outcome, answer.held):
            continue
        if old.outcome == answer.outcome:
            yield f"{answer.rule}: {answer.held}, before {old.held}"
        else:
            yield f"{answer.rule} {answer.outcome}, before {old.outcome}: {answer.held}"


def _counts(before: ProposalCounts, after: ProposalCounts) -> Iterator[str]:
    for name, words in _COUNTS.items():
        then, now = getattr(before, name), getattr(after, name)
        if then != now:
            yield f"{now} {words}, before {then}"
    for verb, old, new in (
        ("excludes", before.excluded, after.excluded),
        ("is waived for", before.waived, after.waived),
    ):
        was = _by_rule(old)
        for rule, now in _by_rule(new).items():
            if now != was.get(rule, 0):
                yield f"{rule} {verb} {now}, before {was.get(rule, 0)}"


def _by_rule(counts: tuple[RuleCount, ...]) -> Mapping[str, int]:
    return {one.rule: one.excluded for one in counts}


_BESIDE = {
    "stage": "the vacancy is at",
    "start_by": "to start by",
    "hardship_class": "the hardship class is",
    "family_status": "the family status is",
    "title": "the title is",
    "duty_station": "the duty station is",
    "tier_rule": "the tier rule is",
    "shortlisted": "shortlisted:",
    "offers_out": "offers out:",
}


def _beside(before: ProposalListing, after: ProposalListing) -> Iterator[str]:
    for name, words in _BESIDE.items():
        now = getattr(after, name)
        if getattr(before, name) != now:
            yield f"{words} {_told(now)}"
    if before.rule_set != after.rule_set and after.rule_set is not None:
        yield f"rule set {after.rule_set.rule_set_id} version {after.rule_set.version}"
    if before.diversity != after.diversity:
        yield "the balance of the groups moved"


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(one, "candidate_id", str(one)) for one in value) or "nobody"
    named = getattr(value, "tier_rule_id", None) or getattr(value, "city_code", None)
    return str(named or value)
