"""Why somebody is on a list or not, as a page: the answer, every rule, and the events behind."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from deploy.render.event_notes import Notes
from deploy.render.judged_sections import judged_sections
from deploy.render.plain_words import (
    moment,
    place,
    spaced,
)
from deploy.render.proposal import Detail
from deploy.render.standing_words import headline, sentences
from deploy.render.words import (
    Line,
    line,
    lines,
    rating,
    said,
    section,
)
from streams.history.explain.events_seen import EventSeen
from streams.history.explain.explained import PersonExplained
from streams.history.explain.person_then import MembershipThen, PersonThen

_STYLE = {"RANKED": "green", "NO LIST": "magenta", "EXCLUDED": "red", "NOT IN THE POOL": "red"}
_VACANCY_EVENTS_SHOWN = 12


def explanation_panel(explained: PersonExplained, detail: Detail) -> RenderableType:
    """In brief only what is not as it is asked for; with evidence every event by its id too."""
    then, word = explained.then, headline(explained)
    notes = Notes(_cited(explained) if detail == "brief" else explained.evidence)
    style = _STYLE.get(word, "yellow")
    return Panel(
        Group(lines(_facts(explained)), *_parts(explained, notes, detail), Text("")),
        title=Text.assemble((f" {word} ", f"bold {style}"), said(f"{then.candidate_id} ")),
        title_align="left",
        subtitle=said(f" {then.vacancy.vacancy_id} · {_profile(then)} "),
        subtitle_align="right",
        border_style=style,
        padding=(0, 1),
    )


def _profile(then: PersonThen) -> str:
    return f"{then.vacancy.job_group}/{then.vacancy.grade or 'grade not known yet'}"


def _facts(explained: PersonExplained) -> Iterator[Line]:
    then, vacancy = explained.then, explained.then.vacancy
    for label, sentence in zip(_labels("answer"), sentences(explained), strict=False):
        yield line(label, said(sentence, "bold" if label else ""))
    title = f"{vacancy.title}: " if vacancy.title else ""
    what = f"{title}{vacancy.state.lower().replace('_', ' ')}"
    yield line("vacancy", what, f", last said: {_last_said(explained)}")
    if vacancy.path_answer is not None:
        yield line("path", f"{vacancy.path}: {vacancy.path_answer.held}")
    if vacancy.missing:
        yield line("missing", "; ".join(vacancy.missing))
    for label, it in zip(_labels("member"), then.memberships, strict=False):
        yield line(label, _membership(it))
    if explained.elsewhere:
        yield line("also", f"a member of {', '.join(explained.elsewhere)}, which other pools hold")
    yield line("asked", said(_asked(explained), "dim"))


def _labels(first: str) -> Iterator[str]:
    yield first
    while True:
        yield ""


def _last_said(explained: PersonExplained) -> str:
    vacancy = explained.then.vacancy
    if vacancy.said is None:
        return "nothing"
    return f"{spaced(vacancy.said)}, revision {vacancy.revision}"


def _membership(it: MembershipThen) -> Text:
    text = said(f"{it.job_group}/{it.grade} ")
    if it.status is None:
        return text.append_text(said("not on the roster", "dim"))
    text.append_text(said(it.status, "bold")).append(" ").append_text(rating(it.rating))
    if it.valid_from is not None:
        text.append_text(said(f", {it.valid_from} to {it.valid_until or 'no end'}"))
    return text


def _asked(explained: PersonExplained) -> str:
    rules = explained.then.rule_set
    policy = f"rule set {rules.rule_set_id} v{rules.version} ({rules.sha256[:8]})" if rules else ""
    day = f"as of {explained.day}" if explained.day else "before the first day"
    look = "" if explained.looked else ", where the pool itself did not stop to look"
    version = f"decision version {explained.decision_version}"
    if explained.decided_by not in (None, explained.decision_version):
        version += f", where version {explained.decided_by} decided"
    parts = (f"{day} at {place(explained.position)}{look}", policy, version)
    return ", ".join(part for part in parts if part)


def _parts(explained: PersonExplained, notes: Notes, detail: Detail) -> Iterator[RenderableType]:
    judged = explained.then.judged
    if judged is not None:
        yield from judged_sections(judged, notes, brief=detail == "brief")
    if explained.vacancy_events and detail != "brief":
        yield section("What happened to the vacancy", _vacancy(explained))
    if notes.events:
        events = notes.table(ids=detail == "evidence")
        yield section("The events behind the answers, times in UTC", events)
    if explained.unresolved:
        text = f"Not found in the logs: {', '.join(explained.unresolved)}"
        yield section("Missing events", said(text, "bold red"))


def _cited(explained: PersonExplained) -> list[EventSeen]:
    """The events behind what a brief page shows."""
    judged = explained.then.judged
    if judged is None:
        return []
    answers = (*judged.answers, *judged.advisory)
    cited = {event_id for one in answers if one.outcome != "PASS" for event_id in one.evidence}
    if judged.ranked is not None:
        cited.update(*(score.evidence for score in judged.ranked.criteria))
    return [event for event in explained.evidence if event.event_id in cited]


def _vacancy(explained: PersonExplained) -> Table:
    table = Table.grid(padding=(0, 2))
    events = explained.vacancy_events
    for event in events[:_VACANCY_EVENTS_SHOWN]:
        table.add_row(
            moment(event.occurred_at),
            said(spaced(event.event_type)),
            said(f"recorded {moment(event.recorded_at)}, {place(event.position)}", "dim"),
        )
    if len(events) > _VACANCY_EVENTS_SHOWN:
        table.add_row("", f"and {len(events) - _VACANCY_EVENTS_SHOWN} more events", "")
    return table
