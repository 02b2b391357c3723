"""Two slates beside each other: figures, who moves, and what becomes of the posts."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from deploy.render.slate import METHODS, blocking_table, slate_named
from deploy.render.tables import beneath, plain_table
from deploy.render.words import said, section
from streams.history.exercise.difference import Moved, SlateDifference
from streams.history.exercise.figures import SHOWN_MIN, Figure
from streams.history.exercise.slates import Slate

HIDDEN = "·"


def difference_page(found: SlateDifference, after: str) -> RenderableType:
    """`after` says what the second slate is."""
    return Group(*_head(found, after), *difference_sections(found), _figures(found), _note())


def difference_sections(found: SlateDifference) -> Iterator[RenderableType]:
    """Who moves, posts that change, and blocking pairs that come or go."""
    if found.same:
        yield Text("Everybody gets the same.")
    else:
        headings = ("person", "before", "after", "why")
        yield section("Who moves", plain_table(headings, map(_moved, found.moved)))
    if found.filled:
        yield said(f"Filled now: {', '.join(found.filled)}.")
    if found.emptied:
        yield said(f"Empty now: {', '.join(found.emptied)}.")
    if found.blocking_new:
        yield section("Blocking pairs that this makes", blocking_table(found.blocking_new))
    if found.blocking_gone:
        yield section("Blocking pairs that this ends", blocking_table(found.blocking_gone))


def _head(found: SlateDifference, after: str) -> Iterator[RenderableType]:
    yield said(f"Before: {_slate(found.before)}", "bold")
    yield said(f"After: {after}; {_made_by(found.after)}", "bold")


def _slate(slate: Slate) -> str:
    return f"{slate_named(slate)}; {_made_by(slate)}"


def _made_by(slate: Slate) -> str:
    rules, policy = slate.rule_set, slate.policy
    return (
        f"{METHODS[slate.method]}, {rules.rule_set_id} version {rules.version}, "
        f"{policy.rule_set_id} version {policy.version}"
    )


def _moved(it: Moved) -> tuple[object, ...]:
    return (
        said(it.candidate_id, "bold"),
        _place(it.from_post, it.rank_before),
        _place(it.to_post, it.rank_after),
        it.why,
    )


def _place(post: str | None, rank: int | None) -> Text:
    if post is None:
        return Text("no post")
    return beneath(post, "not ranked" if rank is None else f"wish {rank}")


def _figures(found: SlateDifference) -> RenderableType:
    title = f"In figures; {HIDDEN} hides fewer than {SHOWN_MIN} people or their trace"
    rows = ((it.name, _count(it.before), _count(it.after), _change(it)) for it in found.figures)
    return section(title, plain_table(("", "before", "after", "change"), rows))


def _count(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _change(it: Figure) -> str:
    if it.before is None or it.after is None or it.before == it.after:
        return ""
    return f"{it.after - it.before:+d}"


def _note() -> RenderableType:
    return Text("\nA recommendation to people on both sides; nothing was published.", style="dim")
