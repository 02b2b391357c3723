"""One membership as a rule explains it: its recorded facts, and its row of the columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from schemas.events import MembershipRecorded, RuleAnswer, RuleOutcome
from streams.rules.rows import Demand, Rows
from streams.rules.standing import UNSURE
from streams.rules.tongues import Spoken, spoken_of, tongues_of

Said = TypeVar("Said")
Words = tuple[str, RuleOutcome, str, str, tuple[str, ...]]
"""The fields of a `RuleAnswer`."""


@dataclass(frozen=True)
class Person:
    """Made only for the few who are listed, and kept no longer than their facts stay the same."""

    facts: MembershipRecorded
    row: Rows
    """A slice of one row, for which every rule answers as it does for the whole column."""
    _found: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)
    _answers: dict[Words, RuleAnswer] = field(default_factory=dict, repr=False, compare=False)

    def once(self, of: Callable[["Person"], Said]) -> Said:
        """What a function of the person alone says, found only once."""
        if of not in self._found:
            self._found[of] = of(self)
        found: Said = self._found[of]
        return found

    def answer(self, words: Words) -> RuleAnswer:
        """One object for the same words: some hundred lists with the same people stay small."""
        answer = self._answers.get(words)
        if answer is None:
            rule, outcome, required, held, evidence = words
            answer = self._answers[words] = RuleAnswer(
                rule=rule, outcome=outcome, required=required, held=held, evidence=evidence
            )
        return answer

    @property
    def spoken(self) -> Spoken:
        """By language and ability."""
        return self.once(_spoken)


def of_person(say: Callable[[Person], Said]) -> Callable[[Person, object], Said]:
    """For words that are the same whatever the vacancy: somebody on many lists is asked once."""

    @wraps(say)
    def said(person: Person, _: object) -> Said:
        return person.once(say)

    return said


def _spoken(person: Person) -> Spoken:
    return spoken_of(tongues_of(person.facts.languages))


def bases_held(person: Person) -> str:
    """What the membership rests on, in words."""
    parts = [*_assessment(person), *_post(person)]
    return "; ".join(parts) or "neither an assessment nor a post of this profile"


def bases_evidence(person: Person) -> tuple[str, ...]:
    facts = person.facts
    found = (facts.assessment, facts.incumbency, facts.performance if facts.incumbency else None)
    return tuple(fact.event_id for fact in found if fact is not None)


def bases_missing(person: Person, _: Demand) -> tuple[str, ...]:
    """The facts without which a basis can be neither confirmed nor denied."""
    facts, missing = person.facts, []
    if person.row.assessed[0] == UNSURE and facts.assessment is not None:
        missing.append(f"validity of {facts.assessment.rating} in the rule set")
    if person.row.incumbent[0] == UNSURE:
        missing.append("performance rating of the incumbent")
    return tuple(missing)


def _assessment(person: Person) -> list[str]:
    fact = person.facts.assessment
    return [] if fact is None else [f"assessed {fact.rating} on {fact.completed_on}"]


def _post(person: Person) -> list[str]:
    fact, performance = person.facts.incumbency, person.facts.performance
    if fact is None:
        return []
    until = "" if fact.ends_on is None else f" until {fact.ends_on}"
    rated = "performance not rated" if performance is None else f"performance {performance.rating}"
    return [f"in post {fact.post_id} from {fact.starts_on}{until}, {rated}"]
