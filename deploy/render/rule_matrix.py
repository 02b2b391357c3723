"""Every rule's answer for everybody listed, in one sign each, and what each rule asks for."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.vocabulary import rule_name
from deploy.render.words import OUTCOME_STYLE, said, section
from schemas.events import CannotConfirm, NearMiss, ProposalListing, RankedCandidate, RuleAnswer

Person = RankedCandidate | NearMiss | CannotConfirm

_SIGNS = {"PASS": "✓", "FAIL": "✗", "UNKNOWN": "?", "WAIVED": "w"}
_HEADINGS = {"DECLINED": "D"}


def matrix_sections(event: ProposalListing) -> Iterator[RenderableType]:
    """Nothing where nobody is listed."""
    people = listed_people(event)
    if not people:
        return
    rules = _rules(people)
    title = "Rules  ✓ pass  ✗ fail  ? unknown  w waived; in brackets: warns, bars nobody"
    yield section(title, _matrix(people, rules))
    yield section("What each rule asks for", _required(rules, people))


def listed_people(event: ProposalListing) -> list[Person]:
    """Everybody whom the page names with their answers, in its order."""
    return [*event.ranked, *event.tier_unconfirmed, *event.near_misses, *event.cannot_confirm]


def _rules(people: Sequence[Person]) -> list[str]:
    """In the order in which the answers name them; those that warn come last."""
    named = [answer.rule for answer in people[0].answers]
    warn = (a.rule for who in people if isinstance(who, RankedCandidate) for a in who.advisory)
    return [*named, *dict.fromkeys(rule for rule in warn if rule not in named)]


def _matrix(people: Sequence[Person], rules: Sequence[str]) -> Table:
    table = Table(box=None, padding=(0, 0), pad_edge=False, header_style="dim")
    table.add_column("", no_wrap=True)
    for rule in rules:
        heading = _HEADINGS.get(rule, rule.removeprefix("H"))
        table.add_column(heading.rjust(4), justify="right", no_wrap=True, min_width=4)
    for who in people:
        table.add_row(said(who.candidate_id), *_signs(who, rules))
    return table


def _signs(who: Person, rules: Sequence[str]) -> Iterator[Text]:
    hard = {answer.rule: answer for answer in who.answers}
    warning = {a.rule: a for a in who.advisory} if isinstance(who, RankedCandidate) else {}
    for rule in rules:
        if rule in hard:
            yield _sign(hard[rule], "{}")
        elif rule in warning:
            yield _sign(warning[rule], "({})")
        else:
            yield Text("")


def _sign(answer: RuleAnswer, frame: str) -> Text:
    sign = frame.format(_SIGNS.get(answer.outcome, answer.outcome))
    return said(sign, OUTCOME_STYLE.get(answer.outcome, ""))


def _required(rules: Sequence[str], people: Sequence[Person]) -> Table:
    """What each rule asks for: the same for everybody, so it is said once."""
    required = {a.rule: a.required for who in reversed(people) for a in _all_answers(who)}
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for rule in rules:
        table.add_row(rule_name(rule), said(required[rule]))
    return table


def _all_answers(who: Person) -> tuple[RuleAnswer, ...]:
    return who.answers + (who.advisory if isinstance(who, RankedCandidate) else ())
