"""All that stands behind a list: for each person every answer, every score, and the events."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.rule_matrix import Person, listed_people
from deploy.render.vocabulary import criterion_name, rule_name
from deploy.render.words import OUTCOME_STYLE, said, section
from schemas.events import (
    CriterionScore,
    ProposalListing,
    RankedCandidate,
    RuleAnswer,
)


def evidence_sections(event: ProposalListing) -> Iterator[RenderableType]:
    """One part for each person listed, in the order of the page."""
    for who in listed_people(event):
        yield section(f"Evidence for {who.candidate_id}", _table(who))


def _table(who: Person) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    advisory = who.advisory if isinstance(who, RankedCandidate) else ()
    for answer in (*who.answers, *advisory):
        style = OUTCOME_STYLE.get(answer.outcome, "")
        table.add_row(rule_name(answer.rule), said(answer.outcome, style), _answer(answer))
    for score in who.criteria if isinstance(who, RankedCandidate) else ():
        name = f"{score.criterion} {criterion_name(score.criterion)}"
        table.add_row(name, said(score.contribution), _score(score))
    return table


def _answer(answer: RuleAnswer) -> Text:
    return said(answer.held).append_text(_events(answer.evidence))


def _score(score: CriterionScore) -> Text:
    text = said(f"{score.raw}: {score.normalised} of 1000, weight {score.weight}")
    return text.append_text(_events(score.evidence))


def _events(evidence: tuple[str, ...]) -> Text:
    return said(f"  ({', '.join(evidence)})" if evidence else "", "dim")
