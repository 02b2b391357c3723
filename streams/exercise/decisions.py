"""What is wrong with what people ask of a slate or decide about it."""

from typing import Protocol

from schemas.events import RotationCyclePublished, SlateAdjusted, SlateSignedOff
from streams.exercise.about import day_of
from streams.exercise.case import Case
from streams.exercise.judged import Judged
from streams.exercise.said import Objection
from streams.exercise.slates import Slate
from streams.exercise.wording import barred_words


class _Seen(Protocol):
    @property
    def slate_id(self) -> str: ...
    @property
    def run(self) -> int: ...
    @property
    def revision_seen(self) -> int: ...


def not_the_last(event: _Seen, slate: Slate | None, last_run: int) -> Objection | None:
    """Whether the decision is on the last revision of the last run; while a newer run is made, or
    failed, no slate stands.
    """
    if slate is None:
        return Objection("NO_SLATE", f"there is no slate {event.slate_id}", "ask for a slate")
    if last_run != slate.run:
        return Objection(
            "STALE",
            f"run {last_run} was asked for after {slate.slate_id}",
            "wait for its slate, or ask again where it was refused",
        )
    if (event.run, event.revision_seen) != (slate.run, slate.revision):
        return Objection(
            "STALE",
            f"decided on run {event.run}, revision {event.revision_seen}; the last is run "
            f"{slate.run}, revision {slate.revision}",
            "look at the last revision, and decide again",
        )
    return None


def too_early(event: SlateSignedOff, cycle: RotationCyclePublished) -> Objection | None:
    if day_of(event) > cycle.window_close:
        return None
    return Objection(
        "WINDOW_OPEN",
        f"signed on {day_of(event)}, the window closes on {cycle.window_close}",
        "sign after the window, on a slate made from all that was ranked in it",
    )


def not_allowed(event: SlateAdjusted, case: Case, judged: Judged) -> Objection | None:
    """Whether the post or the pair is none that people can put together."""
    if event.post_id not in case.posts:
        return Objection(
            "UNKNOWN_POST", f"the slate has no post {event.post_id}", "amend the catalogue"
        )
    who = event.candidate_id
    if who is None or judged.row(who, event.post_id) is not None:
        return None
    return Objection("NOT_ALLOWED", _why_not(who, event.post_id, case, judged), _REMEDY)


_REMEDY = "choose somebody whom the rules allow; who was not asked about can be ranked, then run"


def _why_not(who: str, post_id: str, case: Case, judged: Judged) -> str:
    person = next((it for it in case.people if it.candidate_id == who), None)
    if person is None:
        return f"{who} does not take part"
    if person.holds == post_id:
        return f"{who} holds {post_id} now"
    barred = judged.barred.get((who, post_id))
    if barred is None:
        return f"{who} is no member of the profile of {post_id}, or nobody asked about the two"
    return f"{who} in {post_id}: {barred_words(barred)}"
