"""One person on a day, part by part, each with the event that states it."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from deploy.render.plain_words import moment, place, spaced
from deploy.render.roster import STATUS_STYLE
from deploy.render.words import Line, line, lines, rating, said, section
from streams.history.as_of.candidate import CandidateOnDay, MembershipOnDay, Part, Statement


def candidate_panel(person: CandidateOnDay, title: str) -> RenderableType:
    parts = [section(part.name.replace("_", " "), _part(part)) for part in person.parts]
    return Panel(
        Group(lines(_facts(person)), *parts, Text("")),
        title=said(f" {title} ", "bold"),
        title_align="left",
        padding=(0, 1),
    )


def _facts(person: CandidateOnDay) -> Iterator[Line]:
    yield line("person", said(person.candidate_id, "bold"))
    if person.asked_as != person.candidate_id:
        yield line("", f"{person.asked_as} was merged into this id: one person")
    others = [one for one in person.former_ids if one != person.asked_as]
    if others:
        yield line("also was", ", ".join(others))
    if person.erased:
        yield line("erased", "everything about this person was erased, for every day")
    label = "member"
    for it in person.memberships:
        yield line(label, _membership(it))
        label = ""
    if not person.memberships and not person.erased:
        yield line(label, said("of no profile", "dim"))


def _membership(it: MembershipOnDay) -> Text:
    recorded, entry = it.recorded, it.roster
    text = said(f"{recorded.job_group}/{recorded.grade} ")
    if entry is None:
        return text.append_text(said("not on the roster", "dim"))
    text.append_text(said(entry.status, STATUS_STYLE.get(entry.status, ""))).append(" ")
    text.append_text(rating(entry.rating))
    if entry.valid_from is not None:
        text.append_text(said(f", {entry.valid_from} to {entry.valid_until or 'no end'}"))
    return text.append_text(said(f" ({entry.reason})", "dim"))


def _part(part: Part) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(ratio=1)
    table.add_column(ratio=1, style="dim")
    for statement in part.statements:
        facts = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in statement.fields)
        table.add_row(said(facts), _event(statement))
    return table


def _event(statement: Statement) -> Text:
    event = statement.event
    if event is None:
        return said(f"{statement.event_id}, in none of the person's logs", "bold red")
    when = f"{moment(event.occurred_at)}, recorded {moment(event.recorded_at)}"
    return said(f"{spaced(event.event_type)} of {when}, {place(event.position)}")
