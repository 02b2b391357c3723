"""One judged table, ready to show any row of it: every rule's answer and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from schemas.events import (
    CompetencyProfilePublished,
    CompetingListing,
    MembershipRecorded,
    RuleAnswer,
)
from streams.matching.consideration import Consideration
from streams.matching.judgement import Judgement
from streams.matching.tiers import UNCONFIRMED
from streams.pool.code_lists import CodeLists
from streams.pool.policy import Policy
from streams.pool.table import Table
from streams.rules.outcomes import FAIL, UNKNOWN
from streams.rules.person import Person
from streams.rules.rows import Demand
from streams.rules.rule import Asking, Rule, explain, in_words

ReadMembership = Callable[[bytes], MembershipRecorded]
"""Opens the framed record of a row; only done for people who are listed."""

Competing = Callable[[str, str], tuple[CompetingListing, ...]]
"""The other lists on which a person stands, apart from that of the vacancy."""


OPENED_MAX = 1024
"""People kept opened, some 20 KB each."""


class Opened:
    """Rows with their records opened, while no row changes: one of these for each evaluation.

    Whoever is on one list is mostly on others too, and what is said of them alone is found once.
    """

    def __init__(self, read: ReadMembership) -> None:
        self._read = read
        self._people: dict[tuple[str, str, int], Person] = {}

    def person(self, table: Table, row: int) -> Person:
        key = table.job_group, table.grade, row
        person = self._people.get(key)
        if person is None:
            if len(self._people) >= OPENED_MAX:
                self._people.clear()
            facts = self._read(table.recorded[row])
            person = self._people[key] = Person(facts, table.rows(row, row + 1))
        return person


@dataclass(frozen=True)
class Lineup:
    """All that is known of everybody for one vacancy on one day."""

    table: Table
    lists: CodeLists
    demand: Demand
    setting: tuple[object, ...]
    """All that is no membership: the vacancy, policy, day, and how many reference facts there are.
    Equal ones stand for equal words about the same people."""
    judgement: Judgement
    """Of the policy's hard rules, in their order."""
    consideration: Consideration
    policy: Policy
    profile: CompetencyProfilePublished | None
    """What the vacancy's profile expects on the day."""
    ahead: CompetencyProfilePublished | None
    """What it will expect next, where that is published already."""
    competing: Competing
    opened: Opened

    def person(self, row: int) -> Person:
        return self.opened.person(self.table, row)

    @cached_property
    def asking(self) -> list[Asking]:
        """Every hard rule, in the words of the vacancy."""
        return [Asking(rule, self.demand) for rule in self.policy.hard]

    def answers(self, row: int, person: Person) -> tuple[RuleAnswer, ...]:
        """Of every hard rule."""
        answered = zip(self.asking, self.judgement.outcomes(row), strict=True)
        return tuple(in_words(asking, outcome, person) for asking, outcome in answered)

    def advisory(self, person: Person) -> tuple[RuleAnswer, ...]:
        """Of the rules that warn and bar nobody."""
        return tuple(explain(rule, person, self.demand) for rule in self.policy.warning)

    def failed(self, row: int) -> list[Rule]:
        return self._answering(row, int(FAIL))

    def missing(self, row: int, person: Person) -> tuple[str, ...]:
        """What the rules that cannot tell would need, each fact once."""
        unsure = self._answering(row, int(UNKNOWN))
        facts = (fact for rule in unsure for fact in rule.missing(person, self.demand))
        return tuple(dict.fromkeys(facts))

    def why_not(self, row: int) -> str:
        """Why a person is not ranked, in a few words."""
        person = self.person(row)
        if failed := self.failed(row):
            return "; ".join(f"{rule.id}: {rule.held(person, self.demand)}" for rule in failed)
        if missing := self.missing(row, person):
            return f"cannot be confirmed: {', '.join(missing)}"
        if self.consideration.scoring.tiers(person.row)[0] == UNCONFIRMED:
            return "the consideration tier cannot be confirmed"
        return "others come first"

    def _answering(self, row: int, outcome: int) -> list[Rule]:
        answered = zip(self.policy.hard, self.judgement.outcomes(row), strict=True)
        return [rule for rule, given in answered if given == outcome]
