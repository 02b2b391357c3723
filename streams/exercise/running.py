"""The runs of exercises: from a request over the pools' answers to a slate."""

from collections.abc import Sequence
from dataclasses import replace

from schemas.events import (
    Event,
    PostsJudged,
    PostsToJudge,
    SlateRequested,
)
from streams.exercise.about import key_of, run_key
from streams.exercise.asking import questions
from streams.exercise.case import case_of, day_known
from streams.exercise.holdings import Holdings
from streams.exercise.making import Encode, Making
from streams.exercise.objections import signed_off, waits_for_cycle
from streams.exercise.said import Objection, remarked
from streams.exercise.slates import (
    slate_id_of,
)
from streams.exercise.solving import forbidden_locks, solve

Told = Sequence[Event]


class Runs:
    """Each method takes a record of the log and answers what it brings about."""

    def __init__(self, held: Holdings, making: Making, write: Encode) -> None:
        self._held, self._making, self._write = held, making, write

    def requested(self, event: SlateRequested, framed: bytes, count: int) -> Told:
        if any(it.event_id == event.event_id for it in self._held.requests(event.cycle_id)):
            return ()
        objection = signed_off(event, self._held)
        objection = objection or waits_for_cycle(event, self._held, refused=True)
        if objection is not None:
            return [remarked(objection, event.cycle_id, event)]
        return self._asked(event, framed, count, event)

    def judged(self, event: PostsJudged, framed: bytes, count: int) -> Told:
        """An answer of another run than the last, or one that was given before, says nothing."""
        run = self._held.runs().get(event.cycle_id)
        if run is None or event.run != run.number:
            return ()
        if self._held.is_answered(event.cycle_id, event.part):
            return ()
        self._held.put(key_of(event), event, framed, count)
        if len(self._held.answers(event.cycle_id)) < self._held.parts_asked(event.cycle_id):
            return ()
        return self._answered(event, count)

    def _asked(self, event: SlateRequested, framed: bytes, count: int, cause: Event) -> Told:
        known = self._held.known_now()
        day = day_known(known)
        case = None if day is None else case_of(known, event.cycle_id, day)
        if case is None:
            about = None if cause is event else event.event_id
            return [remarked(self._lacking(event.cycle_id), event.cycle_id, cause, about)]
        run = self._held.runs().get(event.cycle_id)
        number = 1 if run is None else run.number + 1
        self._held.put(run_key(event.cycle_id, number), event, framed, count)
        parts = questions(case, number, event)
        for before, part in zip([None, *parts], parts, strict=False):
            if before is None or before.posts != part.posts:
                self._hold_question(part, count)
        return parts

    def _hold_question(self, part: PostsToJudge, count: int) -> None:
        """Answers count posts by their places in what was asked; whom it was about they name."""
        posts_alone = replace(part, people=())
        self._held.put(key_of(part), posts_alone, self._write(posts_alone), count)

    def _lacking(self, cycle_id: str) -> Objection:
        if not self._held.catalogue(cycle_id).posts:
            detail = f"the catalogue of {cycle_id} is not known, not whole or has no posts"
            return Objection("NO_CATALOGUE", detail, "freeze all its parts, then ask again")
        return Objection(
            "NO_POLICY",
            "no exercise policy is in effect, no day has started, or every post is abolished",
            "publish a policy or amend the catalogue, then ask again",
        )

    def _answered(self, last: PostsJudged, count: int) -> Told:
        rule_sets = {answer.rule_set for answer in self._held.answers(last.cycle_id)}
        judged_by = rule_sets - {None}
        if len(judged_by) > 1:
            return self._again(last, count)
        if not judged_by:
            return [remarked(_nobody_judged(refused=True), last.cycle_id, last)]
        doubts = [_nobody_judged(refused=False)] if None in rule_sets else []
        remarks = [remarked(it, last.cycle_id, last) for it in doubts]
        return [*remarks, *self._slate(last.cycle_id, count)]

    def _slate(self, cycle_id: str, count: int) -> Told:
        run, made = self._held.runs()[cycle_id], self._making.of(cycle_id)
        case, judged, request = made.case, made.judged, run.request
        forbidden = [
            _lock_forbidden(cycle_id, run.number, post, who, request)
            for post, who in sorted(forbidden_locks(case, judged).items())
        ]
        content = solve(case, judged, case.policy, request.method)
        return [*forbidden, *self._making.published(content, made, 1, request, count)]

    def _again(self, last: PostsJudged, count: int) -> Told:
        """Once for each request: a policy that goes on changing needs people first."""
        run = self._held.runs()[last.cycle_id]
        requests = [it.event_id for it in self._held.requests(last.cycle_id)]
        again = requests.count(run.request.event_id) == 1
        objection = Objection(
            "RULES_CHANGED",
            f"the pools answered run {run.number} by more than one rule set",
            "nothing: it is asked again" if again else "ask again once the rule set is settled",
            refused=not again,
        )
        remark = remarked(objection, last.cycle_id, last)
        if not again:
            return [remark]
        framed = self._held.framed(run_key(last.cycle_id, run.number))
        return [remark, *self._asked(run.request, framed, count, last)]


def _nobody_judged(refused: bool) -> Objection:
    return Objection(
        "NO_POLICY",
        "a pool knew no rule set, no day or no such profile, and judged nobody",
        "publish what is missing, then ask again"
        + ("" if refused else "; until then its posts are filled by nobody"),
        refused,
    )


def _lock_forbidden(cycle_id: str, run: int, post: str, who: str, request: Event) -> Event:
    objection = Objection(
        "NOT_ALLOWED",
        f"{who} was held fast in {post}, and the rules do not allow it any more",
        "adjust the slate",
    )
    return remarked(objection, cycle_id, request, f"{slate_id_of(cycle_id, run)}/{post}")
