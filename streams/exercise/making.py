"""What each cycle's last slate is made from, and how a slate becomes records that are held."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemas.events import Event, RuleSetUsed, SlateProposed
from schemas.events.policy_hash import policy_hash
from streams.exercise.about import key_of
from streams.exercise.case import Case, case_of, day_known
from streams.exercise.holdings import Holdings
from streams.exercise.judged import Judged, judged_of
from streams.exercise.slates import Content, Edition, slate_parts

Encode = Callable[[Any], bytes]
"""Frames a record of the contract."""


@dataclass(frozen=True)
class Made:
    """What a run's slate is made from."""

    run: int
    case: Case
    judged: Judged


class Making:
    """Kept in memory, for people adjust one slate many times; found again after a restart."""

    def __init__(self, held: Holdings, write: Encode) -> None:
        self._held, self._write = held, write
        self._made: dict[str, Made] = {}

    def of(self, cycle_id: str) -> Made:
        """Of the cycle's last run, all of whose parts are answered."""
        run = self._held.runs()[cycle_id].number
        made = self._made.get(cycle_id)
        if made is None or made.run != run:
            known = self._held.known(cycle_id)
            day = day_known(known)
            case = None if day is None else case_of(known, cycle_id, day)
            assert case is not None, "a run began with a case, and what it sees does not change"
            people = [it.candidate_id for it in case.people]
            asked, answers = self._held.asked(cycle_id), self._held.answers(cycle_id)
            made = Made(run, case, judged_of(people, (*case.posts,), asked, answers))
            self._made[cycle_id] = made
        return made

    def forget(self) -> None:
        """Somebody is erased: what was made with them must not stay."""
        self._made.clear()

    def published(
        self, content: Content, made: Made, revision: int, cause: Event, count: int
    ) -> list[SlateProposed]:
        """The slate as records, held as the last one of its cycle."""
        cycle_id = made.case.cycle.cycle_id
        method = self._held.runs()[cycle_id].request.method
        policy = made.case.policy
        used = RuleSetUsed(
            rule_set_id=policy.policy_id, version=policy.version, sha256=policy_hash(policy)
        )
        edition = Edition(cycle_id, made.run, revision, method, cause, count, used)
        parts = slate_parts(content, edition, made.judged)
        for part in parts:
            self._held.put(key_of(part), part, self._write(part), count)
        return parts
