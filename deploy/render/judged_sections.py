"""Every rule's answer about one person, the place among the eligible, and what would help."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.event_notes import Notes
from deploy.render.plain_words import (
    ANSWERS,
    RULE_QUESTIONS,
    SHORTFALL_UNITS,
    TIERS,
    counted,
)
from deploy.render.vocabulary import criterion_name, rule_name
from deploy.render.words import (
    OUTCOME_STYLE,
    line,
    lines,
    ordinal,
    said,
    section,
    thousands,
)
from schemas.events import CriterionScore, RuleAnswer
from streams.history.explain.judged import Ahead, Judged
from streams.matching.tiers import NO_RULE


def judged_sections(judged: Judged, notes: Notes, *, brief: bool) -> Iterator[RenderableType]:
    """In brief only answers that are not as they are asked for."""
    if judged.helps:
        yield section("What would help", _helps(judged))
    if judged.ranked is not None:
        yield section("The place among the eligible", _order(judged, notes))
    short = {one.rule: one.count for one in judged.shortfalls}
    answers = [one for one in judged.answers if not brief or one.outcome != "PASS"]
    if answers:
        yield section("Rule by rule", _rules(answers, short, notes))
    warning = [one for one in judged.advisory if not brief or one.outcome != "PASS"]
    if warning:
        yield section("Rules that only warn and exclude nobody", _rules(warning, {}, notes))


def _helps(judged: Judged) -> Text:
    return Text("\n").join([said(f"→ {one}", "cyan") for one in judged.helps])


def _rules(answers: Sequence[RuleAnswer], short: Mapping[str, int], notes: Notes) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for answer in answers:
        word = said(ANSWERS.get(answer.outcome, answer.outcome), OUTCOME_STYLE[answer.outcome])
        table.add_row(word, rule_name(answer.rule), _rule(answer, short.get(answer.rule), notes))
    return table


def _rule(answer: RuleAnswer, short: int | None, notes: Notes) -> Text:
    text = said(RULE_QUESTIONS.get(answer.rule, answer.rule))
    text.append("\n").append_text(said(f"asked: {answer.required}", "dim"))
    style = "" if answer.outcome == "PASS" else OUTCOME_STYLE[answer.outcome]
    text.append("\n").append_text(said(f"known: {answer.held}", style))
    if short is not None:
        unit = SHORTFALL_UNITS.get(answer.rule, "unit")
        text.append_text(said(f", short by {counted(short, unit)}", style))
    return text.append_text(notes.marks(answer.evidence))


def _order(judged: Judged, notes: Notes) -> RenderableType:
    ranked = judged.ranked
    if ranked is None:
        return Text("")
    tier = f"{TIERS[ranked.consideration_tier]} ({ranked.tier_clause})"
    if ranked.tier_clause == NO_RULE:
        tier = "no tier rule is stated: nobody is considered before others"
    facts = [line("tier", tier), line("points", thousands(ranked.total))]
    if ranked.rank > 1 and judged.standing != "TIER_UNCONFIRMED":
        facts.append(line("placed", f"behind the one before by {ranked.tie_break}"))
    facts.append(line("before", _before(judged)))
    for number, warning in enumerate(ranked.warnings):
        facts.append(line("" if number else "mind", said(f"! {warning}", "yellow")))
    return Group(lines(facts), Text(""), _criteria(ranked.criteria, notes))


def _before(judged: Judged) -> Text:
    if not judged.ahead:
        return said("nobody")
    shown = [_place(one) for one in judged.ahead]
    last = judged.last_listed
    if judged.standing == "OTHERS_FIRST" and last is not None:
        rest = (judged.ranked.rank if judged.ranked else 0) - 1 - len(shown)
        shown.append(
            f"and {counted(max(rest, 0), 'more', 'more')}; the list ends with {_place(last)}"
        )
    return said(", ".join(shown))


def _place(one: Ahead) -> str:
    tier = "" if one.tier == "FIRST" else f" ({one.tier.lower()} tier)"
    return f"{ordinal(one.rank)} with {thousands(one.total)}{tier}"


def _criteria(criteria: tuple[CriterionScore, ...], notes: Notes) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    table.add_column("criterion", no_wrap=True)
    table.add_column("known", ratio=1)
    for heading in ("of 1000", "weight", "points"):
        table.add_column(heading, justify="right", no_wrap=True)
    for score in criteria:
        table.add_row(
            said(f"{score.criterion} {criterion_name(score.criterion)}"),
            said(score.raw).append_text(notes.marks(score.evidence)),
            str(score.normalised),
            str(score.weight),
            thousands(score.contribution),
        )
    return table
