"""Why each placement, each unplaced person and each unfilled post, as typed reasons with ids."""

from dataclasses import dataclass
from typing import Literal

Why = Literal[
    "LOCKED", "TIER", "STATED_RANK", "MERIT", "TIE_BREAK", "PLACED_BY_CHOICE", "LEFT_EMPTY"
]
"""What gave a post to somebody else: a lock, or the first key of the post's order in which the two
differ. PLACED_BY_CHOICE: the order has the other one behind, and the global assignment or a human
edit put them there all the same. LEFT_EMPTY: nobody has it."""

WhyUnplaced = Literal["NO_ACCEPTABLE_POST", "ALL_TO_OTHERS", "COULD_BE_PLACED"]
"""ALL_TO_OTHERS: everybody who has one of the acceptable posts comes before them, or is locked."""

WhyUnfilled = Literal[
    "NOBODY_ACCEPTABLE", "ALL_CONTENT_ELSEWHERE", "LOCKED_ELSEWHERE", "COULD_BE_FILLED"
]
"""NOBODY_ACCEPTABLE: no pair at all; either nobody whom the rules allow wanted it or the rules
allow nobody. ALL_CONTENT_ELSEWHERE: all who would take it have what they want as much or more.
LOCKED_ELSEWHERE: so have all but people who are locked."""


@dataclass(frozen=True)
class Refusal:
    """A post that somebody wanted more than what they got."""

    post: str
    rank: int | None
    """Their rank of it; None if unlisted."""
    to: str | None
    """Who has it."""
    why: Why


@dataclass(frozen=True)
class Placement:
    """What somebody is recommended for."""

    person: str
    post: str
    rank: int | None
    """Their rank of it; None if unlisted, or no allowed pair."""
    allowed: bool
    """Whether it is a pair of the market: a lock or an edit may go against a rule."""
    locked: bool
    must_move: bool
    unfair_burden: int | None
    refused: int
    """How many posts they wanted more."""
    refusals: tuple[Refusal, ...]
    """The first of them, most wanted first."""


@dataclass(frozen=True)
class Unplaced:
    """Somebody without a post."""

    person: str
    must_move: bool
    why: WhyUnplaced
    refused: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Unfilled:
    """A post without anybody: it returns to the live path."""

    post: str
    why: WhyUnfilled
    acceptable: int
    """How many people could have taken it."""
    elsewhere: tuple[tuple[str, str | None], ...]
    """The first of them in the post's order, with the post that each has instead."""
