"""What a run of an exercise would have come to: decided by the live folds, published nowhere."""

from collections.abc import Sequence
from datetime import date

from schemas.events import PostsJudged, PostsToJudge
from streams.history.exercise.difference import SlateDifference, difference
from streams.history.exercise.errors import NotInEffect
from streams.history.exercise.otherwise import Otherwise
from streams.history.exercise.overlay import Overlay
from streams.history.exercise.pools_asked import Then, judged_then
from streams.history.exercise.run_again import run_again
from streams.history.exercise.run_seen import RunSeen, run_seen
from streams.history.exercise.slates import SlateNumber, chosen, slates_of
from streams.history.logs import Logs
from streams.history.processes import Tell


def what_if(
    logs: Logs,
    cycle_id: str,
    otherwise: Otherwise,
    processes: int,
    tell: Tell,
    run: int | None = None,
) -> SlateDifference:
    """The slate of a run, by default the last, beside the same run done otherwise.

    Raises an ExerciseError where that cannot be told.
    """
    run = run or max((it.run for it in slates_of(logs, cycle_id)), default=1)
    (before,) = chosen(logs, cycle_id, [SlateNumber(run, 1)])
    _require_effect(otherwise, before.as_of)
    with logs.open() as reader:
        seen = run_seen(reader, before)
        overlay = Overlay(otherwise, cycle_id, seen.request_id)

        def ask(asked: Sequence[PostsToJudge]) -> Sequence[PostsJudged]:
            return _answers(logs, asked, seen, otherwise, processes, tell)

        return difference(before, run_again(reader, seen, overlay, ask, tell))


def _answers(
    logs: Logs,
    asked: Sequence[PostsToJudge],
    seen: RunSeen,
    otherwise: Otherwise,
    processes: int,
    tell: Tell,
) -> list[PostsJudged]:
    """Pools are folded again only for what they have not answered by the same rules."""
    answers = [] if otherwise.rule_set else [seen.answer(one) for one in asked]
    known = [one for one in answers if one is not None]
    parts = {one.part for one in known}
    left = [one for one in asked if one.part not in parts]
    then = Then(seen.counts, seen.made_ms, otherwise.rule_set)
    new = judged_then(logs, left, then, processes, tell)
    return sorted([*known, *new], key=lambda it: it.part)


def _require_effect(otherwise: Otherwise, day: date) -> None:
    for what, rules in (("rule set", otherwise.rule_set), ("policy", otherwise.policy)):
        if rules is not None and rules.effective_from > day:
            raise NotInEffect(what, rules.effective_from, day)
