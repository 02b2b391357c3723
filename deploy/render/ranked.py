"""The people of a proposal in their order, tiers apart: who, why, and what to mind."""

from collections.abc import Iterator, Sequence

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.vocabulary import criterion_name, rule_name
from deploy.render.words import (
    OUTCOME_STYLE,
    joined,
    ordinal,
    rating,
    said,
    section,
    thousands,
)
from schemas.events import (
    CompetencyHeld,
    ConsiderationTier,
    CriterionScore,
    ProfileAhead,
    ProposalListing,
    RankedCandidate,
    RuleAnswer,
)
from streams.pool.cautions import ELSEWHERE

_BARS = "▁▂▃▄▅▆▇█"
_FULL = 1000
"""A criterion that is met to the full."""

_TITLES: dict[ConsiderationTier, tuple[str, str]] = {
    "FIRST": ("First tier, considered before all others", "bold green"),
    "SECOND": ("Second tier, considered after the first", "bold cyan"),
    "UNCONFIRMED": ("Tier not confirmed: eligible, for a person to resolve", "bold yellow"),
}


def ranked_sections(event: ProposalListing, *, brief: bool) -> Iterator[RenderableType]:
    """Nothing for a tier without anybody listed; in brief, only who, and what to mind."""
    listed = (*event.ranked, *event.tier_unconfirmed)
    counts = event.counts
    sizes = {"FIRST": counts.first_tier, "SECOND": counts.second_tier}
    for tier, (title, style) in _TITLES.items():
        people = [who for who in listed if who.consideration_tier == tier]
        if people and event.tier_rule is None:
            heading = _heading("Ranked; no tier rule is stated", people, counts.eligible)
            yield section(heading, _people(people, brief=brief), style)
        elif people:
            heading = _heading(title, people, sizes.get(tier, counts.tier_unconfirmed))
            yield section(heading, _people(people, brief=brief), style)


def _heading(title: str, people: Sequence[RankedCandidate], size: int) -> str:
    return f"{title} · {len(people)} of {size}" if size > len(people) else title


def _people(people: Sequence[RankedCandidate], *, brief: bool) -> Table:
    table = Table(box=None, expand=True, padding=(0, 1), show_header=False)
    table.add_column(justify="right", no_wrap=True, style="bold")
    table.add_column(ratio=1)
    width = max((len(str(c.contribution)) for who in people for c in who.criteria), default=0)
    for who in people:
        place = "?" if who.consideration_tier == "UNCONFIRMED" else str(who.rank)
        body = () if brief else _body(who, width)
        table.add_row(place, Group(_head(who), *_warnings(who), *body))
    return table


def _head(who: RankedCandidate) -> Text:
    parts = [said(who.candidate_id, "bold"), rating(who.rating)]
    if who.criteria:
        parts.append(said(f"{thousands(who.total)} points", "bold"))
    if who.tier_clause:
        parts.append(said(who.tier_clause, "italic"))
    parts.append(said(_placed(who), "dim"))
    return Text("  ").join(parts)


def _placed(who: RankedCandidate) -> str:
    if who.consideration_tier == "UNCONFIRMED":
        return "not ranked"
    return who.tie_break if who.rank == 1 else f"placed by {who.tie_break}"


def _warnings(who: RankedCandidate) -> Iterator[Text]:
    """But for other lists: those are told with the ranks."""
    for warning in (text for text in who.warnings if not text.startswith(ELSEWHERE)):
        yield said(f"! {warning}", "yellow")
    if who.competing:
        also = (
            f"{ordinal(one.rank)} for {one.vacancy_id} ({one.job_group}/{one.grade})"
            for one in who.competing
        )
        yield said(f"also listed: {', '.join(also)}", "magenta")


def _body(who: RankedCandidate, width: int) -> Iterator[RenderableType]:
    if who.criteria:
        yield Columns([_bar(score, width) for score in who.criteria], padding=(0, 2))
    yield joined([_rules(who), *_competencies(who.competencies)], " · ")
    yield from _beside(who)


def _beside(who: RankedCandidate) -> Iterator[Text]:
    if who.profile_ahead is not None:
        yield _ahead(who.profile_ahead)
    if who.learning:
        parts = (f"{one.edition_id} {one.status}" for one in who.learning)
        yield said(f"learning: {', '.join(parts)}", "dim")


def _bar(score: CriterionScore, width: int) -> Text:
    """`readiness █ 5000`: numbers of one width, so that those of several people stand in line."""
    step = max(0, min(score.normalised, _FULL)) * (len(_BARS) - 1) // _FULL
    empty = score.contribution == 0
    text = said(f"{criterion_name(score.criterion)} ", "dim")
    text.append(" " if empty else _BARS[step], "green")
    return text.append(f" {score.contribution:>{width}}", "dim" if empty else "")


def _rules(who: RankedCandidate) -> Text:
    """What rules that only warn have to say stands among the warnings."""
    passed = sum(answer.outcome == "PASS" for answer in who.answers)
    others = [_told(answer) for answer in who.answers if answer.outcome != "PASS"]
    total = len(who.answers)
    count = f"all {total} rules pass" if passed == total else f"{passed} of {total} rules pass"
    return joined([said(count, "green"), *others], "; ")


def _told(answer: RuleAnswer) -> Text:
    text = said(f"{rule_name(answer.rule)} ")
    text.append_text(said(answer.outcome, OUTCOME_STYLE.get(answer.outcome, "")))
    return text.append_text(said(f" {answer.held}"))


def _competencies(held: Sequence[CompetencyHeld]) -> Iterator[Text]:
    """How many levels are as expected, and which are not."""
    expected = [(one, one.expected) for one in held if one.expected is not None]
    seen = [(one, one.shown, level) for one, level in expected if one.shown is not None]
    below = [(one, shown, level) for one, shown, level in seen if shown < level]
    if expected and not seen:
        yield said("competencies not assessed", "yellow")
    elif expected:
        text = said(f"competencies {len(seen) - len(below)} of {len(expected)} as expected")
        for one, shown, level in below:
            text.append_text(said(f"; {one.code} {shown}, {level} expected", "yellow"))
        unseen = [one.code for one, _ in expected if one.shown is None]
        if unseen:
            text.append_text(said(f"; not assessed: {', '.join(unseen)}", "yellow"))
        yield text


def _ahead(ahead: ProfileAhead) -> Text:
    met = {"PASS": "met", "FAIL": "not met", "UNKNOWN": "cannot be told"}
    text = said(f"profile from {ahead.effective_from}: ")
    outcome = met.get(ahead.outcome, ahead.outcome)
    text.append_text(said(outcome, OUTCOME_STYLE.get(ahead.outcome, "")))
    if ahead.short_of:
        text.append_text(said(f", short of {', '.join(ahead.short_of)}"))
    return text
