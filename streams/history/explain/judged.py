"""Where one person stands for one vacancy, from the same lineup that makes its proposal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.events import ConsiderationTier, RankedCandidate, RuleAnswer
from streams.matching.ranking import Place
from streams.matching.tiers import NAMES
from streams.pool.case import Case
from streams.pool.entries import (
    cannot_confirm_entries,
    near_miss_entries,
    ranked_entries,
    ranked_of,
)
from streams.pool.holdings import Holdings
from streams.pool.lineup import lineup_of
from streams.pool.listing import Listing, listing_of
from streams.pool.people import Lineup
from streams.rules.outcomes import UNKNOWN
from streams.rules.person import Person
from streams.rules.rule import Rule

Standing = Literal[
    "RANKED", "OTHERS_FIRST", "TIER_UNCONFIRMED", "NEAR_MISS", "CANNOT_CONFIRM", "EXCLUDED"
]
LISTS = ("ranked", "tier_unconfirmed", "near_misses", "cannot_confirm")


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Somebody who comes before, or last on the list: the place and the points, not the person."""

    rank: int
    tier: ConsiderationTier
    total: int


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """By how much a rule is missed, in the rule's own unit; for those that know one."""

    rule: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Every rule's answer about a person, and what follows from them."""

    standing: Standing
    listed: bool
    """Whether the proposal names the person, on whichever of its lists."""
    answers: tuple[RuleAnswer, ...]
    advisory: tuple[RuleAnswer, ...]
    """Of the rules that warn and bar nobody."""
    shortfalls: tuple[Shortfall, ...]
    """Of the rules that exclude, where it can be told: as of the day."""
    ranked: RankedCandidate | None
    """For the eligible: as the list tells or would tell it; the rank counts all of them."""
    eligible: int
    """How many people no rule excludes and nothing is missing of."""
    list_length: int
    """How many the proposal ranks."""
    ahead: tuple[Ahead, ...]
    """Those on the list who come before, and whoever comes just before."""
    last_listed: Ahead | None
    missing: tuple[str, ...]
    """What is not known of the person and is asked for."""
    helps: tuple[str, ...]
    """What would bring the person further, in words; empty where nothing is to be done."""


@dataclass(frozen=True)
class Board:
    """A vacancy's lineup beside the list that it makes: asked about one person after another."""

    lineup: Lineup
    listing: Listing

    def judged(self, candidate_id: str) -> Judged | None:
        """None without a membership in the profile."""
        row = self.lineup.table.row_of(candidate_id)
        return None if row is None else _judged(self.lineup, self.listing, row)


def board_of(holdings: Holdings, case: Case) -> Board | None:
    """None where there is nothing to judge by yet: no terms, no policy or no day."""
    terms, policy = case.vacancy.terms, holdings.policy
    if terms is None or policy is None or holdings.reference.day is None:
        return None
    of_group = (len(t) for (group, _), t in holdings.tables.items() if group == terms.job_group)
    lineup = lineup_of(holdings, case, terms, policy)
    return Board(lineup, listing_of(terms, lineup, sum(of_group)))


def _judged(lineup: Lineup, listing: Listing, row: int) -> Judged:
    """The row's answers, its place among all who are eligible, and what would help."""
    person, candidate_id = lineup.person(row), lineup.table.candidate_ids[row]
    failed, missing = lineup.failed(row), lineup.missing(row, person)
    standing, ranked, before = _place(lineup, row, listing, failed)
    return Judged(
        standing=standing,
        listed=candidate_id in _named(listing),
        answers=_answers(lineup, row, failed),
        advisory=lineup.advisory(person),
        shortfalls=tuple(_shortfalls(lineup, person, failed)),
        ranked=ranked,
        eligible=len(lineup.judgement.eligible),
        list_length=len(listing.ranked),
        ahead=tuple(_ahead(before, len(listing.ranked))),
        last_listed=_last(listing),
        missing=missing,
        helps=tuple(_helps(lineup, row, standing, failed, missing)),
    )


def _answers(lineup: Lineup, row: int, failed: Sequence[Rule]) -> tuple[RuleAnswer, ...]:
    """As the list of those who are alike tells them; of the excluded no list tells."""
    if len(failed) == 1:
        return next(near_miss_entries(lineup, [row])).answers
    if not failed and lineup.judgement.worst[row] == UNKNOWN:
        return next(cannot_confirm_entries(lineup, [row])).answers
    return lineup.answers(row, lineup.person(row))


def _shortfalls(lineup: Lineup, person: Person, failed: Sequence[Rule]) -> Iterator[Shortfall]:
    for rule in failed:
        count = rule.shortfall(person, lineup.demand)
        if count is not None:
            yield Shortfall(rule=rule.id, count=count)


def _place(
    lineup: Lineup, row: int, listing: Listing, failed: Sequence[Rule]
) -> tuple[Standing, RankedCandidate | None, Sequence[Place]]:
    """The standing; for the eligible the entry too, and everybody who comes before."""
    if failed:
        return ("NEAR_MISS" if len(failed) == 1 else "EXCLUDED"), None, ()
    if lineup.judgement.worst[row] == UNKNOWN:
        return "CANNOT_CONFIRM", None, ()
    first, second, unconfirmed = map(len, lineup.consideration.tiers)
    order = lineup.consideration.ranked(first + second)
    at = _index(order, row)
    if at is not None:
        entry = _entry(lineup, order, at)
        listed = entry.candidate_id in listing.ranked
        return ("RANKED" if listed else "OTHERS_FIRST"), entry, order[:at]
    order = lineup.consideration.unconfirmed(unconfirmed)
    at = _index(order, row)
    if at is None:
        raise AssertionError(f"row {row} is eligible and stands in no tier")
    return "TIER_UNCONFIRMED", _entry(lineup, order, at), order[:at]


def _index(order: Sequence[Place], row: int) -> int | None:
    return next((at for at, place in enumerate(order) if place.row == row), None)


def _entry(lineup: Lineup, order: Sequence[Place], at: int) -> RankedCandidate:
    """What a list tells of a place, which depends on the one before it and on no other."""
    *_, place = ranked_of(lineup, order[max(at - 1, 0) : at + 1])
    return next(ranked_entries(lineup, [place._replace(rank=at + 1)]))


def _named(listing: Listing) -> set[str]:
    return {one.candidate_id for name in LISTS for one in listing.fields[name]}


def _ahead(before: Sequence[Place], listed: int) -> Iterator[Ahead]:
    for rank, place in enumerate(before, start=1):
        if rank <= listed or rank == len(before):
            yield Ahead(rank=rank, tier=NAMES[place.tier], total=place.total)


def _last(listing: Listing) -> Ahead | None:
    ranked: Sequence[RankedCandidate] = listing.fields["ranked"]
    if not ranked:
        return None
    return Ahead(rank=ranked[-1].rank, tier=ranked[-1].consideration_tier, total=ranked[-1].total)


def _helps(
    lineup: Lineup, row: int, standing: Standing, failed: Sequence[Rule], missing: Sequence[str]
) -> Iterator[str]:
    match standing:
        case "NEAR_MISS":
            yield next(near_miss_entries(lineup, [row])).waiver
        case "EXCLUDED":
            yield from (_waiver_of_one(lineup, row, rule) for rule in failed)
            if missing:
                yield f"and then this must be known: {', '.join(missing)}"
        case "CANNOT_CONFIRM":
            yield f"this must be known: {', '.join(missing)}"
        case "TIER_UNCONFIRMED":
            yield "a person must settle in which tier this one is considered"


def _waiver_of_one(lineup: Lineup, row: int, rule: Rule) -> str:
    """One waiver of several that are needed."""
    policy = lineup.policy.waivable(rule.id)
    if policy is None:
        return f"{rule.id} cannot be waived"
    never = set(rule.codes_held(lineup.person(row))).intersection(policy.never_waived_for)
    if never:
        return f"{rule.id} cannot be waived for {', '.join(sorted(never))}"
    return f"{rule.id} can be waived"
