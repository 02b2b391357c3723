"""What a record says anew of a membership, as the columns of a table hold it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from streams.pool import cells
from streams.pool.code_lists import CodeLists
from streams.rules.rows import CLEARANCES


class Group(NamedTuple):
    """Columns that follow from the same facts."""

    columns: tuple[str, ...]
    facts: tuple[str, ...]
    """Their names in `MembershipRecorded`."""
    coded: Callable[..., cells.Cells]
    """From these facts and the code lists."""


class RowFacts(NamedTuple):
    """What is new of one membership, as the columns hold it; what is as before stands nowhere."""

    coded: Mapping[int, cells.Cells]
    """By the number of the group in `GROUPS`."""
    holds: list[cells.Interval] | None = None
    """All of them, where there are several apart from each other."""
    levels: cells.Levels | None = None
    """Of each competency that the assessment saw."""
    former_ids: tuple[str, ...] | None = None


def row_facts(new: Mapping[str, Any], lists: CodeLists) -> RowFacts:
    """Of facts by their names in `MembershipRecorded`; those of one group come together."""
    numbers = {number for name in new for number in _GROUPS_OF.get(name, ())}
    return RowFacts(
        {number: _coded(GROUPS[number], new, lists) for number in numbers},
        cells.merged(new["holds"]) if "holds" in new else None,
        cells.levels(new["assessment"]) if "assessment" in new else None,
        new.get("former_ids"),
    )


def _coded(group: Group, new: Mapping[str, Any], lists: CodeLists) -> cells.Cells:
    return group.coded(*(new[name] for name in group.facts), lists)


_EXPERIENCE = ("managerial_months", "un_months", "mandate_months", "volunteer_months")
_SERVING = ("station", "post_since", "post_ends", "due_rotation_on", "abolished_on")
_READY = ("max_hardship", "non_family", "excluded", "wishes")
_CLEARED = tuple(f"{kind.lower()}_{end}" for kind in CLEARANCES for end in ("from", "until"))

GROUPS = (
    # Rating and post of the profile.
    Group(("rating", "completed_on"), ("assessment",), cells.assessed),
    Group(("member_since",), ("member_since",), cells.day),
    Group(("starts_on", "ends_on", "post"), ("incumbency",), cells.incumbent),
    Group(("performance",), ("performance",), cells.performance),
    Group(("departed",), ("departure",), cells.departed),
    # When the person is free.
    Group(("available_from", "notice_days", "confirmed_on"), ("availability",), cells.free),
    Group(("held_from", "held_until"), ("holds",), cells.held),
    Group(("commitments",), ("commitments",), cells.committed),
    # Who the person is.
    Group(("origin",), ("origin",), cells.stated(lambda lists: lists.origins)),
    Group(("appointment",), ("appointment_type",), cells.stated(lambda lists: lists.appointments)),
    Group(("gender",), ("gender",), cells.stated(lambda lists: lists.genders)),
    Group(("relatives",), ("relatives",), cells.stated(lambda lists: lists.relatives)),
    Group(("nationality",), ("nationalities",), cells.nationalities),
    Group(("tongues",), ("languages",), cells.tongues),
    Group(("retirement_on",), ("retirement",), cells.retirement),
    Group(_EXPERIENCE, ("experience",), cells.experience),
    # Where the person serves, and is ready to serve.
    Group(_SERVING, ("posting", "incumbency"), cells.serving),
    Group(_READY, ("preferences",), cells.ready),
    Group(_CLEARED, ("clearances",), cells.cleared),
)
"""All columns of facts."""

FACTS = tuple(name for group in GROUPS for name in group.columns)
"""The names of the columns."""

_GROUPS_OF: Mapping[str, Sequence[int]] = {
    fact: [number for number, group in enumerate(GROUPS) if fact in group.facts]
    for group in GROUPS
    for fact in group.facts
}
