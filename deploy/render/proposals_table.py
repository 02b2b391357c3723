"""The proposals of a day as a table: what was said, or would be said."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.render.plain_words import counted, spaced
from deploy.render.words import said
from schemas.events import ProposalEvent, ProposalListing
from streams.history.as_of.proposals import Proposable

PEOPLE_SHOWN = 3

_WOULD = {
    "LIST": "a list",
    "HOLD": "held",
    "DEFER": "deferred",
    "WITHDRAW": "withdrawn",
    "EXPIRE": "expired",
}


class Row(NamedTuple):
    vacancy_id: str
    profile: str
    said: str
    since: str
    people: tuple[str, ...]
    reason: str


def proposals_page(
    said_then: Sequence[ProposalEvent] | Sequence[Proposable], title: str
) -> RenderableType:
    count = counted(len(said_then), "vacancy", "vacancies")
    return Group(said(title, "bold"), said(count, "dim"), _table(map(_row, said_then)))


def _row(one: ProposalEvent | Proposable) -> Row:
    if isinstance(one, Proposable):
        reviewed = f", {spaced(one.reviewed)}" if one.reviewed else ""
        people = tuple(who.candidate_id for who in one.ranked)
        profile = f"{one.job_group}/{one.grade}"
        return Row(one.vacancy_id, profile, _WOULD[one.say] + reviewed, "", people, one.reason)
    ranked = one.ranked if isinstance(one, ProposalListing) else ()
    return Row(
        one.vacancy_id,
        f"{one.job_group}/{one.grade}",
        f"{spaced(type(one).__name__).removeprefix('proposal ')}, revision {one.revision}",
        str(one.as_of),
        tuple(who.candidate_id for who in ranked),
        one.reason,
    )


def _table(rows: Iterable[Row]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim", expand=True)
    for heading in ("vacancy", "profile", "what", "as of"):
        table.add_column(heading, no_wrap=True)
    table.add_column("who, or why nobody", ratio=1)
    for row in rows:
        people = Text("\n").join(_people(row)) if row.people else said(row.reason, "dim")
        table.add_row(said(row.vacancy_id, "bold"), row.profile, row.said, row.since, people)
    return table


def _people(row: Row) -> Iterator[Text]:
    for rank, candidate_id in enumerate(row.people[:PEOPLE_SHOWN], start=1):
        yield said(f"{rank}  {candidate_id}")
    if len(row.people) > PEOPLE_SHOWN:
        yield said(f"and {len(row.people) - PEOPLE_SHOWN} more", "dim")


def day_title(what: str, day: date, clock: str) -> str:
    """What a page of a day is called, so that nobody takes one clock for the other."""
    by = "as it was known by then" if clock == "recorded" else "as it is known today to have been"
    return f"{what} on {day}, {by}"
