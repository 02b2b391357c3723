"""The pool of one partition: takes events in the order of its log, and evaluates what they touched.

A `Pool` is changed by `take`, `restore` and `evaluate` alone. What comes out depends on the events
taken and on where `evaluate` was called between them, on nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from schemas.events import (
    DayStarted,
    DutyStationClassified,
    Event,
    LogPosition,
    MembershipEvent,
    MembershipRecorded,
    OfferEvent,
    ProfilePublished,
    ProposalEvent,
    RotationCyclePublished,
    RuleSetPublished,
    VacancyEvent,
    VacancyOpened,
)
from streams.matching.judgement import judge
from streams.pool.case import Case
from streams.pool.cells import cells_of, merged
from streams.pool.codes import Codes
from streams.pool.demand import demand_of
from streams.pool.errors import UnexpectedRecord
from streams.pool.listing import Listing, listing_of
from streams.pool.moment import Moment
from streams.pool.people import Lineup, ReadMembership
from streams.pool.policy import Policy, policy_of
from streams.pool.proposal import Utterance
from streams.pool.reference import Reference, ReferenceFacts, reference_key
from streams.pool.roster import speak
from streams.pool.standing import stand
from streams.pool.table import Part, Table
from streams.pool.touched import Profile, Touched
from streams.pool.verdict import verdict_on
from streams.rules.table import RULES


@dataclass
class Evaluation:
    """What one transaction says, and what of the state it changed."""

    roster: list[MembershipEvent] = field(default_factory=list)
    proposals: list[ProposalEvent] = field(default_factory=list)
    vacancies_evaluated: int = 0
    memberships: dict[Profile, list[int]] = field(default_factory=dict)
    """The changed rows of each table."""
    vacancies: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)


class Pool:
    """Memberships in columns, vacancies as cases, reference facts by date."""

    def __init__(self, read: ReadMembership) -> None:
        self.reference = ReferenceFacts()
        self.framed_reference: dict[str, bytes] = {}
        self.tables: dict[Profile, Table] = {}
        self.cases: dict[str, Case] = {}
        self.policy: Policy | None = None
        self._read = read
        self._performances, self._committed_vacancies = Codes(), Codes()
        self._touched, self._changed = Touched(), Evaluation()
        self._live: set[str] = set()
        self._everything_moved = True

    def take(self, event: Event, framed: bytes) -> None:
        """Fold one event; what follows from it shows in the next `evaluate`.

        `framed` is the record as it came; it is kept as state and as evidence.
        """
        match event:
            case MembershipRecorded():
                if (new := self.record(event, framed)) is not None:
                    self._touched.membership(event, new=new)
            case VacancyEvent() | OfferEvent():
                if self.case(event.vacancy_id).take(event, framed):
                    self._touched.vacancy(event.vacancy_id, event)
                    self._changed.vacancies.add(event.vacancy_id)
            case (
                DayStarted()
                | ProfilePublished()
                | DutyStationClassified()
                | RotationCyclePublished()
                | RuleSetPublished()
            ):
                if self.refer(event, framed):
                    self._touched.reference(event)
                    self._changed.references.add(reference_key(event))
            case _:
                raise UnexpectedRecord(type(event).__name__, "the pool-log")
        self._touched.see(event)

    def evaluate(self, position: LogPosition) -> Evaluation:
        """Say what is new about the roster and the touched vacancies, as of the last event taken.

        `position` is that event's; at least one event was taken since the last call.
        """
        touched, done = self._touched, self._changed
        if touched.at is None:
            raise ValueError("nothing was taken since the last evaluation")
        self._touched, self._changed = Touched(), Evaluation()
        moment = Moment(position, touched.at, self.reference.day or touched.at.date())
        self._speak_of_memberships(moment, done)
        for case in self._cases_touched(touched):
            self._speak_of_vacancy(case, touched, moment, done)
        return done

    def record(self, facts: MembershipRecorded, framed: bytes) -> bool | None:
        """Write a membership's row; whether it is new, or None if the record is no news."""
        table = self.table(facts.job_group, facts.grade)
        row = table.row_of(facts.candidate_id)
        new = row is None
        if row is None:
            row = table.add(facts.candidate_id)
        elif facts.position.count <= table.counted(row):
            return None
        cells = cells_of(facts, self._performances, self._committed_vacancies)
        holds = merged(facts.holds) if len(facts.holds) > 1 else []
        table.write(row, framed, facts.position.count, cells, holds)
        return new

    def refer(self, event: Reference, framed: bytes) -> bool:
        """Take a reference fact; whether it is new or replaces an older one."""
        if not self.reference.take(event):
            return False
        self.framed_reference[reference_key(event)] = framed
        self._everything_moved |= isinstance(event, DayStarted | RuleSetPublished)
        return True

    def table(self, job_group: str, grade: str) -> Table:
        """The memberships of a profile; an empty table for one not seen yet."""
        table = self.tables.get((job_group, grade))
        if table is None:
            table = self.tables[job_group, grade] = Table(job_group, grade)
        return table

    def case(self, vacancy_id: str) -> Case:
        """A vacancy's case; an empty one for a vacancy not seen yet."""
        case = self.cases.get(vacancy_id)
        if case is None:
            case = self.cases[vacancy_id] = Case(vacancy_id)
        return case

    def watch(self, vacancy_id: str) -> None:
        """Note whether facts other than its own events can change what is said of a vacancy."""
        live = self.cases[vacancy_id].vacancy.live
        (self._live.add if live else self._live.discard)(vacancy_id)

    def lineup(self, case: Case, terms: VacancyOpened, policy: Policy) -> Lineup:
        """All rules asked about everybody of the vacancy's profile, today."""
        if self.reference.day is None:
            raise ValueError("nobody can be judged before a day has started")
        table = self.table(terms.job_group, terms.grade)
        vacancies = self._committed_vacancies
        demand = demand_of(case.vacancy, terms, table, vacancies, self.reference.day)
        judgement = judge(table.chunks(), len(table), demand, RULES)
        return Lineup(table, demand, judgement, policy, self._read)

    def _speak_of_memberships(self, moment: Moment, done: Evaluation) -> None:
        moved, self._everything_moved = self._everything_moved, False
        if moved:
            self._take_policy()
        for profile, table in sorted(self.tables.items()):
            written = table.flush()
            part: Part = slice(None) if moved else written
            changed = written
            if self.policy and self.reference.day and (moved or len(written)):
                worth = self.policy.worth(self._performances.texts)
                stand(table, part, self.reference.day, self.policy, worth)
                spoken, events = speak(table, part, moment)
                done.roster.extend(events)
                changed = np.union1d(written, spoken)
            if len(changed):
                done.memberships[profile] = changed.tolist()

    def _take_policy(self) -> None:
        day = self.reference.day
        rules = None if day is None else self.reference.rule_set(day)
        if rules is None:
            self.policy = None
        elif self.policy is None or self.policy.rules != rules:
            self.policy = policy_of(rules)

    def _cases_touched(self, touched: Touched) -> Iterator[Case]:
        for vacancy_id in touched.vacancies:
            self.watch(vacancy_id)
        for vacancy_id in sorted(self._live.union(touched.vacancies)):
            case = self.cases[vacancy_id]
            terms = case.vacancy.terms
            if terms is not None and touched.concerns(terms, vacancy_id):
                yield case

    def _speak_of_vacancy(
        self, case: Case, touched: Touched, moment: Moment, done: Evaluation
    ) -> None:
        terms = case.vacancy.terms
        if terms is None:
            return
        verdict = verdict_on(case.vacancy, self.reference, self.policy)
        listing, rule_set = None, None
        if verdict.say == "LIST" and self.policy is not None:
            listing, rule_set = self._listing(case, terms, self.policy), self.policy.used
        touches = touched.touches(terms, case.vacancy_id)
        event = Utterance(case, terms, verdict, listing, rule_set, touches).publish(moment)
        done.vacancies_evaluated += 1
        if event is not None:
            done.proposals.append(event)
            done.vacancies.add(case.vacancy_id)

    def _listing(self, case: Case, terms: VacancyOpened, policy: Policy) -> Listing:
        of_group = (t for (group, _), t in self.tables.items() if group == terms.job_group)
        roster_size = sum(map(len, of_group))
        lineup = self.lineup(case, terms, policy)
        return listing_of(terms, lineup, roster_size, self.reference)
