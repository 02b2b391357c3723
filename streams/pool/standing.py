"""Brings a table's standing columns to a day and a policy."""

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from streams.pool.cells import REFUSED, SHORT_DAY_MAX
from streams.pool.code_lists import CodeLists
from streams.pool.policy import Policy
from streams.pool.table import Column, Part, Table
from streams.rules import standing
from streams.rules.commitments import Commitment, in_force
from streams.rules.days import NO_DAY, Days, day_number
from streams.rules.outcomes import PASS, UNKNOWN, failing, unknown
from streams.rules.rows import CLEARANCES, DEPARTURES, MANY_COMMITMENTS, UNCOMMITTED
from streams.rules.standing import NONE, UNSURE, VALID, Circumstances, Codes, Flags

_NEVER_VALID = REFUSED[1]


def stand(table: Table, part: Part, day: date, policy: Policy, lists: CodeLists) -> None:
    """Write what the day and the policy decide of some rows, or of all (`slice(None)`)."""
    rating, completed_on = table["rating"][part], table["completed_on"][part]
    table["valid_until"][part] = standing.last_valid_day(rating, completed_on, policy.months)
    stand_on_another_day(table, part, day, policy, lists)


def stand_on_another_day(
    table: Table, part: Part, day: date, policy: Policy, lists: CodeLists
) -> None:
    """What the day decides, where the policy is the one by which they stand already."""
    today = day_number(day)
    _stand_on_bases(table, part, today, policy, lists)
    table["suspended"][part] = _suspended(table, part, policy, lists)
    table["cleared"][part], table["cleared_until"][part] = _cleared(table, part, today, policy)
    table["held"][part] = _held_on(table, part, today)
    commitments = table["commitments"][part]
    table["committed"][part] = _committed(today, policy, lists).take(commitments)
    table["status"][part] = standing.status_on(
        table["assessed"][part],
        table["incumbent"][part],
        Circumstances(
            committed=table["committed"][part] != UNCOMMITTED,
            placed=_placed(today, policy, lists).take(commitments),
            suspended=table["suspended"][part],
            held=table["held"][part],
            known=table["version"][part] > 0,
            left=table["departed"][part] == DEPARTURES["LEFT"],
        ),
    )


def _stand_on_bases(table: Table, part: Part, today: int, policy: Policy, lists: CodeLists) -> None:
    rating, completed_on = table["rating"][part], table["completed_on"][part]
    valid_until = table["valid_until"][part]
    table["assessed"][part] = standing.assessed_on(today, rating, completed_on, valid_until)
    table["incumbent"][part] = standing.incumbent_on(
        today,
        table["starts_on"][part],
        table["ends_on"][part],
        table["performance"][part],
        _worth(policy, lists),
    )


def _worth(policy: Policy, lists: CodeLists) -> Codes:
    """What each performance rating is worth to an incumbent; last of all none known."""
    satisfactory = policy.rules.satisfactory_ratings
    return lists.lookups.over(
        lists.performances,
        ("worth", satisfactory),
        lambda rating: int(VALID if rating in satisfactory else NONE),
        absent=int(UNSURE),
    )


def _suspended(table: Table, part: Part, policy: Policy, lists: CodeLists) -> Flags:
    """By a clearance refused or withdrawn, or by a performance that is not satisfactory."""
    suspended = np.zeros(len(table["departed"][part]), np.bool_)
    for kind in CLEARANCES:
        if kind in policy.rules.suspending_clearances:
            suspended |= table[f"{kind.lower()}_until"][part] == _NEVER_VALID
    if policy.rules.suspends_unsatisfactory:
        worthless = _worth(policy, lists).take(table["performance"][part]) == NONE
        suspended |= worthless & _rated(policy, lists).take(table["origin"][part])
    return suspended


def _cleared(table: Table, part: Part, today: int, policy: Policy) -> tuple[Codes, Days]:
    """The worst answer on the day of all that are required, and until when the best lasts."""
    size = len(table["cleared"][part])
    worst, until = np.full(size, PASS, np.int8), np.full(size, NO_DAY, np.int32)
    for kind in policy.rules.required_clearances:
        if kind not in CLEARANCES:
            np.maximum(worst, UNKNOWN, out=worst)
            continue
        first, last = (table[f"{kind.lower()}_{end}"][part] for end in ("from", "until"))
        answered = last != _NEVER_VALID
        unanswered = (first == SHORT_DAY_MAX) & answered
        np.maximum(worst, failing((first > today) & ~unanswered), out=worst)
        np.maximum(worst, unknown(unanswered), out=worst)
        ends = answered & (last != SHORT_DAY_MAX)
        np.minimum(until, last, out=until, where=ends, casting="unsafe")
    return worst, until


def _rated(policy: Policy, lists: CodeLists) -> Flags:
    origins = policy.rules.rated_origins
    return lists.lookups.over(
        lists.origins, ("rated", origins), lambda origin: origin in origins, False, "?"
    )


def _committed(today: int, policy: Policy, lists: CodeLists) -> Column:
    """By code of the accepted offers, the vacancy that the person is committed to."""

    def code(offers: Iterable[Commitment]) -> int:
        vacancies = {offer.vacancy_id for offer in offers}
        if not vacancies:
            return UNCOMMITTED
        return MANY_COMMITMENTS if len(vacancies) > 1 else lists.vacancies.code(*vacancies)

    return _by_offers("committed", today, policy, lists, code, UNCOMMITTED, "i4")


def _placed(today: int, policy: Policy, lists: CodeLists) -> Column:
    """By code of the accepted offers, whether the first day in the post is agreed."""

    def placed(offers: Iterable[Commitment]) -> bool:
        return any(offer.until != NO_DAY for offer in offers)

    return _by_offers("placed", today, policy, lists, placed, False, "?")


def _by_offers(
    what: str,
    today: int,
    policy: Policy,
    lists: CodeLists,
    answer: Callable[[Iterable[Commitment]], int],
    absent: int,
    kind: str,
) -> Column:
    reply_days = policy.rules.offer_reply_days
    return lists.lookups.over(
        lists.commitments,
        (what, today, reply_days),
        lambda offers: answer(in_force(offers, today, reply_days)),
        absent,
        kind,
    )


def _held_on(table: Table, part: Part, day: int) -> Flags:
    held = (table["held_from"][part] <= day) & (day <= table["held_until"][part])
    more = table.more_holds
    also = more.row[(more.held_from <= day) & (day <= more.held_until)]
    if isinstance(part, slice):
        held[also] = True
    elif len(also):
        held |= np.isin(part, also)
    return np.asarray(held)
