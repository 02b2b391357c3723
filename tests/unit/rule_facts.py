"""Rules asked about people straight from the columns, without a pool around them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from schemas.events import (
    DutyStationClassified,
    Event,
    GradeStanding,
    LanguageRank,
    MembershipRecorded,
    MemberState,
    MemberStateListPublished,
    PostingFact,
    RuleAnswer,
    RulePolicy,
    RuleSetPublished,
    StatedFact,
    TourLength,
)
from streams.pool.code_lists import CodeLists
from streams.pool.demand import Setting, demand_of
from streams.pool.policy import policy_of
from streams.pool.reference import ReferenceFacts
from streams.pool.row_facts import row_facts
from streams.pool.standing import stand
from streams.pool.table import Table
from streams.pool.vacancy import vacancy_of
from streams.rules.person import Person
from streams.rules.rows import Demand
from streams.rules.rule import Rule, explain
from streams.rules.table import RULES
from tests.unit.pool_facts import NAIROBI, TODAY, envelope, member, opened, rules

ALL_WAIVABLE = tuple(RulePolicy(rule=rule.id, waivable=True) for rule in RULES)
RULE: dict[str, Rule] = {rule.id: rule for rule in RULES}


def policy(**changed: Any) -> RuleSetPublished:
    """Asks every rule, all of them waivable."""
    levels = ("A1", "A2", "B1", "B2", "C1", "C2")
    settings: dict[str, Any] = {
        "rules": ALL_WAIVABLE,
        "language_ranks": (
            *(LanguageRank(framework="CEFR", level=it, rank=n) for n, it in enumerate(levels)),
            *(LanguageRank(framework="UN", level=it, rank=n) for it, n in (("II", 2), ("III", 3))),
        ),
        "grades": (
            GradeStanding(grade="P-5", seniority=5, staffing="INTERNATIONAL"),
            GradeStanding(grade="NOB", seniority=2, staffing="NATIONAL"),
            GradeStanding(grade="G6", seniority=6, staffing="OTHER"),
        ),
        "hardship_order": ("H", "A", "B", "C", "D", "E"),
        "tour_lengths": (TourLength(hardship_class="C", months=36),),
        "required_clearances": ("MEDICAL", "CONDUCT"),
        "suspending_clearances": ("CONDUCT",),
        "internal_origins": ("INTERNAL", "NATIONAL_STAFF"),
        "rated_origins": ("INTERNAL",),
        "last_year_months": 12,
        "useful_tour_months": 12,
    }
    return rules(**(settings | changed))


def station(**changed: Any) -> DutyStationClassified:
    facts: dict[str, Any] = {
        "duty_station": NAIROBI,
        "name": "Nairobi",
        "hardship_class": "C",
        "family_status": "NON_FAMILY",
        "effective_from": date(2020, 1, 1),
    }
    return DutyStationClassified(**envelope("station"), **(facts | changed))


def members_list(*countries: str) -> MemberStateListPublished:
    return MemberStateListPublished(
        **envelope("members"),
        list_id="members-1",
        kind="MEMBER_STATES",
        effective_from=date(2020, 1, 1),
        states=tuple(MemberState(country=country) for country in countries),
    )


def stated(value: str, event_id: str = "profile-1") -> StatedFact:
    return StatedFact(value=value, event_id=event_id)


def posting(**changed: Any) -> PostingFact:
    facts: dict[str, Any] = {
        "assignment_id": "asg",
        "post_id": "post-9",
        "duty_station": NAIROBI,
        "job_group": "SCO",
        "grade": "P-3",
        "starts_on": date(2025, 1, 1),
        "ends_on": None,
        "due_rotation_on": None,
        "abolished_on": None,
        "event_ids": ("asg-1",),
    }
    return PostingFact(**(facts | changed))


class Asked:
    """People in columns, and what a vacancy asks of them."""

    def __init__(
        self,
        members: Sequence[MembershipRecorded],
        *events: Event,
        under: RuleSetPublished | None = None,
        on: date = TODAY,
        known: Iterable[Any] = (),
        **terms: Any,
    ) -> None:
        self.members = members
        self.table, lists, reference = Table("COM", "P-5"), CodeLists(), ReferenceFacts()
        for fact in known:
            reference.take(fact)
        for facts in members:
            row = self.table.add(facts.candidate_id)
            count, cells = facts.position.count, row_facts(vars(facts), lists)
            self.table.write(row, b"", (), count, cells)
        self.table.flush()
        self.policy = policy_of(under or policy())
        stand(self.table, slice(None), on, self.policy, lists)
        vacancy = vacancy_of([opened(**terms), *events])
        assert vacancy.terms is not None
        setting = Setting(reference, self.policy, on)
        self.demand: Demand = demand_of(vacancy, vacancy.terms, self.table, lists, setting)

    def person(self, row: int) -> Person:
        return Person(self.members[row], self.table.rows(row, row + 1))

    def answer(self, rule: str, row: int = 0) -> RuleAnswer:
        return explain(RULE[rule], self.person(row), self.demand)

    def missing(self, rule: str) -> tuple[str, ...]:
        return RULE[rule].missing(self.person(0), self.demand)

    def shortfall(self, rule: str) -> int | None:
        return RULE[rule].shortfall(self.person(0), self.demand)


def ask(facts: dict[str, Any], *events: Event, **asked: Any) -> Asked:
    """About one person who has these facts and good ones else."""
    return Asked([member(**facts)], *events, **asked)
