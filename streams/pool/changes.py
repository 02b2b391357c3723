"""How a list differs from the one before, and why, in words."""

from schemas.events import ListChanges, Move
from streams.pool.listing import Listing

NAMED_MAX = 5
"""People named in the reason of a revision; `changes` has all of them."""
NOTHING_MOVED = "the same people; details or counts changed"


def changes_between(before: tuple[str, ...], now: tuple[str, ...]) -> ListChanges:
    """Who entered, who left, and who moved, in the order of the lists."""
    was = {candidate: rank for rank, candidate in enumerate(before, start=1)}
    is_now = {candidate: rank for rank, candidate in enumerate(now, start=1)}
    return ListChanges(
        entered=tuple(candidate for candidate in now if candidate not in was),
        left=tuple(candidate for candidate in before if candidate not in is_now),
        moved=tuple(
            Move(candidate_id=candidate, from_rank=was[candidate], to_rank=rank)
            for candidate, rank in is_now.items()
            if was.get(candidate, rank) != rank
        ),
    )


def reason_of(changes: ListChanges, listing: Listing, nothing: str = NOTHING_MOVED) -> str:
    """Who entered and who left, and why they left; `nothing` where nobody moved."""
    ranks = {candidate: rank for rank, candidate in enumerate(listing.ranked, start=1)}
    entered = [f"{candidate} (rank {ranks[candidate]})" for candidate in changes.entered]
    left = [f"{who} ({_why(who, listing)})" for who in changes.left[:NAMED_MAX]]
    parts = (
        _named("entered", entered, len(entered)),
        _named("left", left, len(changes.left)),
        f"{len(changes.moved)} moved" if changes.moved else "",
    )
    return "; ".join(filter(None, parts)) or nothing


def _why(candidate_id: str, listing: Listing) -> str:
    row = listing.lineup.table.row_of(candidate_id)
    return "the vacancy's profile changed" if row is None else listing.lineup.why_not(row)


def _named(verb: str, people: list[str], count: int) -> str:
    if not people:
        return ""
    more = f" and {count - NAMED_MAX} more" if count > NAMED_MAX else ""
    return f"{verb}: {', '.join(people[:NAMED_MAX])}{more}"
