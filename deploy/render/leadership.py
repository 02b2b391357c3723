"""Cohorts, needs and nominations as pages: counts are no causes, and nominations no decisions."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from deploy.leadership.now import EditionNow, Nomination, NominationStatus
from deploy.render.plain_words import counted
from deploy.render.tables import plain_table, with_remedy
from deploy.render.words import line, lines, said, section
from schemas.events import (
    CohortFunnelRevised,
    CohortGroup,
    DevelopmentNeedIdentified,
    FunnelGroup,
    FunnelStepName,
    LeadershipRemarked,
)

HIDDEN = "too few"
GROUPS: Mapping[FunnelGroup, str] = {
    "APPLICANTS": "all who applied",
    "ATTENDED": "completed it",
    "NOT_SELECTED": "applied, no seat: for comparison",
}
STEPS: Mapping[FunnelStepName, str] = {
    "APPLIED": "applied",
    "SEAT": "seat",
    "COMPLETED": "completed",
    "POOL_MEMBER": "member of the Pool",
    "PLACED": "placed",
}
STYLES: Mapping[NominationStatus, str] = {
    "PROPOSED": "bold",
    "ENDORSED": "bold green",
    "DECLINED": "red",
    "WITHDRAWN": "dim",
}


def funnels_page(
    editions: Sequence[EditionNow], remarks: Sequence[LeadershipRemarked]
) -> RenderableType:
    blocks: list[RenderableType] = [block for it in editions for block in _edition(it)]
    if not editions:
        blocks.append(Text("No edition was announced yet."))
    if remarks:
        rows = ((said(it.remark, "yellow"), with_remedy(it.detail, it.remedy)) for it in remarks)
        table = plain_table(("remark", "what"), rows)
        blocks.append(section("What does not fit", table))
    return Group(*blocks)


def needs_page(needs: Sequence[DevelopmentNeedIdentified]) -> RenderableType:
    people = len({it.candidate_id for it in needs})
    title = f"{counted(len(needs), 'open need')} of {counted(people, 'person', 'people')}"
    headings = ("person", "profile", "since", "competency", "level", "theme")
    return Group(said(title, "bold"), plain_table(headings, map(_need, needs)))


def nominations_page(found: Sequence[Nomination]) -> RenderableType:
    standing = sum(it.stands for it in found)
    verb = "stands" if standing == 1 else "stand"
    headings = ("edition", "place", "person", "status", "why")
    blocks: list[RenderableType] = [
        said(f"{counted(standing, 'nomination')} {verb}", "bold"),
        plain_table(headings, map(_nomination, found)),
    ]
    if found:
        blocks += [Text(""), said(found[0].proposed.recommendation, "dim")]
    return Group(*blocks)


def _edition(it: EditionNow) -> Iterator[RenderableType]:
    edition = it.announced
    apply = f", apply by {edition.apply_by}" if edition.apply_by else ""
    yield said(f"{edition.edition_id}: {edition.title}", "bold")
    yield lines(
        (
            line("when", f"{edition.starts_on} to {edition.ends_on}{apply}"),
            line("seats", f"{it.seats_used} of {it.seats_reserved} used; "
                 f"{counted(it.proposed, 'person', 'people')} proposed for the others"),
        )
    )  # fmt: skip
    if it.funnel is None:
        yield Text("Its funnel is told when the next day starts.\n", style="dim")
        return
    yield _funnel(it.funnel)
    yield from _outcomes(it.funnel)
    yield said(f"As of {it.funnel.as_of}. {it.funnel.note}", "dim")
    yield Text("")


def _funnel(funnel: CohortFunnelRevised) -> RenderableType:
    rows = (
        (GROUPS[group.group], *(_count(group, step) for step in STEPS), "")
        for group in funnel.groups
    )
    return plain_table(("", *STEPS.values(), ""), rows)


def _count(group: CohortGroup, name: FunnelStepName) -> str:
    for step in group.steps:
        if step.step == name:
            days = "" if step.median_days is None else f" ({counted(step.median_days, 'day')})"
            return HIDDEN if step.people is None else f"{step.people}{days}"
    return ""


def _outcomes(funnel: CohortFunnelRevised) -> Iterator[RenderableType]:
    rows = [
        (
            GROUPS[group.group],
            STEPS[it.step],
            f"{it.job_group}/{it.grade}",
            it.rating or "",
            HIDDEN if it.people is None else it.people,
        )
        for group in funnel.groups
        for it in group.outcomes
    ]
    if rows:
        headings = ("group", "step", "profile", "rating", "people")
        yield section("Into which profiles", plain_table(headings, rows))


def _need(it: DevelopmentNeedIdentified) -> tuple[object, ...]:
    behaviours = "".join(f"; {name.lower().replace('_', ' ')}" for name in it.behaviours)
    return (
        said(it.candidate_id, "bold"),
        f"{it.job_group}/{it.grade}",
        it.as_of,
        it.competency,
        f"{it.level_shown} of {it.level_expected}",
        f"{it.theme.lower() if it.theme else 'not mapped'}{behaviours}",
    )


def _nomination(it: Nomination) -> tuple[object, ...]:
    ended = f"; withdrawn: {it.withdrawn.reason}" if it.withdrawn else ""
    if it.status == "ENDORSED" and it.answer is not None:
        ended = f"; endorsed by {it.answer.actor_role}"
    return (
        it.proposed.edition_id,
        it.proposed.place if it.stands else "",
        said(it.proposed.candidate_id, "bold"),
        said(it.status.lower(), STYLES[it.status]),
        f"{it.proposed.reason}{ended}",
    )
