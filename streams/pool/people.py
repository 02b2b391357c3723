"""The few people who are listed, each with every rule's answer and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

from schemas.events import (
    CannotConfirm,
    MembershipRecorded,
    NearMiss,
    RankedCandidate,
    RuleAnswer,
)
from streams.matching.judgement import Judgement
from streams.matching.ranking import tie_break
from streams.pool.policy import Policy
from streams.pool.table import Table
from streams.rules.days import NO_DAY, UNSTATED, date_of
from streams.rules.outcomes import FAIL, UNKNOWN
from streams.rules.person import Person
from streams.rules.ratings import TIER_2, rating_of
from streams.rules.rows import Demand
from streams.rules.rule import in_words
from streams.rules.standing import VALID
from streams.rules.table import RULES

ReadMembership = Callable[[bytes], MembershipRecorded]
"""Opens the framed record of a row; only done for people who are listed."""


@dataclass(frozen=True)
class Lineup:
    """One judged table, ready to show any row of it."""

    table: Table
    demand: Demand
    judgement: Judgement
    policy: Policy
    read: ReadMembership

    def ranked(self, rows: list[int]) -> list[RankedCandidate]:
        before = [None, *rows][: len(rows)]
        order = self.table.order
        return [
            RankedCandidate(
                rank=rank,
                candidate_id=self.table.candidate_ids[row],
                rating=rating_of(int(self.table["rating"][row])),
                answers=self.answers(row, self.person(row)),
                tie_break=tie_break(row, ahead, order),
                warnings=self._warnings(row),
            )
            for rank, (row, ahead) in enumerate(zip(rows, before, strict=True), start=1)
        ]

    def near_misses(self, rows: list[int]) -> list[NearMiss]:
        return [
            NearMiss(
                candidate_id=self.table.candidate_ids[row],
                rating=rating_of(int(self.table["rating"][row])),
                rule=RULES[self.judgement.failing_rule(row)].id,
                answers=self.answers(row, self.person(row)),
            )
            for row in rows
        ]

    def cannot_confirm(self, rows: list[int]) -> list[CannotConfirm]:
        listed = []
        for row in rows:
            person = self.person(row)
            listed.append(
                CannotConfirm(
                    candidate_id=self.table.candidate_ids[row],
                    rating=rating_of(int(self.table["rating"][row])),
                    missing=self.missing(row, person),
                    answers=self.answers(row, person),
                )
            )
        return listed

    def person(self, row: int) -> Person:
        return Person(self.read(self.table.recorded[row]), self.table.rows(row, row + 1))

    def answers(self, row: int, person: Person) -> tuple[RuleAnswer, ...]:
        return tuple(
            in_words(rule, self.judgement.outcome(number, row), person, self.demand)
            for number, rule in enumerate(RULES)
        )

    def missing(self, row: int, person: Person) -> tuple[str, ...]:
        """What the rules that cannot tell would need, each fact once."""
        unsure = [
            rule
            for number, rule in enumerate(RULES)
            if self.judgement.outcome(number, row) == UNKNOWN
        ]
        return tuple(dict.fromkeys(fact for rule in unsure for fact in rule.missing(person)))

    def why_not(self, row: int) -> str:
        """Why a person is not ranked, in a few words."""
        person = self.person(row)
        failed = [
            f"{rule.id}: {rule.held(person, self.demand)}"
            for number, rule in enumerate(RULES)
            if self.judgement.outcome(number, row) == FAIL
        ]
        if failed:
            return "; ".join(failed)
        missing = self.missing(row, person)
        return f"cannot be confirmed: {', '.join(missing)}" if missing else "others come first"

    def _warnings(self, row: int) -> tuple[str, ...]:
        """Words that change with the facts; the day only decides whether they are there."""
        return tuple(filter(None, (self._needs(row), self._expiry(row), self._staleness(row))))

    def _needs(self, row: int) -> str:
        return "ready with development needs" if self.table["rating"][row] == TIER_2 else ""

    def _expiry(self, row: int) -> str:
        until = int(self.table["valid_until"][row])
        in_post = self.table["incumbent"][row] == VALID
        warned = until - self.demand.day <= self.policy.rules.expiry_warning_days
        if in_post or until == UNSTATED or not warned:
            return ""
        return f"membership ends on {date_of(until)}"

    def _staleness(self, row: int) -> str:
        confirmed = int(self.table["confirmed_on"][row])
        age = self.demand.day - confirmed
        if confirmed == NO_DAY or age <= self.policy.rules.unconfirmed_warning_days:
            return ""
        return f"availability last confirmed on {date_of(confirmed)}"
