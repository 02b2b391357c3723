"""How a rotation exercise stands, and who and what is due in it."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType

from deploy.render.plain_words import counted
from deploy.render.slate import METHODS, slate_named, slate_sums
from deploy.render.tables import plain_table, with_remedy
from deploy.render.words import Line, line, lines, said, section
from deploy.rotation.draft import Draft
from deploy.rotation.due import Due
from deploy.rotation.standing import Standing
from schemas.events import CataloguePost, ExerciseRemarked, RotationCyclePublished

REMARKS_MAX = 20


def standing_page(it: Standing) -> RenderableType:
    cycle = it.cycle
    blocks: list[RenderableType] = [
        said(f"Rotation exercise {cycle.cycle_id}: {', '.join(cycle.job_groups)}", "bold"),
        lines(_lines(it)),
    ]
    if it.remarks:
        last = list(it.remarks)[: -REMARKS_MAX - 1 : -1]
        title = f"Remarks, the last first ({len(it.remarks)} in all)"
        blocks.append(section(title, _remarks(last)))
    return Group(*blocks)


def _lines(it: Standing) -> Iterator[Line]:
    cycle = it.cycle
    today = f"; today is {it.day}" if it.day else ""
    yield line("window", f"{it.window}: {cycle.window_open} to {cycle.window_close}{today}")
    yield line("effect", f"placements take effect from {cycle.effective_from}")
    yield line("posts", _posts(it))
    yield line("policy", _policy(it))
    yield line("people", _people(it))
    locked = f"{it.rankings_locked} of them locked; only locked ones count"
    yield line("rankings", f"of {counted(it.rankings, 'post')}, {locked}")
    yield line("slate", _slate(it))


def _policy(it: Standing) -> str:
    if it.policy is None:
        return "none in effect: publish an ExercisePolicyPublished before a slate is asked for"
    return f"{it.policy.policy_id} version {it.policy.version}"


def _posts(it: Standing) -> str:
    if not it.posts:
        return "no catalogue, or parts of it are missing: freeze all of them"
    profiles = ", ".join(f"{count} {profile}" for profile, count in it.posts.items())
    return f"{sum(it.posts.values())} to fill: {profiles}"


def _people(it: Standing) -> str:
    if it.taking_part is None:
        return f"{it.ranked} ranked posts; who takes part is known once posts and policy are"
    return (
        f"{it.taking_part} take part, {it.must_move} of them must move; {it.ranked} ranked posts; "
        f"{counted(it.couples or 0, 'couple')}"
    )


def _slate(it: Standing) -> str:
    if it.settled is not None:
        done = it.settled
        return (
            f"{done.slate_id}, revision {done.revision}, signed by {done.actor_role}: "
            f"{done.placed} placed, {counted(done.returned_count, 'post')} back on the live path"
        )
    if it.slate is None:
        return f"none yet: `pathways rotation slate {it.cycle.cycle_id} --as ROLE` asks for one"
    made = it.slate
    return f"{slate_named(made)}, by {METHODS[made.method]}, {made.as_of}: {slate_sums(made)}"


def _remarks(remarks: Sequence[ExerciseRemarked]) -> RenderableType:
    rows = (
        (
            said(it.remark, "bold red" if it.refused else "yellow"),
            "refused" if it.refused else "waits",
            with_remedy(it.detail, it.remedy),
        )
        for it in remarks
    )
    return plain_table(("remark", "", "what"), rows)


def due_page(cycle: RotationCyclePublished, people: Sequence[Due], draft: Draft) -> RenderableType:
    """Who must move, then what a catalogue could hold."""
    blocks: list[RenderableType] = [
        said(
            f"{cycle.cycle_id}: {counted(len(people), 'person', 'people')} due to rotate, "
            f"{counted(len(draft.posts), 'post')} for a catalogue",
            "bold",
        )
    ]
    if people:
        headings = ("person", "post", "profile", "since", "tour ends", "post ends")
        blocks.append(section("Who must move", plain_table(headings, map(_due, people))))
    if draft.posts:
        columns = ("post", "profile", "place", "class", "free on", "holder", "vacancy")
        blocks.append(section("Posts", plain_table(columns, map(_post, draft.posts))))
    if draft.left_out:
        rows = ((it.post_id, it.why) for it in draft.left_out)
        blocks.append(section("Posts left out", plain_table(("post", "why"), rows)))
    return Group(*blocks)


def _due(it: Due) -> tuple[object, ...]:
    profile = f"{it.job_group}/{it.grade}"
    return (
        said(it.candidate_id, "bold"),
        it.post_id,
        profile,
        it.starts_on,
        it.due_on or "not known",
        it.abolished_on,
    )


def _post(it: CataloguePost) -> tuple[object, ...]:
    return (
        said(it.post_id, "bold"),
        f"{it.job_group}/{it.grade}",
        f"{it.duty_station.country} {it.duty_station.city_code}",
        it.hardship_class,
        it.available_on,
        it.incumbent_id,
        it.vacancy_id,
    )
