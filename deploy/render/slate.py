"""A slate as a page: who would go where, who and what is left over, and why."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from deploy.render.plain_words import counted
from deploy.render.tables import beneath, plain_table
from deploy.render.words import said, section
from schemas.events import BlockingPair, SlateMethod, SlatePlacement
from streams.history.exercise.slates import Slate

METHODS: dict[SlateMethod, str] = {
    "DEFERRED_ACCEPTANCE": "deferred acceptance",
    "GLOBAL_ASSIGNMENT": "global assignment",
}

_LEGEND = (
    "wish: the rank that the person gave the post, - where none; order: the person's place in the "
    "post's own\norder, * where the exercise filled in what the hiring side left out"
)


def slate_page(slate: Slate) -> RenderableType:
    """All of it; long lists are cut."""
    return Group(*_head(slate), *_sections(slate))


def slate_named(slate: Slate) -> str:
    return f"{slate.slate_id}, revision {slate.revision}"


def slate_sums(slate: Slate) -> str:
    return (
        f"{len(slate.placements)} placed, {counted(len(slate.unplaced), 'person', 'people')} and "
        f"{counted(len(slate.unfilled), 'post')} left over, "
        f"{counted(len(slate.blocking), 'blocking pair')}"
    )


def blocking_table(pairs: tuple[BlockingPair, ...]) -> RenderableType:
    rows = ((it.candidate_id, it.post_id, it.explanation) for it in pairs)
    return plain_table(("person", "post", "why they would rather have each other"), rows)


def _head(slate: Slate) -> Iterator[RenderableType]:
    rules, policy = slate.rule_set, slate.policy
    yield said(f"Slate {slate_named(slate)}", "bold")
    yield said(
        f"By {METHODS[slate.method]}, as of {slate.as_of}; {rules.rule_set_id} version "
        f"{rules.version}, {policy.rule_set_id} version {policy.version}.",
        "dim",
    )
    yield said(f"{slate_sums(slate)}.")
    yield said(slate.recommendation, "dim")


def _sections(slate: Slate) -> Iterator[RenderableType]:
    yield section("Placements", _placements(slate))
    if slate.unplaced:
        rows = [
            (it.candidate_id, "must move" if it.must_move else "", it.explanation)
            for it in sorted(slate.unplaced, key=lambda it: (not it.must_move, it.candidate_id))
        ]
        yield section("Without a post", plain_table(("person", "", "why"), rows))
    if slate.unfilled:
        posts = (
            (
                beneath(it.post_id, f"{it.job_group}/{it.grade}"),
                it.vacancy_id or "none yet",
                it.explanation,
            )
            for it in slate.unfilled
        )
        yield section("Posts without anybody", plain_table(("post", "vacancy", "why"), posts))
    if slate.blocking:
        yield section("Blocking pairs", blocking_table(slate.blocking))
    if slate.joint_options:
        yield section("Options for couples: in no slate yet, for people to weigh", _joint(slate))


def _placements(slate: Slate) -> RenderableType:
    if not slate.placements:
        return Text("Nobody is placed.", style="dim")
    headings = ("post", "person", "wish", "order", "points", "why")
    return Group(plain_table(headings, map(_placement, slate.placements)), Text(_LEGEND, "dim"))


def _placement(it: SlatePlacement) -> tuple[object, ...]:
    second = "" if it.consideration_tier == "FIRST" else "second tier; "
    leaves = f"; leaves {it.leaves_post_id}" if it.leaves_post_id else ""
    return (
        beneath(it.post_id, f"{it.job_group}/{it.grade}"),
        said(it.candidate_id, "bold"),
        "-" if it.candidate_rank is None else it.candidate_rank,
        f"{it.hirer_rank}{'' if it.hirer_rank_source == 'STATED' else '*'}",
        it.total,
        f"{second}{it.explanation}{leaves}",
    )


def _joint(slate: Slate) -> RenderableType:
    rows = (
        (it.candidate_id, it.post_id, it.partner_id, it.partner_post_id, it.explanation)
        for it in slate.joint_options
    )
    return plain_table(("person", "post", "partner", "post", "how"), rows)
