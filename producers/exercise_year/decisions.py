"""What people decide on slates: asked for, edited, asked for again, signed, and what follows.

Decisions hang on what was proposed. Whoever has read the last slate hands it in; without one they
are guesses, right in their run and revision if each is told when the one before was answered.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from producers.exercise_year.arrivals import arrivals, starts_on
from producers.exercise_year.catalogue import final_posts
from producers.exercise_year.decision import Decision
from producers.exercise_year.openings import filled_from_outside
from producers.exercise_year.posts import Post, posts
from producers.exercise_year.year import Year
from schemas import events
from schemas.events import Event, SlateProposed
from schemas.events.catalogued import vacancy_id_of

ASKED, EDITED, LOCKED, ASKED_AGAIN, SIGNED, TOLD, FILLED = 120, 124, 125, 127, 130, 140, 155
"""Days of the year."""


def decisions(year: Year) -> tuple[Decision, ...]:
    """In the order of their days."""
    return (
        Decision(year.day(ASKED), "a slate is asked for", lambda _: (_asked(year, ASKED),)),
        Decision(year.day(EDITED), "a placement is taken out", lambda it: (_taken_out(year, it),)),
        Decision(year.day(LOCKED), "a placement is locked", lambda it: tuple(_locked(year, it))),
        Decision(year.day(ASKED_AGAIN), "asked again", lambda _: (_asked(year, ASKED_AGAIN),)),
        Decision(year.day(SIGNED), "the slate is signed", lambda it: (_signed(year, it),)),
        Decision(year.day(TOLD), "tours end", lambda it: tuple(_tours_end(year, it)), False),
        Decision(year.day(FILLED), "posts are filled", lambda it: tuple(_filled(year, it)), False),
        *arrivals(year),
    )


def _asked(year: Year, day: int) -> Event:
    return year.stated(
        events.SlateRequested,
        f"request-{day}",
        year.day(day),
        cycle_id=year.cycle.cycle_id,
        request_id=f"request-{year.start}-{day}",
        method="DEFERRED_ACCEPTANCE",
        actor_role="hr-partner",
    )


def _taken_out(year: Year, slate: SlateProposed | None) -> Event:
    """Whoever has the last post of the slate is to have none: another solution is looked for."""
    placed = slate.placements if slate is not None else ()
    post_id = placed[-1].post_id if placed else final_posts(year)[-1].post_id
    return _adjusted(year, slate, EDITED, post_id, None, locked=False)


def _locked(year: Year, slate: SlateProposed | None) -> Iterator[Event]:
    if slate is not None and slate.placements:
        kept = slate.placements[0]
        yield _adjusted(year, slate, LOCKED, kept.post_id, kept.candidate_id, locked=True)


def _adjusted(
    year: Year,
    slate: SlateProposed | None,
    day: int,
    post_id: str,
    candidate_id: str | None,
    *,
    locked: bool,
) -> Event:
    cycle_id = year.cycle.cycle_id
    return year.stated(
        events.SlateAdjusted,
        f"adjusted-{day}",
        year.day(day),
        cycle_id=cycle_id,
        slate_id=slate.slate_id if slate is not None else f"{cycle_id}/1",
        run=slate.run if slate is not None else 1,
        revision_seen=slate.revision if slate is not None else 1,
        adjustment_id=f"adjusted-{year.start}-{day}",
        post_id=post_id,
        candidate_id=candidate_id,
        locked=locked,
        actor_role="hr-director",
        reason="the post stays with its team" if locked else "another solution is looked for",
    )


def _signed(year: Year, slate: SlateProposed | None) -> Event:
    cycle_id = year.cycle.cycle_id
    return year.stated(
        events.SlateSignedOff,
        "signed",
        year.day(SIGNED),
        cycle_id=cycle_id,
        slate_id=slate.slate_id if slate is not None else f"{cycle_id}/2",
        run=slate.run if slate is not None else 2,
        revision_seen=slate.revision if slate is not None else 1,
        actor_role="director-general",
    )


def _tours_end(year: Year, slate: SlateProposed | None) -> Iterator[Event]:
    """Whoever is placed leaves the post they hold; whoever had to move and is not stays on."""
    if slate is None:
        return
    starts = {post.post_id: starts_on(year, post) for post in final_posts(year)}
    held = {post.holder.candidate_id: post for post in posts(year)}
    for placed in slate.placements:
        if placed.candidate_id in held:
            ends = starts[placed.post_id] - timedelta(days=1)
            yield _separated(year, held[placed.candidate_id], ends)
    for each in slate.unplaced:
        if each.must_move and each.candidate_id in held:
            yield _stays_on(year, held[each.candidate_id])


def _separated(year: Year, post: Post, ends: date) -> Event:
    return year.stated(
        events.IncumbentSeparated,
        f"{post.post_id}-left",
        year.day(TOLD),
        candidate_id=post.holder.candidate_id,
        assignment_id=post.assignment_id,
        ends_on=ends,
        reason="ROTATED",
    )


def _stays_on(year: Year, post: Post) -> Event:
    return year.stated(
        events.TourEndChanged,
        f"{post.post_id}-extended",
        year.day(TOLD),
        candidate_id=post.holder.candidate_id,
        assignment_id=post.assignment_id,
        due_rotation_on=post.due + timedelta(days=365),
        change="EXTENDED",
        reason="no post was found in the exercise",
    )


def _filled(year: Year, slate: SlateProposed | None) -> Iterator[Event]:
    """What nobody got is taken by people from outside the Pool, some weeks after it returned."""
    for each in slate.unfilled if slate is not None else ():
        vacancy_id = vacancy_id_of(year.cycle.cycle_id, each)
        yield filled_from_outside(year, vacancy_id, each.job_group, year.day(FILLED))
