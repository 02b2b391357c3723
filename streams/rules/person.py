"""One membership as a rule explains it: its recorded facts, and its row of the columns."""

from dataclasses import dataclass

from schemas.events import MembershipRecorded
from streams.rules.rows import Rows
from streams.rules.standing import UNSURE


@dataclass(frozen=True, slots=True)
class Person:
    """Made only for the few who are listed."""

    facts: MembershipRecorded
    row: Rows
    """A slice of one row, for which every rule answers as it does for the whole column."""


def bases_held(person: Person) -> str:
    """What the membership rests on, in words."""
    parts = [*_assessment(person), *_post(person)]
    return "; ".join(parts) or "neither an assessment nor a post of this profile"


def bases_evidence(person: Person) -> tuple[str, ...]:
    facts = person.facts
    found = (facts.assessment, facts.incumbency, facts.performance if facts.incumbency else None)
    return tuple(fact.event_id for fact in found if fact is not None)


def bases_missing(person: Person) -> tuple[str, ...]:
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
