"""What the changes make of the roster and of its balance."""

from deploy.backtest.document import balance
from deploy.report.charts import Pair, bars, legend
from deploy.report.html import Markup, tag
from deploy.report.parts import paragraph, section, table
from streams.history.backtest.outcome import Outcome
from streams.history.backtest.rosters import MembershipChanged

MEMBERSHIPS_MAX = 200
RATINGS = {
    "STAR": "Star",
    "TIER_1": "Tier 1",
    "TIER_2": "Tier 2",
    "NOT_READY_YET": "Not ready yet",
    None: "Not rated",
}
STATUSES = {
    "ACTIVE": "active",
    "ON_HOLD": "on hold",
    "COMMITTED": "committed to a post",
    "EXPIRED": "expired",
    "REMOVED": "removed",
    "SUSPENDED": "suspended",
    "PLACED": "placed in a post",
    "WITHDRAWN": "withdrawn",
    None: "never a member",
}


def roster_section(outcome: Outcome) -> Markup:
    ratings: dict[str, list[int]] = {}
    for each in outcome.active:
        counted = ratings.setdefault(RATINGS[each.rating], [0, 0])
        counted[0] += each.before
        counted[1] += each.after
    ordered = [name for name in RATINGS.values() if name in ratings]
    rows = [_membership(each) for each in outcome.memberships[:MEMBERSHIPS_MAX]]
    more = len(outcome.memberships) - MEMBERSHIPS_MAX
    return section(
        "The roster",
        tag("h3", "Active memberships by rating, at the end"),
        legend(),
        bars(
            "Active memberships by rating, before and after",
            [Pair(name, *ratings[name]) for name in ordered],
        ),
        table(
            f"{len(outcome.memberships)} memberships that change"
            + (f"; the first {MEMBERSHIPS_MAX} are shown" if more > 0 else ""),
            ("person", "profile", "before", "after"),
            rows,
        )
        if rows
        else paragraph("No membership changes."),
    )


def _membership(each: MembershipChanged) -> tuple[str, str, str, str]:
    before = _standing(each.status_before, each.rating_before, each.valid_until_before)
    after = _standing(each.status_after, each.rating_after, each.valid_until_after)
    return each.candidate_id, f"{each.job_group}/{each.grade}", before, after


def _standing(status: str | None, rating: str | None, until: object) -> str:
    if status is None:
        return STATUSES[None]
    rated = f", {RATINGS[rating]}" if rating else ""
    return f"{STATUSES[status]}{rated}{f', valid until {until}' if until else ''}"


def balance_section(outcome: Outcome) -> Markup:
    found = balance(outcome.vacancies)
    parts: list[Markup] = []
    for dimension, words in (("GENDER", "gender"), ("REGION", "region")):
        mine = [each for each in found if each.dimension == dimension]
        told = [Pair(it.value, it.before, it.after) for it in mine if it.before is not None]
        if not mine:
            continue
        parts.append(tag("h3", f"Eligible people by {words}"))
        if told:
            title = f"Eligible people by {words}, before and after"
            parts += [legend(), bars(title, told)]
        parts.append(
            table(
                "Added up over the vacancies that tell this kind on both of their last lists.",
                (words, "before", "after", "vacancies that tell it", "vacancies that do not"),
                [
                    (each.value, _told(each.before), _told(each.after), each.vacancies, each.hidden)
                    for each in mine
                ],
            )
        )
    return section(
        "Balance",
        paragraph(
            "For people who look after balance; it decides nothing. A figure that would tell of "
            "fewer than five people is not shown, as in the proposals themselves."
        ),
        *(parts or [paragraph("No list tells anything of balance.")]),
    )


def _told(value: int | None) -> str:
    return "not told" if value is None else str(value)
