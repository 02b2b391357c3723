"""A backtest's answer as tables on a terminal."""

from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.backtest.document import by_group, moves, totals
from deploy.render.vocabulary import rule_name
from deploy.render.words import said, section
from streams.history.backtest.outcome import (
    DecisionToLookAt,
    Outcome,
    PoolRead,
    VacancyCompared,
)
from streams.history.backtest.standing import RuleChanged

VACANCIES_MAX, DECISIONS_MAX = 40, 40
TOTALS = {
    "eligible": "eligible",
    "near_misses": "barred by one rule alone",
    "cannot_confirm": "cannot be confirmed",
    "first_tier": "considered first",
    "second_tier": "considered second",
    "tier_unconfirmed": "tier cannot be confirmed",
}
STEPS = {
    "CandidateShortlisted": "shortlisted",
    "OfferMade": "offered",
    "OfferAccepted": "accepted",
    "OfferDeclined": "declined",
    "OfferLapsed": "lapsed",
    "OfferRevoked": "revoked",
    "PlacementConfirmed": "placed",
}


def backtest_tables(outcome: Outcome, asked: str) -> RenderableType:
    """The sums first, then each vacancy whose list is another one, then decisions to look at."""
    blocks: list[RenderableType] = [said(asked, "bold"), *map(said, history_words(outcome))]
    blocks += [
        section("What changes", _summary(outcome)),
        section("By job group", _groups(outcome)),
    ]
    others = [each for each in outcome.vacancies if not each.same_people]
    if others:
        blocks.append(section("Vacancies whose last list is another one", _vacancies(others)))
    if outcome.decisions:
        title = "Decisions about people who would not have been eligible: for people to look at"
        blocks.append(section(title, _decisions(outcome.decisions)))
    blocks.append(
        Text("\nA recommendation to people: nothing here is a verdict on anybody.", "dim")
    )
    return Group(*blocks)


def history_words(outcome: Outcome) -> Iterator[str]:
    """What history the answer holds for."""
    way = "in its own place" if outcome.in_place else "published behind the end of history"
    yield (
        f"Each change stands {way}: {len(outcome.assessments)} assessments are voided or "
        f"corrected, the facts of {outcome.people} ids were folded again."
    )
    for pool in outcome.pools:
        if pool.records:
            yield _pool_words(pool)


def _pool_words(pool: PoolRead) -> str:
    rules = pool.rule_set
    policy = f"{rules.rule_set_id} version {rules.version}" if rules else "no policy"
    left = f"; {pool.undecided} records not decided yet are left out" if pool.undecided else ""
    versions = ", ".join(map(str, pool.decision_versions))
    return (
        f"pool-log/{pool.partition} to record {pool.records}, {pool.day}, {policy}, "
        f"decision version {versions}{left}"
    )


def rule_words(rules: tuple[RuleChanged, ...]) -> str:
    """What answers otherwise, in words."""
    return "; ".join(
        f"{rule_name(each.rule)}: {each.before or 'not asked'} to {each.after or 'not asked'}"
        + (f" ({each.held_after})" if each.held_after else "")
        for each in rules
    )


def step_words(decision: DecisionToLookAt) -> str:
    return ", ".join(f"{STEPS.get(step.what, step.what)} {step.on}" for step in decision.steps)


def _summary(outcome: Outcome) -> Table:
    table = _table("", "before", "after", "change")
    before, after = (asdict(each) for each in totals(outcome.vacancies))
    revisions = [
        sum(getattr(each, side).revisions for each in outcome.vacancies)
        for side in ("before", "after")
    ]
    _row(table, "revisions of proposals", *revisions)
    for name, words in TOTALS.items():
        _row(table, f"{words}, on all last lists", before[name], after[name])
    active = [sum(getattr(it, side) for it in outcome.active) for side in ("before", "after")]
    _row(table, "active memberships", *active)
    ever = sum(each.differed_from is not None for each in outcome.vacancies)
    table.add_row("vacancies that had another list at some time", "", str(ever), "")
    changed = sum(not each.same_people for each in outcome.vacancies)
    of = f"vacancies whose last list changes, of {len(outcome.vacancies)}"
    table.add_row(of, "", str(changed), "")
    table.add_row("memberships that change", "", str(len(outcome.memberships)), "")
    return table


def _groups(outcome: Outcome) -> Table:
    table = _table(
        "job group",
        "vacancies",
        "other lists",
        "enter",
        "leave",
        "move",
        "memberships",
        "decisions",
    )
    for each in by_group(outcome):
        table.add_row(*map(str, asdict(each).values()))
    return table


def _vacancies(others: list[VacancyCompared]) -> RenderableType:
    table = _table("vacancy", "profile", "enters", "leaves", "moves", "revisions")
    for each in others[:VACANCIES_MAX]:
        entered, left, moved = moves(each)
        table.add_row(
            said(each.vacancy_id),
            said(f"{each.job_group}/{each.grade}"),
            _below(entered),
            _below(left),
            f"{len(moved)} people" if moved else "",
            f"{each.before.revisions} to {each.after.revisions}",
        )
    return _with_rest(table, len(others) - VACANCIES_MAX)


def _decisions(decisions: tuple[DecisionToLookAt, ...]) -> RenderableType:
    table = _table("vacancy", "person", "what was decided", "why not eligible")
    for each in decisions[:DECISIONS_MAX]:
        cells = (each.vacancy_id, each.candidate_id, step_words(each), each.why_not)
        table.add_row(*map(said, cells))
    return _with_rest(table, len(decisions) - DECISIONS_MAX)


def _below(people: list[str]) -> Text:
    return Text("\n").join(map(said, people))


def _with_rest(table: Table, more: int) -> RenderableType:
    if more <= 0:
        return table
    return Group(table, Text(f"and {more} more: see --json or --report", style="dim"))


def _row(table: Table, words: str, before: int, after: int) -> None:
    table.add_row(words, str(before), str(after), f"{after - before:+d}" if after != before else "")


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 1))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
